"""A brief that somebody edited in Word: what became of its text, and whether the numbers that were typed
outside the bookmarks are those of the records."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from luodi.briefs.checking import Checked, Mark, Verdict, hold, home_of_reader
from luodi.briefs.checking.annotated import SIGNS
from luodi.briefs.checking.pieces import Pieces, pieces
from luodi.briefs.documents import word_of_brief
from luodi.briefs.documents.word import OPENS_AT, body, identifier_of
from luodi.briefs.models import Brief
from luodi.briefs.models.checked import TEXT_LIMIT
from luodi.briefs.queries.checking import learnt
from luodi.briefs.queries.layout import Layout, layout_of
from luodi.briefs.queries.paragraphs import Change, Pair, aligned, changes, is_same
from luodi.briefs.queries.writing import PAPER_LANGUAGE
from luodi.kernel import clock
from luodi.kernel import documents as paper
from luodi.kernel.documents import Piece, Read
from luodi.kernel.refusals import Refused

_ADDRESS = re.compile(rf"{OPENS_AT}[\x21-\x7e]+")
"""Where a file's figures open depends on where it was downloaded from."""
_ENDS = "。！？；!?;"
MOST_PARAGRAPHS = 5000


@dataclass(frozen=True)
class Edited:
    """What an edited file says that the brief does not."""

    changes: list[Change]
    """Paragraphs that came, went or were changed, the red ones first."""
    checked: Checked | None
    """Numbers outside the bookmarks held against the records; None: this reader does not see them all."""
    paragraphs: list[Pieces]
    """Paragraphs with such a number."""

    @property
    def contradicted(self) -> int:
        """Numbers typed outside the bookmarks that the records deny."""
        return self.checked.count(Verdict.CONTRADICTED) if self.checked else 0

    @property
    def is_clean(self) -> bool:
        """The text is the brief's, and nothing typed into it is denied by the records."""
        return not self.changes and not self.contradicted


@dataclass(frozen=True)
class _Paragraph:
    text: str
    covered: tuple[tuple[int, int], ...]
    """Stretches inside bookmarks, those that touch taken together."""
    anchors: frozenset[str]


def edited(brief: Brief, reader: Any, file: Read) -> Edited:
    """Hold the text of a file made from this brief's edition against that edition and the records.
    Raises `Refused` for a file of another brief or edition, without bookmarks, or too long."""
    layout = layout_of(brief, reader)
    ours, theirs = _paragraphs(_as_written(layout)), _paragraphs(file)
    _must_be_ours(layout, file, theirs)
    old, new = [p.text for p in ours], [p.text for p in theirs]
    pairs = aligned(old, new)
    read = _without_furniture(layout, ours, theirs, pairs)
    checked, starts = _checked(brief, reader, read)
    marks = checked.marks if checked else ()
    shown = [pieces(p.text, at, marks) for p, at in zip(read, starts, strict=True)]
    red = _red(layout, file, ours, theirs, pairs) | _denied(shown, pairs)
    marked = [some for some in shown if any(mark for _words, mark in some)]
    return Edited(changes(old, new, pairs, red), checked, marked)


def _as_written(layout: Layout) -> Read:
    """The file as this system gives it out."""
    return paper.read_document(BytesIO(word_of_brief(layout)))


def _paragraphs(file: Read) -> list[_Paragraph]:
    found = (_paragraph(some) for some in file.paragraphs)
    return [one for one in found if one.text.strip()]


def _paragraph(some: Sequence[Piece]) -> _Paragraph:
    at, covered = 0, list[tuple[int, int]]()
    for piece in some:
        end = at + len(piece.text)
        if piece.anchor:
            start = covered.pop()[0] if covered and covered[-1][1] == at else at
            covered.append((start, end))
        at = end
    text = _ADDRESS.sub("", "".join(piece.text for piece in some))
    return _Paragraph(text, tuple(covered), frozenset(p.anchor for p in some) - {""})


