"""Whether a figure speaks for the period and the threshold that a claim names."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from .extract import extract_quantities
from .model import Claim, Figure, Period, Threshold
from .normalise import normalise
from .period_values import month_end
from .periods import find_periods
from .raw import Raw
from .units import read_unit

_ISO = r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"
_SPAN = re.compile(rf"{_ISO}(?:\.\.|/|~|至|—){_ISO}")
_SHORT_SPAN = re.compile(r"(\d{4})-(\d{1,2})\.\.(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_HALF = re.compile(r"(\d{4})-?[Hh]([12])")
_PHASE = re.compile(r"第[一二三四五六七八九十\d]{1,3}阶段")
_PARAMETERS = re.compile(r"\[(.*)\]")
# A claim that says no period is about the newest published value, so old ones do not answer it.
FRESH = timedelta(days=45)
_FLOW_LAG = timedelta(days=31)


@lru_cache(maxsize=4096)
def figure_period(written: str, doc: date | None) -> Period | None:
    """The period of a figure: 2018-01..2018-09, 2018, 2018-Q3, 2018-09-30, 2018年1至9月, or a phase."""
    clean = normalise(written).text.strip()
    if not clean:
        return None
    try:
        return _iso_period(clean) or _worded_period(clean, doc)
    except ValueError:
        return Period("opaque", name=clean)


def _iso_period(clean: str) -> Period | None:
    if m := _SHORT_SPAN.fullmatch(clean):
        return Period("span", date(int(m[1]), int(m[2]), 1), month_end(int(m[1]), int(m[3])))
    if m := _SPAN.fullmatch(clean):
        return Period("span", _first(*m.groups()[:3]), _last(*m.groups()[3:]))
    if m := _QUARTER.fullmatch(clean):
        year, n = int(m[1]), int(m[2])
        return Period("span", date(year, 3 * n - 2, 1), month_end(year, 3 * n))
    if m := _HALF.fullmatch(clean):
        year, n = int(m[1]), int(m[2])
        return Period("span", date(year, 6 * n - 5, 1), month_end(year, 6 * n))
    if m := re.fullmatch(_ISO, clean):
        start, end = _first(*m.groups()), _last(*m.groups())
        return Period("point" if start == end else "span", start, end)
    return None


def _first(year: str, month: str | None, day: str | None) -> date:
    return date(int(year), int(month or 1), int(day or 1))


def _last(year: str, month: str | None, day: str | None) -> date:
    if day:
        return date(int(year), int(month or 12), int(day))
    return month_end(int(year), int(month or 12))


def _worded_period(clean: str, doc: date | None) -> Period:
    marks = find_periods(clean, doc)
    if len(marks) == 1 and (marks[0].start, marks[0].end) == (0, len(clean)):
        return marks[0].period
    if phase := _PHASE.search(clean):
        marks = find_periods(phase[0], doc)
        return marks[0].period if marks else Period("phase", name=phase[0])
    return Period("opaque", name=clean)


@lru_cache(maxsize=4096)
def is_stock(figure: Figure) -> bool:
    """A level of one day, or one without a period: 新增 never means it."""
    known = figure_period(figure.period, None)
    return known is None or known.kind == "point"


def period_relation(claim: Claim, figure: Figure, doc: date | None) -> str:
    """same, previous (the claim is about the year before) or other."""
    known = figure_period(figure.period, doc)
    said = claim.period
    if said is not None and said.name == "prior":
        base = Period(said.kind, said.start, said.end)
        return "previous" if _same(base, None, known, doc) else "other"
    if _same(said, claim.carried, known, doc):
        return "same"
    if (
        said
        and known
        and said.kind in ("span", "point")
        and _same(_next_year(said), None, known, doc)
    ):
        return "previous"
    return "other"


def _next_year(period: Period) -> Period:
    def later(day: date | None) -> date | None:
        if day is None:
            return None
        last = month_end(day.year, day.month) == day
        return month_end(day.year + 1, day.month) if last else day.replace(year=day.year + 1)

    return Period(period.kind, later(period.start), later(period.end))


def _same(
    said: Period | None, carried: Period | None, known: Period | None, doc: date | None
) -> bool:
    if said is None or said.kind == "now":
        return _current(known, doc) and (said is not None or _carried_agrees(carried, known))
    if known is None:
        return said.kind == "since"
    if said.kind == "phase" or known.kind in ("phase", "opaque"):
        return said.kind == known.kind == "phase" and said.name == known.name
    if said.kind == "opaque" or known.start is None or known.end is None:
        return False
    return _SAME[said.kind](said, known)


def _current(known: Period | None, doc: date | None) -> bool:
    """A claim without a period is about now: the figure must be of this year and fresh."""
    if known is None or known.end is None or known.start is None or doc is None:
        return True
    fresh = known.end >= doc - FRESH
    return fresh and known.start <= doc and known.end.year >= doc.year


def _carried_agrees(carried: Period | None, known: Period | None) -> bool:
    """A period of an earlier paragraph may still govern; where it contradicts, nothing is certain."""
    if carried is None or known is None:
        return True
    if carried.kind == "phase" and known.kind == "phase":
        return carried.name == known.name
    if None in (carried.start, carried.end, known.start, known.end):
        return True
    if carried.kind == "day" and _days(known) > 31:
        return True
    return (carried.start, carried.end) == (known.start, known.end) or carried.kind == "since"


def _equal(said: Period, known: Period) -> bool:
    return (said.start, said.end) == (known.start, known.end)


def _since(said: Period, known: Period) -> bool:
    """今年以来: from the first of January up to a date not long before the text."""
    if said.end is None or known.end is None:
        return said.end is None and known.start == said.start
    return known.start == said.start and said.end - _FLOW_LAG <= known.end


def _point(said: Period, known: Period) -> bool:
    """截至9月底: a stock of that day, or a flow from the year's first day to it."""
    if said.end != known.end or known.start is None or known.end is None:
        return False
    whole = (known.start.month, known.start.day) == (1, 1)
    return known.start == known.end or whole or (known.end - known.start).days > 92


