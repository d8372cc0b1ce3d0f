"""The finished files of a brief."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from luodi.briefs.documents.letterhead import on_letterhead
from luodi.briefs.documents.word import official_paper
from luodi.briefs.queries.layout import Layout
from luodi.briefs.queries.writing import PAPER_LANGUAGE
from luodi.kernel import documents as paper


def word_of_brief(layout: Layout, address: str = "") -> bytes:
    """The brief as docx; `address` is where its figures open."""
    with override(PAPER_LANGUAGE):
        if layout.brief.letterhead is not None:
            return on_letterhead(layout, address)
        return official_paper(layout, address)


def pdf_of_brief(layout: Layout, address: str = "") -> bytes:
    """The same as PDF. The same Word file is converted once: its bytes are its name."""
    docx = word_of_brief(layout, address)
    kept = Path(settings.DATA_DIR) / "papers" / f"{hashlib.sha256(docx).hexdigest()}.pdf"
    if kept.exists():
        return kept.read_bytes()
    made = paper.pdf_of(docx)
    if layout.edition is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_bytes(made)
        part.replace(kept)
    return made