def _must_be_ours(layout: Layout, file: Read, theirs: list[_Paragraph]) -> None:
    mine = identifier_of(layout)
    if file.identifier and file.identifier != mine:
        told = {"other": file.identifier, "mine": mine}
        raise Refused(_("这个文件出自 %(other)s，不是这一份（%(mine)s）。") % told)
    if not file.identifier and not file.bookmarks:
        raise Refused(_("文件里没有系统留下的书签，无法对照；请上传从本系统下载后修改的文件。"))
    if len(theirs) > MOST_PARAGRAPHS or sum(len(p.text) for p in theirs) > TEXT_LIMIT:
        raise Refused(_("文件里的文字超过 %(n)d 字，无法对照。") % {"n": TEXT_LIMIT})


def _without_furniture(
    layout: Layout, ours: list[_Paragraph], theirs: list[_Paragraph], pairs: list[Pair]
) -> list[_Paragraph]:
    """What is left to read: head, appendix and tail are the system's own words while nobody touched them."""
    own = _text_of(layout, ours)
    furniture = {
        new for old, new in pairs
        if old is not None and new is not None and old not in own
        and is_same(ours[old].text, theirs[new].text)
    }  # fmt: skip
    return [replace(p, text="") if at in furniture else p for at, p in enumerate(theirs)]


def _text_of(layout: Layout, ours: list[_Paragraph]) -> set[int]:
    """Which paragraphs of the written file are the brief's text."""
    document = paper.new_document()
    with override(PAPER_LANGUAGE):
        body(document, layout)
    text = _paragraphs(paper.read_document(BytesIO(paper.bytes_of(document))))
    pairs = aligned([p.text for p in ours], [p.text for p in text])
    return {old for old, new in pairs if old is not None and new is not None}


def _checked(brief: Brief, reader: Any, read: list[_Paragraph]) -> tuple[Checked | None, list[int]]:
    """Every number outside the bookmarks with its verdict, and where each paragraph begins."""
    text, starts = "", list[int]()
    for paragraph in read:
        starts.append(len(text))
        end = "" if not paragraph.text or paragraph.text.rstrip()[-1:] in _ENDS else "。"
        text += paragraph.text + end + "\n"  # a paragraph of Word is none that broke off
    home = home_of_reader(reader, brief.campaign, brief.unit)
    if home is None or (brief.unit is None and home.units is not None):
        return None, starts
    day = brief.end or brief.published_on or clock.today()
    home = replace(home, start=brief.start)
    found = hold(text, reader, home, doc_date=day, aliases=learnt())
    inside = [
        (at + start, at + end)
        for paragraph, at in zip(read, starts, strict=True)
        for start, end in paragraph.covered
    ]
    outside = tuple(m for m in found.marks if m.verdict in SIGNS and not _lies_in(m, inside))
    return replace(found, marks=outside), starts


def _lies_in(mark: Mark, inside: list[tuple[int, int]]) -> bool:
    """A digit typed beside a bookmark makes another number: that one is read."""
    claim = mark.claim
    return any(start <= claim.start and claim.end <= end for start, end in inside)


def _red(
    layout: Layout, file: Read, ours: list[_Paragraph], theirs: list[_Paragraph], pairs: list[Pair]
) -> set[Pair]:
    """Paragraphs in which a figure was changed or lost."""
    shown = {one.anchor: one.shown for one in layout.citations}
    edits = {a for a, text in file.bookmarks.items() if text != shown.get(a, text)}
    lost = {p for one in ours for p in one.anchors} - file.bookmarks.keys()
    return {
        (old, new) for old, new in pairs
        if (old is not None and ours[old].anchors & lost)
        or (new is not None and theirs[new].anchors & edits)
    }  # fmt: skip


def _denied(shown: list[Pieces], pairs: list[Pair]) -> set[Pair]:
    """Paragraphs with a number that the records deny."""
    return {
        (old, new) for old, new in pairs
        if new is not None
        and any(mark and mark.verdict == Verdict.CONTRADICTED for _words, mark in shown[new])
    }  # fmt: skip
