"""The written forms of a date, from the exact ones to 6月底 and 下半年, each as a span of days."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from luodi.kernel.sheets.sentences import BadValue
from luodi.kernel.sheets.values.numbers import chinese_number
from luodi.kernel.sheets.values.spans import (
    SERIALS,
    Span,
    day_span,
    month_span,
    quarter_span,
    serial_span,
    year_span,
)

REMARK: Final = re.compile(r"\([^()]*\)|(?:星期|周|礼拜)[一二三四五六日天]|\s+")
AROUND: Final = re.compile(
    r"^(?:截至|截止|预计|计划|力争|拟于|于)|(?:之前|以前|前)?(?:完成|办结|截止|为止|止)?$"
)
NUMERALS: Final = re.compile(r"[〇○零一二三四五六七八九十]+")
RANGE: Final = re.compile(r"至|到|~|—+|–|-+")

YEARS: Final = {"今年": 0, "本年度": 0, "本年": 0, "当年": 0, "明年": 1, "后年": 2, "去年": -1}
MONTHS: Final = {
    "本月": 0,
    "当月": 0,
    "这个月": 0,
    "下个月": 1,
    "下月": 1,
    "上个月": -1,
    "上月": -1,
}
DAYS: Final = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "昨天": -1, "昨日": -1}
IN_A_YEAR: Final = re.compile(r"年[底末中初]|[上下]半年|全年|第?[1-4]季度[底末初]?|\d{1,2}月.*")
IN_A_MONTH: Final = re.compile(r"月[底末中初]|[上中下]旬")
MONTH_AND_DAY: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[日号]?")

ANY_DAY: Final = date(2000, 1, 1)

Reading = Callable[[re.Match[str], str], Span]


@lru_cache(maxsize=4096)  # a column of dates says few things many times
def text_span(text: str, today: date | None) -> Span:
    """Return the days that a text of half-width characters stands for."""
    compact = AROUND.sub("", NUMERALS.sub(_in_digits, REMARK.sub("", text)))
    span = _single(compact, text, today) or _range(compact, text, today)
    if span is None:
        raise BadValue("not_date", value=text)
    return span


def number_span(number: float, text: str) -> Span:
    """Return the days that a number stands for: 20260630, 202606, 2026.6, or Excel's own count."""
    if int(number) in SERIALS:
        return serial_span(number)
    if text == f"{int(number)}.1" and len(text) == len("2026.1"):
        # Excel keeps 2026.10 as 2026.1.
        raise BadValue("month_zero_lost", value=text, year=int(number))
    span = _single(text, text, None) if int(number) >= FIRST_NUMBER else None
    if span is None:
        raise BadValue("not_date", value=text)
    return span


def _in_digits(found: re.Match[str]) -> str:
    number = chinese_number(found[0])
    return found[0] if number is None else str(number)


def _single(compact: str, text: str, today: date | None) -> Span | None:
    complete = _with_year(compact, today or ANY_DAY)
    if complete != compact and today is None:
        raise BadValue("year_needed", value=text)
    for pattern, reading in READINGS:
        if found := pattern.fullmatch(complete):
            span = reading(found, text)
            return span if complete == compact else span.noting("year_assumed")
    return None


def _with_year(compact: str, today: date) -> str:
    """Write out the year, and the month, that the text leaves to the reader."""
    for word, years in YEARS.items():
        if compact.startswith(word):
            return f"{today.year + years}年{compact.removeprefix(word)}"
    for word, months in MONTHS.items():
        if compact.startswith(word):
            years, month = divmod(today.month - 1 + months, 12)
            return f"{today.year + years}年{month + 1}月{compact.removeprefix(word)}"
    if compact in DAYS:
        return f"{today + timedelta(days=DAYS[compact]):%Y-%m-%d}"
    if IN_A_YEAR.fullmatch(compact):
        return f"{today.year}年{compact}"
    if IN_A_MONTH.fullmatch(compact):
        return f"{today.year}年{today.month}月{compact.removeprefix('月')}"
    if found := MONTH_AND_DAY.fullmatch(compact):
        return f"{today.year}年{found[1]}月{found[2]}日"
    return compact


def _range(compact: str, text: str, today: date | None) -> Span | None:
    """Read the two ends of a range; the second may leave out what the first has said."""
    for sign in RANGE.finditer(compact):
        start = _single(compact[: sign.start()], text, today)
        if start is None:
            continue
        second = compact[sign.end() :]
        if re.fullmatch(r"\d{1,2}[日号]?", second):
            whole_month = start.start != start.end
            second = f"{second}月" if whole_month else f"{start.end.month}月{second}"
        end = _single(second, text, start.end)
        if end is not None:
            return Span(start.start, end.end, "range_edge")
    return None


def _full(found: re.Match[str], text: str) -> Span:
    return day_span(int(found[1]), int(found[2]), int(found[3]), text)


def _short_year(found: re.Match[str], text: str) -> Span:
    span = day_span(2000 + int(found[1]), int(found[2]), int(found[3]), text)
    return span.noting("century_assumed")


def _year_last(found: re.Match[str], text: str) -> Span:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if first > 12 or first == second:
        return day_span(year, second, first, text)
    if second > 12:
        return day_span(year, first, second, text)
    raise BadValue("ambiguous_date", value=text, year=year, first=first, second=second)


def _month(found: re.Match[str], text: str) -> Span:
    return month_span(int(found[1]), int(found[2]), found[3] or "", text)


def _quarter(found: re.Match[str], text: str) -> Span:
    return quarter_span(int(found[1]), int(found[2]), found[3] or "", text)


def _year(found: re.Match[str], text: str) -> Span:
    return year_span(int(found[1]), found[2] or "", text)


FIRST_NUMBER: Final = 1900
READINGS: Final[list[tuple[re.Pattern[str], Reading]]] = [
    (re.compile(pattern), reading)
    for pattern, reading in (
        (r"(\d{4})[-/.年\\](\d{1,2})[/.月\\](\d{1,2})[日号]?", _full),
        (r"(\d{4})[-年](\d{1,2})-(\d{1,2})[日号]?", _full),
        (r"(\d{4})(\d{2})(\d{2})", _full),
        (r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", _short_year),
        (r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", _year_last),
        (r"(\d{4})[-/.年\\](\d{1,2})月?份?(上旬|中旬|下旬|底|末|初|中)?", _month),
        (r"(\d{4})(\d{2})()", _month),
        (r"(\d{4})年?第?([1-4])季度([底末初])?", _quarter),
        (r"(\d{4})年?Q([1-4])()", _quarter),
        (r"(\d{4})年?(?:年?(底|末|初|中|上半年|下半年|全年))?", _year),
    )
]
