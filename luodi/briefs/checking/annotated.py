"""The text back as Word with a comment at every number: what the records say of it."""

from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from luodi.briefs.checking.holding import Checked, Mark, Verdict
from luodi.engines.claims.files import paragraph_text

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

SIGNS = {Verdict.VERIFIED: "✓", Verdict.CONTRADICTED: "✗", Verdict.NO_RECORD: "?"}
_COLOURS = {
    Verdict.VERIFIED: "BRIGHT_GREEN", Verdict.CONTRADICTED: "RED", Verdict.NO_RECORD: "YELLOW",
}  # fmt: skip
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def annotated(checked: Checked, author: str, original: Path | None = None) -> bytes:
    """A .docx: the sender's own where there is one, else the plain text, with comments."""
    from docx import Document  # slow import
    from docx.enum.text import WD_COLOR_INDEX  # slow import

    document = Document(str(original) if original else None)
    if original is None:
        for line in checked.text.split("\n"):
            document.add_paragraph(line)
    marks = [mark for mark in checked.marks if mark.verdict in SIGNS]
    for paragraph, start, end in _placed(document):
        own = [m for m in marks if start <= m.claim.start and m.claim.end <= end]
        for mark in reversed(own):  # from the end, so that the offsets before stay true
            run = _cut_out(paragraph, mark.claim.start - start, mark.claim.end - start)
            if run is not None:
                run.font.highlight_color = WD_COLOR_INDEX[_COLOURS[mark.verdict]]
                document.add_comment(run, text=sentence(mark), author=author, initials=_("核"))
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def sentence(mark: Mark) -> str:
    """What a comment says."""
    if mark.verdict == Verdict.VERIFIED:
        return _("✓ 与记录相符：%(label)s %(truth)s。%(rule)s。") % _told(mark)
    if mark.verdict == Verdict.CONTRADICTED:
        return _("✗ 与记录不符：%(label)s应为 %(truth)s。%(rule)s。") % _told(mark)
    return _("? 没有可对的记录：%(rule)s。") % _told(mark)


def _told(mark: Mark) -> dict[str, str]:
    return {"label": mark.label, "truth": mark.truth, "rule": mark.rule}


def _placed(document: Any) -> Iterator[tuple["Paragraph", int, int]]:
    """Each paragraph with the offsets of its words in the text that was read from the file."""
    from docx.text.paragraph import Paragraph  # slow import

    at = 0
    for node in list(document.element.body.iter(f"{_W}p")):
        length = len(paragraph_text(node))
        yield Paragraph(node, document), at, at + length
        at += length + 1


def _cut_out(paragraph: "Paragraph", start: int, end: int) -> "Run | None":
    """The run that holds just these characters; runs are split where needed.

    A number across several runs is marked in the first: a comment needs one place.
    """
    from docx.text.run import Run  # slow import

    at = 0
    for node in paragraph._p.iter(f"{_W}r"):
        words = paragraph_text(node)
        if at <= start < at + len(words):
            run = Run(node, paragraph)
            return _split(run, words, start - at, min(end - at, len(words)))
        at += len(words)
    return None


def _split(run: "Run", words: str, start: int, end: int) -> "Run":
    if start == 0 and end == len(words):
        return run
    if run._r.findall(f"{_W}t") != [c for c in run._r if c.tag != f"{_W}rPr"]:
        return run  # a run with breaks or pictures stays whole
    before, middle, after = words[:start], words[start:end], words[end:]
    for text, place in ((before, run._r.addprevious), (after, run._r.addnext)):
        if text:
            twin = deepcopy(run._r)
            place(twin)
            type(run)(twin, run._parent).text = text
    run.text = middle
    return run
