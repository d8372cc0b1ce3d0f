"""Raw quantities → claims: kind, comparison, period, place, threshold, subject, 分别, 每, 其中."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from .doubts import doubts_of
from .growth import Reading, read_growth
from .lists import UNSURE, Respective, respective
from .model import Claim, Period, Threshold
from .page import Page
from .periods import PeriodMark
from .raw import Raw
from .scope import scope_at
from .subject import find_subject
from .targets import is_target
from .thresholds import is_threshold
from .units import dimension, read_unit

_LIST_GAP = re.compile(r"(?:[、,]?(?:和|与|及|以及)?|、)$")
_RATE = re.compile(
    r"每(?P<per>支|期|班|户|人|名|家|个|场|次|亩|台|队|组|座|套|张|所)[^,;。、\d每年月日天]{0,8}$"
)
# 2021年、2025年前三季度: two periods at once are none that a figure has.
_AND = frozenset("、和与及")
_CHECKABLE = frozenset({"quantity", "growth", "ratio", "delta"})


def attach(page: Page) -> list[Claim]:
    """Claims in order of place, with offsets in the original text."""
    claims: list[Claim] = []
    owners = respective(page)
    for index, raw in enumerate(page.raws):
        claims.append(_claim(page, index, raw, claims, owners.get(raw.start)))
    return _with_thresholds(page, claims)


def _claim(page: Page, index: int, raw: Raw, done: list[Claim], owner: Respective | None) -> Claim:
    start, end = page.normal.original(raw.start, raw.end)
    reading = _reading(page, index, raw)
    period, carried = _period(page, raw)
    unit, base = _unit(page, raw, reading)
    unsure = ("“分别”的各项对不上号",) if owner is UNSURE else ()
    said_at = raw.start if owner is None or owner.at is None else owner.at
    part_of = _whole(page, raw, done, base) if reading.kind in _CHECKABLE else None
    return Claim(
        start=start,
        end=end,
        span="",
        value=raw.value,
        value_max=raw.value_max,
        value_base=raw.base,
        unit=unit,
        unit_base=base,
        op=raw.op,
        kind=reading.kind,
        comparison=reading.comparison,
        period=period,
        carried=carried,
        scope=scope_at(page.scopes, page.layout, said_at, page.home),
        subject=find_subject(page, index, raw, reading, done, owner),
        part_of=part_of,
        doubts=reading.doubts + doubts_of(page, raw, part_of) + unsure,
    )


def _reading(page: Page, index: int, raw: Raw) -> Reading:
    reading = _kind(page, index, raw)
    page.readings[index] = reading
    return reading


def _kind(page: Page, index: int, raw: Raw) -> Reading:
    text, layout = page.text, page.layout
    if raw.form in ("vague", "ordinal"):
        return Reading(raw.form)
    if is_threshold(page, index):
        return Reading("threshold")
    clause = text[layout.clause_start(raw.start) : raw.start]
    reading = read_growth(
        raw, clause, text[layout.sentence_start(raw.start) : raw.start], _in_list(page, index)
    )
    if is_target(page, raw):
        return replace(reading, kind="target")
    return reading


def _in_list(page: Page, index: int) -> Reading | None:
    """The reading of the number before, when both stand in one list with one kind of unit."""
    if index == 0:
        return None
    before, raw = page.raws[index - 1], page.raws[index]
    if not _LIST_GAP.fullmatch(page.text[before.end : raw.start]) or before.start == raw.start:
        return None
    gap = page.text[before.end : raw.start]
    head = page.text[page.layout.group_start(raw.start) : before.start]
    if not gap or "分别" not in head or read_unit(before.unit).base != read_unit(raw.unit).base:
        return None
    return page.readings.get(index - 1)


def _unit(page: Page, raw: Raw, reading: Reading) -> tuple[str, str]:
    """Unit as written and its base; 每支 12 人 is 人/支."""
    if raw.form == "vague":
        return "", ""
    measure = read_unit(raw.unit)
    clause = page.text[page.layout.clause_start(raw.start) : raw.start]
    rate = _RATE.search(clause)
    if (
        rate
        and reading.kind in ("quantity", "target")
        and dimension(measure.base) != "percent"
        and raw.form == "quantity"
    ):
        return f"{raw.unit}/{rate['per']}", f"{measure.base}/{rate['per']}"
    return raw.unit, measure.base


def _period(page: Page, raw: Raw) -> tuple[Period | None, Period | None]:
    """The period that governs a number in its own paragraph, and the one carried into it."""
    start = page.layout.paragraph_start(raw.start)
    sentence = page.layout.sentence_start(raw.start)
    marks = page.periods_between(start, raw.start)
    own: Period | None = None
    prior = False
    for at in range(len(marks) - 1, -1, -1):
        mark = marks[at]
        level = mark.role == "compares" and _level_of(page, mark, raw)
        same = page.text[mark.start : mark.end].endswith("同期")
        if (mark.role == "prior" and mark.start >= sentence) or (level and same):
            prior = True
        elif level or mark.role == "governs":
            joined = at > 0 and page.text[marks[at - 1].end : mark.start] in _AND
            own = Period("opaque", name="、") if joined and not level else mark.period
            break
    if prior:
        own = replace(own or Period("now"), name="prior")
    before = page.governing_before(start)
    carried = before.period if before else None
    after = _bracketed(page, raw)
    return after or own, carried


def _level_of(page: Page, mark: PeriodMark, raw: Raw) -> bool:
    """较去年同期的 149 个增加: the number is last year's."""
    share = dimension(read_unit(raw.unit).base) == "percent"
    return page.text[mark.end : raw.start] == "的" and not share


def _bracketed(page: Page, raw: Raw) -> Period | None:
    """81.73 亿元（2017 年）: the period stands right behind the number."""
    if page.text[raw.end : raw.end + 1] != "(":
        return None
    marks = page.periods_between(raw.end + 1, raw.end + 4)
    return next((mark.period for mark in marks if mark.role == "governs"), None)


def _whole(page: Page, raw: Raw, done: list[Claim], base: str) -> int | None:
    """The claim this one is a part of: the last of the same unit before 其中."""
    group = page.layout.group_start(raw.start)
    among = page.text.rfind("其中", group, raw.start)
    if among < 0:
        return None
    limit = page.normal.at[among]
    first = page.normal.at[group]
    for claim in reversed(done):
        if claim.start < first:
            break
        if claim.start < limit and claim.unit_base == base and claim.kind in _CHECKABLE:
            return claim.start
    return -1


def _with_thresholds(page: Page, claims: list[Claim]) -> list[Claim]:
    """Hand each threshold to the next count in its clause."""
    out: list[Claim] = []
    pending: Threshold | None = None
    clause = -1
    for raw, claim in zip(page.raws, claims, strict=True):
        here = page.layout.clause_start(raw.start)
        if here != clause:
            pending, clause = None, here
        if claim.kind == "threshold":
            pending = Threshold(claim.op, claim.value_base or Decimal(0), claim.unit_base)
        elif pending and claim.kind in (*_CHECKABLE, "target"):
            claim = replace(claim, threshold=pending)
        out.append(claim)
    return out
