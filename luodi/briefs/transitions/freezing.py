"""Freezing: the page is written once more from all records of the scope, and kept as an edition."""

from typing import Any

from luodi.briefs.choices import CitationKind
from luodi.briefs.language import Fault, Faults, Page
from luodi.briefs.models import Brief, Citation, Edition
from luodi.briefs.queries.chain import content_of
from luodi.briefs.queries.editions import blocks_with_anchors, citations_of
from luodi.briefs.queries.writing import page_of
from luodi.kernel import actions
from luodi.kernel.reader import EVERYTHING


def freeze(brief: Brief, *, by: Any) -> Edition:
    """The edition of this brief as of now. Raises `Faults` when the text cannot be written, or when
    the person who checks does not see all that stands behind its figures."""
    page = page_of(brief, EVERYTHING)
    _sees_the_same(page, page_of(brief, by))
    citations = citations_of(page, brief.code)
    blocks = blocks_with_anchors(page, citations)
    edition = Edition(
        brief=brief, number=brief.editions.count() + 1, source=brief.source, blocks=blocks,
        content_hash=content_of(brief.source, blocks, citations), made_by=by,
    )  # fmt: skip
    edition = actions.create(edition, by=by)
    for citation in citations:
        citation.edition = edition
    # Rows of the edition: its content_hash, which is in the trail, covers each of them.
    Citation.objects.bulk_create(citations, batch_size=500)
    return edition


def _sees_the_same(whole: Page, seen: Page) -> None:
    """A checker who sees less than what is printed could not check it."""
    for one, other in zip(whole.cited, seen.cited, strict=False):
        if one.kind == CitationKind.FIGURE and one.number != other.number:
            raise Faults([Fault(0, 0, f"您看不到“{one.label}”的全部记录，请由能看到的人核对")])
    if len(whole.cited) != len(seen.cited):
        raise Faults([Fault(0, 0, "您看不到其中一部分记录，请由能看到的人核对")])