_SAME = {"span": _equal, "day": _equal, "since": _since, "point": _point}


@lru_cache(maxsize=4096)
def figure_threshold(figure: Figure) -> Threshold | None:
    """The limit a figure counts above: from [min=1000万元] in its key, else from its label."""
    found = _PARAMETERS.search(figure.key)
    for part in re.split("[,;&]", found[1] if found else ""):
        name, _, value = part.partition("=")
        if name.strip() in ("min", "max") and value.strip():
            return _limit(value.strip(), "ge" if name.strip() == "min" else "le")
    label = normalise(figure.label).text
    for raw in extract_quantities(label, label):
        if raw.op in ("ge", "le", "gt", "lt"):
            return _as_threshold(raw, raw.op)
    if found_limit := re.search(r"(>=|≥|<=|≤|>|<)(.+)", label):
        signs = {">=": "ge", "≥": "ge", "<=": "le", "≤": "le", ">": "gt", "<": "lt"}
        return _limit(found_limit[2], signs[found_limit[1]])
    return None


def _limit(written: str, op: str) -> Threshold | None:
    clean = normalise(written).text
    if re.fullmatch(r"\d+(?:\.\d+)?", clean):
        clean += "元"
    raws = extract_quantities(clean, clean) or extract_quantities("1" + clean, "1" + clean)
    return _as_threshold(raws[0], op) if raws else None


def _as_threshold(raw: Raw, op: str) -> Threshold | None:
    return None if raw.base is None else Threshold(op, raw.base, read_unit(raw.unit).base)


@lru_cache(maxsize=4096)
def qualifiers(key: str) -> tuple[str, ...]:
    """Other parameters of a key, which the text around must name: [class=中山大学班]."""
    found = _PARAMETERS.search(key)
    parts = [part.partition("=") for part in re.split("[,;&]", found[1] if found else "")]
    return tuple(
        value.strip() for name, _, value in parts if value and name.strip() not in ("min", "max")
    )


def _days(period: Period) -> int:
    return (period.end - period.start).days if period.start and period.end else 0
