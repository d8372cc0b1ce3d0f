"""The title of a brief: words, and of digits only those of the days the brief is about."""

import re
from collections.abc import Iterator
from datetime import date

from luodi.briefs.language.faults import Fault
from luodi.briefs.language.lint import runs_of_digits
from luodi.briefs.language.periods import Period

HOW = "标题里只能写统计期的日期（如{days}）；其他数字请写进正文，次序用“第三期”这样的汉字"


def title_faults(title: str, period: Period) -> list[Fault]:
    """A fault for every run of digits that is not said of the brief's own days."""
    days = sorted({said for said in _days(period) if said}, key=len, reverse=True)
    taken = [m.span() for said in days for m in re.finditer(rf"(?<!\d){re.escape(said)}", title)]
    how = HOW.format(days=str(period) if days else "填了统计期以后的“2018年1至9月”")
    return [
        Fault(0, 0, f"标题第 1 行第 {at + 1} 列：{sentence}")
        for at, sentence in runs_of_digits(title, how)
        if not any(start <= at < end for start, end in taken)
    ]


def _days(period: Period) -> Iterator[str]:
    """The ways in which a title may say them; an open end has no days of its own."""
    if period.start and period.end:
        yield str(period)
        yield period.short
        yield str(period).replace("至", "—")
        yield period.short.replace("至", "—")
    for day in (period.start, period.end):
        yield from _said(day)


def _said(day: date | None) -> Iterator[str]:
    if day is not None:
        yield f"{day.year}年{day.month}月{day.day}日"
        yield f"{day.month}月{day.day}日"
        yield f"{day.year}年"
