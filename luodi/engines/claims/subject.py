"""The words that say what a number counts, and the number whose subject it shares."""

from __future__ import annotations

import re

from .growth import Reading
from .lists import Respective
from .mask import blank_out
from .model import Claim, Subject
from .page import Page
from .raw import Raw
from .units import read_unit

_LISTED = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z]{1,12}、)+[\u4e00-\u9fffA-Za-z]{1,12}(?:(?:和|及|与)[\u4e00-\u9fffA-Za-z]{1,12}?)?$"
)
_LIMITED_BY = re.compile(r"(?:计划|固定资产)?总?(?:投资额?|注册资本金?)(?:达到?|在|超过?)?$")
_BEFORE_WINDOW = 160
_SENTENCE_WINDOW = 400
_STOP = re.compile(r"[、,;:()和与及或中]")


def find_subject(
    page: Page, index: int, raw: Raw, reading: Reading, done: list[Claim], owner: Respective | None
) -> Subject:
    text, layout = page.words, page.layout
    left = owner.words if owner and owner.words else _left(page, index, raw)
    sentence_start, sentence_end = layout.sentence_start(raw.start), layout.sentence_end(raw.end)
    if owner is None:
        inherits = _antecedent(page, raw, reading, done)
    else:
        inherits = None if owner.amount is None else page.normal.at[owner.amount]
    before = text[
        max(layout.paragraph_start(raw.start), sentence_start - _BEFORE_WINDOW) : sentence_start
    ]
    return Subject(
        left=left,
        right=_right(page, index, raw, left),
        sentence=_context(
            page,
            raw,
            max(sentence_start, raw.start - _SENTENCE_WINDOW),
            min(sentence_end, raw.end + _SENTENCE_WINDOW),
        ),
        before=before,
        inherits=inherits,
        listed=_listed(left),
    )


def _left(page: Page, index: int, raw: Raw) -> str:
    """Words between the number before (thresholds do not count) and this one, in one clause.

    A leading # says that they follow a number, whose noun may come first: 742 家#企业兑现扶持资金.
    """
    start = page.layout.clause_start(raw.start)
    pieces: list[str] = []
    end = raw.start
    for before in range(index - 1, -1, -1):
        other, kind = page.raws[before], page.readings[before].kind
        if other.end <= start:
            break
        pieces.append(page.words[other.end : end])
        end = other.start
        if kind == "threshold":
            end -= len(_measured(page.words[start:end]))
        if kind not in ("threshold", "vague", "ordinal"):
            return "#" + "".join(reversed(pieces))
    return "".join(reversed([*pieces, page.words[start:end]]))


def _context(page: Page, raw: Raw, start: int, end: int) -> str:
    """The sentence around a number, without the words that belong to others of its unit."""
    base = read_unit(raw.unit or "个").base
    hidden = [(raw.start, raw.end)]
    last = start
    for other in page.raws_between(start, end):
        if other is not raw and read_unit(other.unit or "个").base == base:
            hidden.append((max(page.layout.clause_start(other.start), last), other.end))
        last = other.end
    inside = [(max(low, start) - start, min(high, end) - start) for low, high in hidden]
    return blank_out(page.words[start:end], [(low, high) for low, high in inside if low < high])


def _right(page: Page, index: int, raw: Raw, left: str) -> str:
    """Words behind the number up to the next one; a number that follows at once is stepped over.

    In a table without its lines (收入86亿元支出64亿元) those words name the next number.
    """
    end = page.layout.clause_end(raw.end)
    at = raw.end
    for other in page.raws_after(index, end):
        if other.start > at:
            words = page.words[at : other.start]
            alike = read_unit(other.unit).base == read_unit(raw.unit).base
            return "" if left.strip("\0#") and alike and not _STOP.search(words) else words
        at = other.end
    return page.words[at:end]


def _antecedent(page: Page, raw: Raw, reading: Reading, done: list[Claim]) -> int | None:
    """Growth belongs to the last amount of the sentence; so does the level of 去年同期."""
    first = page.normal.at[page.layout.sentence_start(raw.start)]
    for claim in reversed(done):
        if claim.start < first:
            return None
        if claim.kind in ("quantity", "ratio"):
            shares = reading.kind in ("growth", "delta", "ratio", "target")
            return claim.start if shares or claim.unit_base == read_unit(raw.unit).base else None
    return None


def _listed(left: str) -> int | None:
    """How many things are named right before the number: 北京、上海、广州三个城市 → 3."""
    found = _LISTED.search(left)
    if not found or "等" in found[0]:
        return None
    return (
        found[0].count("、")
        + 1
        + len(
            re.findall(
                r"(?<=[\u4e00-\u9fff])[和及与](?=[\u4e00-\u9fff])", found[0].rpartition("、")[2]
            )
        )
    )


def _measured(before: str) -> str:
    """投资 1000 万元以上: the word that says what the limit is about."""
    found = _LIMITED_BY.search(before)
    return found[0] if found else ""
