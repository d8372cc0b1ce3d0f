"""Stretches of days that a date text stands for: a day, a third of a month, a quarter, a year."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from luodi.kernel.sheets.sentences import BadValue, Note

Edge = Literal["start", "end"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
EXCEL_EPOCH: Final = date(1899, 12, 30)
SERIALS: Final = range(20_000, 80_000)  # 1954 to 2119

LAST_DAY: Final = 31
PARTS_OF_MONTH: Final = {
    "": (1, LAST_DAY),
    "初": (1, 10),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "中": (15, 15),
    "下旬": (21, LAST_DAY),
    "底": (LAST_DAY, LAST_DAY),
    "末": (LAST_DAY, LAST_DAY),
}
PARTS_OF_YEAR: Final = {
    "": ((1, 1), (12, 31)),
    "初": ((1, 1), (1, 31)),
    "中": ((6, 30), (6, 30)),
    "底": ((12, 31), (12, 31)),
    "末": ((12, 31), (12, 31)),
    "全年": ((1, 1), (12, 31)),
    "上半年": ((1, 1), (6, 30)),
    "下半年": ((7, 1), (12, 31)),
}


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day meant, and what was assumed to find them."""

    start: date
    end: date
    note: str = ""

    def noting(self, note: str) -> "Span":
        """Return the same days with a note, unless a stronger one is there."""
        return self if self.note else replace(self, note=note)

    def at(self, edge: Edge) -> tuple[date, Note | None]:
        """Return the day at one edge with the note that names it."""
        day = self.start if edge == "start" else self.end
        details = {"date": day.isoformat(), "year": day.year}
        return day, Note(self.note, **details) if self.note else None


def day_span(year: int, month: int, day: int, text: str) -> Span:
    """Return one day; a day that does not exist is refused."""
    exact = _day(year, month, day, text)
    return Span(exact, exact)


def month_span(year: int, month: int, part: str, text: str) -> Span:
    """Return a month or the part of it that 上旬, 中旬, 下旬, 底 and their like name."""
    first, last = PARTS_OF_MONTH[part]
    _day(year, month, 1, text)
    days = calendar.monthrange(year, month)[1]
    start, end = date(year, month, min(first, days)), date(year, month, min(last, days))
    return Span(start, end, "day_assumed")


def year_span(year: int, part: str, text: str) -> Span:
    """Return a year or the part of it that 年底, 上半年 and their like name."""
    first, last = PARTS_OF_YEAR[part]
    return Span(_day(year, *first, text), _day(year, *last, text), "day_assumed")


def quarter_span(year: int, quarter: int, part: str, text: str) -> Span:
    """Return a quarter, or its end when 末 or 底 is said."""
    start = _day(year, 3 * quarter - 2, 1, text)
    end = month_span(year, 3 * quarter, "", text).end
    return Span(end if part in ("底", "末") else start, end, "day_assumed")


def serial_span(number: float) -> Span:
    """Return the day that Excel counts by this number."""
    day = EXCEL_EPOCH + timedelta(days=int(number))
    return Span(day, day, "serial_number")


def _day(year: int, month: int, day: int, text: str) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue("year_out_of_range", value=text)
    try:
        return date(year, month, day)
    except ValueError as why:
        raise BadValue("no_such_day", value=text) from why
