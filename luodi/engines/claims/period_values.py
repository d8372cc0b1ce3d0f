"""What a date or period in words means: the days from and to, by the date of the text."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from .model import Period
from .numerals import parse_number

Builder = Callable[[re.Match[str], date | None, int | None], Period | None]


def resolve(
    name: str, found: re.Match[str], doc: date | None, context: int | None
) -> Period | None:
    """The period a match means, or None when it is no real date (13月, 2月30日)."""
    try:
        return _BUILDERS[name](found, doc, context)
    except ValueError:
        return None


def year_of(found: re.Match[str], doc: date | None, context: int | None) -> int | None:
    parts = found.groupdict()
    if parts.get("year"):
        return int(parts["year"])
    relative = (parts.get("rel") or "")[:1]
    if relative and doc:
        return doc.year + {"去": -1, "上": -1, "前": -2, "明": 1, "来": 1}.get(relative, 0)
    if relative:
        return None
    return context or (doc.year if doc else None)


def _number(written: str) -> int:
    value = parse_number(written)
    if value is None:
        raise ValueError(written)
    return int(value)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _latest(start: date, end: date, doc: date | None, *, said: bool) -> Period:
    """A statistical period without a year is the last one that is already over."""
    if doc and not said and end > doc and (end - doc).days > 10 and start.year == doc.year:
        return _year_back(start, end)
    return Period("span", start, end)


def _year_back(start: date, end: date) -> Period:
    back = end.year - 1
    return Period("span", date(start.year - 1, start.month, 1), month_end(back, end.month))


def _months(first: int, last: int, year: int | None, doc: date | None, *, said: bool) -> Period:
    if not 1 <= first <= last <= 12:
        raise ValueError(f"{first}-{last}")
    if year is None:
        return Period("opaque", name=f"{first}-{last}月")
    return _latest(date(year, first, 1), month_end(year, last), doc, said=said)


def _said(found: re.Match[str], context: int | None) -> bool:
    parts = found.groupdict()
    return bool(parts.get("year") or parts.get("rel") or context)


def _as_of(period: Period, found: re.Match[str], edge: str | None = None) -> Period:
    if (found.groupdict().get("asof") or edge in ("末", "底")) and period.end:
        return Period("point", period.end, period.end)
    return period


def _build_days(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    year = year_of(found, doc, context)
    if year is None or found["month"] is None:
        return Period("opaque", name=found[0])
    start = date(year, int(found["month"]), int(found["day"]))
    end = date(
        int(found["year2"] or year), int(found["month2"] or found["month"]), int(found["day2"])
    )
    return Period("day", start, end)


def _build_day(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    year = year_of(found, doc, context)
    if year is None:
        return Period("opaque", name=found[0])
    day = date(year, int(found["month"]), int(found["day"]))
    if found.groupdict().get("since"):
        return Period("opaque", name=found[0])
    return Period("point" if found.groupdict().get("asof") else "day", day, day)


def _build_months(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    first, last = _number(found["month"]), _number(found["month2"])
    return _months(first, last, year_of(found, doc, context), doc, said=_said(found, context))


def _build_firsts(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    last = _number(found["n"]) * (1 if found["what"] == "月" else 3)
    period = _months(1, last, year_of(found, doc, context), doc, said=_said(found, context))
    return _as_of(period, found)


def _build_quarter(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    n = _number(found["n"])
    year = year_of(found, doc, context)
    period = _months(3 * n - 2, 3 * n, year, doc, said=_said(found, context))
    return _as_of(period, found, found["edge"])


def _build_half(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    first = 1 if found["half"] == "上" else 7
    year = year_of(found, doc, context)
    return _months(first, first + 5, year, doc, said=_said(found, context))


def _build_phase(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    return Period("phase", name=f"第{_number(found['n'])}阶段")


def _build_opaque(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    return Period("opaque", name=found[0])


def _build_month(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    month = _number(found["month"])
    year = year_of(found, doc, context)
    if found["since"] or year is None:
        return Period("opaque", name=found[0])
    if found["edge"] in ("上旬", "中旬", "下旬", "初"):
        first, last = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}[
            found["edge"]
        ]
        last = min(last, monthrange(year, month)[1])
        return Period("day", date(year, month, first), date(year, month, last))
    period = _months(month, month, year, doc, said=True)
    return _as_of(period, found, found["edge"])


def _build_year(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    year = year_of(found, doc, context)
    if year is None:
        return Period("opaque", name=found[0])
    start, end = date(year, 1, 1), date(year, 12, 31)
    if found["since"]:
        same = doc is not None and year == doc.year
        return Period("since", start, doc) if same else Period("opaque", name=found[0])
    if found["edge"] in ("底", "末", "年底", "年末") or found["asof"]:
        return Period("point", end, end)
    if found["edge"] in ("初", "年初"):
        return Period("point", start, start)
    if found["rel"] and found["rel"][0] in "今本当" and found["edge"] != "全年" and doc:
        return Period("since", start, doc)
    return Period("span", start, end)


def _build_whole(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    year = context or (doc.year if doc else None)
    if year is None:
        return Period("opaque", name=found[0])
    if found["rel"] == "年初以来":
        return Period("since", date(year, 1, 1), doc)
    if doc and not context and doc.month <= 3:
        year -= 1
    return Period("span", date(year, 1, 1), date(year, 12, 31))


def _build_prior(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    return Period("opaque", name=found[0])


def _build_now(found: re.Match[str], doc: date | None, context: int | None) -> Period | None:
    return Period("now", name=found[0])


_BUILDERS: dict[str, Builder] = {
    "days": _build_days,
    "day": _build_day,
    "iso": _build_day,
    "months": _build_months,
    "firsts": _build_firsts,
    "quarter": _build_quarter,
    "half": _build_half,
    "phase": _build_phase,
    "opaque": _build_opaque,
    "month": _build_month,
    "year": _build_year,
    "whole": _build_whole,
    "prior": _build_prior,
    "now": _build_now,
}


def names_year(found: re.Match[str]) -> bool:
    parts = found.groupdict()
    return bool(parts.get("year")) or (parts.get("rel") or "")[:1] in tuple("今本当去上前明来")
