"""Text as printed → one clean line per paragraph, with the way back to every character."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_BLANK = frozenset("\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f\ufeff\u2060\u00ad")
# NFKC would turn these into plain digits and glue them to the number beside them.
_MARKS = re.compile("[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff]")
# NFKC would turn these into letters and digits that look like a code.
_SIGNS = {"㎡": "平方米", "㎢": "平方公里", "㎥": "立方米"}
# Emoji and dingbats separate the items of a post (🎉总额:86亿元🎉…).
_PICTURE = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_ENDED = re.compile(r"[。!?;:…”》」』]$|(?<!\d)\.$")
_YEAR = re.compile(r"[一二][〇○零O0九][〇○零O0一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_HEADING_ENDS = 20
_LIST_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\s*\d)|[□•·●■◆]"
)


@dataclass(frozen=True, slots=True)
class Normal:
    """Clean text; `at[i]` is where character i stood in the original."""

    text: str
    at: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where the clean slice [start, end) lies in the original text."""
        return self.at[start], self.at[end - 1] + 1


def normalise(text: str) -> Normal:
    """Fold widths (NFKC), drop layout blanks, join lines broken inside a sentence."""
    pieces = [(c, i) for i, raw in enumerate(text) for c in _fold(raw)]
    out: list[str] = []
    at: list[int] = []
    pos = 0
    while pos < len(pieces):
        stop = pos
        while stop < len(pieces) and pieces[stop][0].isspace():
            stop += 1
        if stop > pos:
            blank = "".join(c for c, _ in pieces[pos:stop])
            following = "".join(c for c, _ in pieces[stop : stop + 8])
            if kept := _kept_blank(out, blank, following):
                out.append(kept)
                at.append(pieces[pos][1])
            pos = stop
            continue
        out.append(pieces[pos][0])
        at.append(pieces[pos][1])
        pos += 1
    return Normal(_YEAR.sub(_arabic_year, "".join(out)), tuple(at))


def _arabic_year(found: re.Match[str]) -> str:
    """二〇一八年 → 2018年, character by character."""
    return found[0].translate(_DIGITS)


def _fold(char: str) -> str:
    if char in _BLANK:
        return ""
    if _MARKS.match(char):
        return "•"
    if _PICTURE.match(char):
        return ";"
    return _SIGNS.get(char) or unicodedata.normalize("NFKC", char)


def _kept_blank(out: list[str], blank: str, following: str) -> str:
    """What remains of a run of blanks: nothing, one space, or a paragraph end."""
    if not out or not following:
        return ""
    last, first = out[-1], following[0]
    lines = blank.count("\n") + blank.count("\r") - blank.count("\r\n")
    if lines:
        return "\n" if _paragraph_ends(out, lines, following) else ""
    if last.isdigit() and first.isdigit() and len(blank) > 1:
        return " "
    return " " if last.isascii() and last.isalpha() and first.isascii() and first.isalpha() else ""


def _paragraph_ends(out: list[str], lines: int, following: str) -> bool:
    tail = "".join(out[-2:])
    if _ENDED.search(tail):
        return True
    if _LIST_ITEM.match(following) and not out[-1].isdigit():
        return True
    if lines == 1:
        return False
    paragraph = _last_paragraph(out)
    return len(paragraph) <= _HEADING_ENDS and not any(c.isdigit() for c in paragraph)


def _last_paragraph(out: list[str]) -> str:
    """The paragraph being written, as far back as a heading could be long."""
    window = "".join(out[-_HEADING_ENDS - 1 :])
    return window.rpartition("\n")[2]
