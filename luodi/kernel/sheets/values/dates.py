"""Dates, moments and deadlines of cells."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from luodi.kernel.sheets.sentences import BadValue, Note
from luodi.kernel.sheets.values.spans import EXCEL_EPOCH, SERIALS, Edge
from luodi.kernel.sheets.values.spellings import number_span, text_span
from luodi.kernel.sheets.values.texts import Parsed, is_nothing, plain_text

CLOCK: Final = re.compile(
    r"(?:T|\s+|(?<=[日号)]))(?P<half>凌晨|早上|上午|中午|下午|晚上|晚|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2}|半)?分?"
    r"(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?\s*(?P<after>AM|PM)?(?:\+08:?00)?$",
    re.IGNORECASE,
)
DIGITS_ONLY: Final = re.compile(r"(\d{8})(\d{2})(\d{2})(\d{2})")
AFTER_NOON: Final = frozenset({"中午", "下午", "晚上", "晚", "PM"})


class Standing(StrEnum):
    """A deadline that is no date."""

    AT_ONCE = "立行立改"
    LONG_TERM = "长期坚持"


WORDINGS: Final = {
    **dict.fromkeys(("立行立改", "立即整改", "立查立改", "立整立改", "即知即改", "边查边改", "立即"), Standing.AT_ONCE),
    **dict.fromkeys(("长期坚持", "长期", "长期推进", "长期整改", "持续坚持", "持续推进", "持续整改", "持续落实", "常态化", "常态化推进", "常抓不懈"), Standing.LONG_TERM),
}  # fmt: skip


def parse_date(
    value: object, *, today: date | None = None, edge: Edge = "end"
) -> Parsed[date | None]:
    """Read a date; a month, a quarter or a range becomes its last day (or its first: `edge`).

    `today` supplies the year when none is written, and what 本月底 means; without it such
    spellings are refused. An empty cell, a dash and 无 are None. 3/4/2026 is refused: nobody
    can tell the month from the day.
    """
    if isinstance(value, datetime):
        return Parsed(value.date())
    if isinstance(value, date):
        return Parsed(value)
    text = plain_text(value)
    if is_nothing(text):
        return Parsed(None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Parsed(*number_span(value, text).at(edge))
    if text.isdecimal() and int(text) in SERIALS:
        return Parsed(*number_span(int(text), text).at(edge))
    return Parsed(*text_span(CLOCK.sub("", text), today).at(edge))


def parse_datetime(value: object, *, today: date | None = None) -> Parsed[datetime | None]:
    """Read a date with its time of day, in the office's own time; without a time it is midnight."""
    if isinstance(value, datetime):
        return Parsed(value)
    if isinstance(value, float) and int(value) in SERIALS:
        return _from_serial(value)
    text = plain_text(value)
    if digits := DIGITS_ONLY.fullmatch(text):
        text = f"{digits[1]} {digits[2]}:{digits[3]}:{digits[4]}"
    clock = None if isinstance(value, date | int | float) and not digits else CLOCK.search(text)
    day = parse_date(text[: clock.start()] if clock else value, today=today)
    if day.value is None:
        return Parsed(None)
    moment = _time_of(clock, text) if clock else time()
    note = day.note if clock else day.note or Note("time_assumed")
    return Parsed(datetime.combine(day.value, moment), note)


def parse_deadline(value: object, *, today: date | None = None) -> Parsed[date | Standing | None]:
    """Read a deadline: a date, 立行立改 or 长期坚持 (and the usual words for these two)."""
    text = plain_text(value).rstrip("。;；")
    if standing := WORDINGS.get(text):
        note = None if text == standing else Note("standing_wording", value=text, meaning=standing)
        return Parsed(standing, note)
    try:
        day = parse_date(text if isinstance(value, str) else value, today=today)
    except BadValue as why:
        if why.code != "not_date":
            raise
        raise BadValue("not_deadline", value=text) from why
    return Parsed(day.value, day.note)


def _from_serial(number: float) -> Parsed[datetime | None]:
    midnight = datetime.combine(EXCEL_EPOCH, time())
    moment = midnight + timedelta(seconds=round(number * 86_400))
    return Parsed(moment, Note("serial_number", date=moment.date().isoformat()))


def _time_of(clock: re.Match[str], text: str) -> time:
    hour = int(clock["hour"])
    minute = 30 if clock["minute"] == "半" else int(clock["minute"] or 0)
    half = (clock["half"] or clock["after"] or "").upper()
    if half in AFTER_NOON and hour < 12 and not (half == "中午" and hour == 11):
        hour += 12
    if half in ("AM", "上午", "凌晨") and hour == 12:
        hour = 0
    try:
        return time(hour, minute, int(clock["second"] or 0))
    except ValueError as why:
        raise BadValue("no_such_time", value=text) from why
