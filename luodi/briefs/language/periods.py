"""Periods as a template writes them and as an official text says them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from luodi.briefs.language.faults import Wrong

FORM = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included; None is open."""

    start: date | None = None
    end: date | None = None

    def __str__(self) -> str:
        return said(self.start, self.end)

    @property
    def short(self) -> str:
        """Without the year where it is one year: 1至9月."""
        return said(self.start, self.end, year=False)


ALWAYS = Period()


def parse(text: str) -> Period:
    """`2018`, `2018-09`, `2018-01..2018-09`, `..2018-11-08`: years, months or days, both included."""
    first, dots, last = str(text).partition("..")
    try:
        start = _edge(first, last=False)
        end = _edge(last if dots else first, last=True)
    except ValueError:
        raise Wrong(f"“{text}”不是期间，请写作 2018-01..2018-09") from None
    if start and end and end < start:
        raise Wrong(f"期间“{text}”的止早于起")
    return Period(start, end)


def _edge(text: str, *, last: bool) -> date | None:
    text = text.strip()
    if not text:
        return None
    found = FORM.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return date(year, 12, 31) if last else date(year, 1, 1)
    if day is None:
        return date(year, month, monthrange(year, month)[1] if last else 1)
    return date(year, month, day)


def said(start: date | None, end: date | None, *, year: bool = True) -> str:
    """2018年1至9月, 2018年, 2018年9月, 10月28日至11月3日, 截至2018年11月8日."""
    if end is None:
        return f"{_day(start)}以来" if start else "至今"
    if start is None:
        return f"截至{_day(end)}"
    if not (start.day == 1 and (end + timedelta(days=1)).day == 1):
        return _days(start, end, year)
    return _months(start, end, year)


def _months(start: date, end: date, year: bool) -> str:
    head = f"{start.year}年" if year else ""
    if start.year != end.year:
        return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
    if (start.month, end.month) == (1, 12):
        return f"{start.year}年"
    if start.month == end.month:
        return f"{head}{start.month}月"
    return f"{head}{start.month}至{end.month}月"


def _days(start: date, end: date, year: bool) -> str:
    first = _day(start) if year else f"{start.month}月{start.day}日"
    if start == end:
        return first
    if start.year != end.year:
        return f"{_day(start)}至{_day(end)}"
    return f"{first}至{end.month}月{end.day}日"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
