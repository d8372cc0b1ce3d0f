"""Dates and statistical periods: found in a text, resolved against its date, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .model import Period
from .period_values import names_year, resolve, year_of

_YEAR = (
    r"(?:(?P<year>(?:19|20)\d{2})年度?|(?P<rel>今年|本年度?|去年|上一?年度?|前年|明年|来年))?的?"
)
_TO = r"(?:至|到|-|—{1,2}|–|~)"
_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_AS_OF = r"(?P<asof>截至|截止到?)?"
_FULL = r"(?<!\d)(?:19|20)\d{2}"
_EVENT = (
    r"[“‘]?(?:(?:元旦|春节|清明|五一|劳动节|端午|中秋|国庆|双节|双十一|元宵)[”’]?(?:中秋|国庆|春节)?(?:小长|长)?(?:假期|假日|黄金周|期间)?"
    r"|(?:小长|长)?假[期日]|春运|[主前后]?汛期?|旺季|淡季|冬春|秋冬|夏秋|[春夏秋冬][季天]|[暑寒]假|[\u4e00-\u9fff]{1,5}节(?=[,期]))"
)
_DAY = r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "days",
            rf"{_YEAR}{_DAY}?{_TO}(?:(?P<year2>\d{{4}})年)?(?:(?P<month2>\d{{1,2}})月)?(?P<day2>\d{{1,2}})[日号]",
        ),
        # Several years, a year up to today, and a feast or season of a year are no year.
        (
            "opaque",
            (
                rf"{_FULL}年(?:\d{{1,2}}月)?{_TO}{_FULL}年(?:\d{{1,2}}月)?[底末份]?"
                rf"|{_FULL}年?(?:{_TO}|[、和/])(?:{_FULL}(?:年度?|(?![\d年]))|\d{{2}}年度)(?!\d{{1,2}}[月至到—~-]|前|[上下]半|第?[一二三四]季)"
                rf"|{_FULL}年?(?:至今|[学财]年)|(?:{_FULL}年|今年|去年|(?<![\u4e00-\u9fff]))的?{_EVENT}"
            ),
        ),
        ("day", rf"{_AS_OF}{_YEAR}{_DAY}(?P<since>以来)?"),
        (
            "iso",
            r"(?<![\d.])(?P<year>(?:19|20)\d{2})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?![\d.])",
        ),
        ("months", rf"{_YEAR}(?P<month>{_N})月?份?{_TO}(?P<month2>{_N})月(?:份|底|末)?"),
        ("firsts", rf"{_AS_OF}{_YEAR}[前头](?P<n>{_N}|两)个?(?P<what>季度|季|月)末?"),
        ("quarter", rf"{_AS_OF}{_YEAR}第?(?P<n>[一二三四1-4])季度(?P<edge>末|底)?"),
        ("half", rf"{_YEAR}(?P<half>上|下)半年"),
        ("phase", rf"第(?P<n>{_N})阶段"),
        (
            "opaque",
            (
                r"昨[日天]|今[日天]|前天|当[天日年时]|[本上这][周月季]度?(?!旬)|此前|以往|年初(?!以来|安排|确定|计划|预算)"
                r"|[“‘《](?!十[一二三四五]五)[^”’》\n]{1,16}[”’》][\u4e00-\u9fff]{0,4}(?:期间|以来)"
                r"|[\u4e00-\u9fff]{2,4}(?<!十[一二三四五])期间|黄金周|小长假|暑[期假]|寒假|[春夏秋冬]季"
                r"|(?:疫情|换届|上任|开业|建成|投用|实施|改革|长期|入[春夏秋冬汛])[\u4e00-\u9fff]{0,4}以来"
                r"|(?<![^,。;:\n])[12]\d年(?![来间多内后前期的以])|"
                rf"(?:近|过去|最近|上一个|今后|未来)的?(?:{_N}|几|数|两)个?(?:年|月|周|季度|天)(?:来|间|里)?"
                r"|过去一年|(?:[一二三四五六七八九十两几数]|\d{1,2})年多?(?:来|间)|“?十[一二三四五]五”?(?:期间|时期|以来|末)?"
                r"|历年|任期内|改革开放以来|(?:建国|建区|建市|成立|十[八九]大|二十大)以来|本届\w{0,4}以来"
            ),
        ),
        (
            "month",
            rf"{_AS_OF}{_YEAR}(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?P<edge>份|底|末|初|上旬|中旬|下旬)?(?P<since>以来)?",
        ),
        (
            "year",
            (
                r"(?P<asof>截至|截止到?)?(?:(?P<year>(?:19|20)\d{2})(?:年度|年)|(?P<rel>今年|本年度?|去年|上一?年度?|前年|明年|来年))"
                r"(?P<edge>全年|同期|底|末|初|年底|年末|年初)?(?P<since>以来)?"
            ),
        ),
        ("whole", r"(?P<rel>全年|年内|年初以来)(?!目标|任务|计划|预算|度)"),
        ("prior", r"同期"),
        ("now", r"(?:截至)?(?:目前|当前|发稿时?|现在)|近日|近期|日前|如今|眼下|最近"),
    )
)
_COMPARED_BEFORE = re.compile(r"(?:比|较|与|和|同|于|相当于|恢复到|达到|超过|是|为)$")
_COMPARED_AFTER = re.compile(
    r"的?(?:相比|水平|的[\d一二两三四五六七八九十])|的[\d一二两三四五六七八九]|相比"
)
_REPORTED = re.compile(
    r"(?:[^。;!?]{0,24}?)(?:获悉|了解|介绍|通报会|发布|消息|讯|报道|印发|统计局|公布)"
)


@dataclass(frozen=True, slots=True)
class PeriodMark:
    """A period in the clean text; `role` is governs, compares, reports or prior."""

    start: int
    end: int
    period: Period
    role: str


def find_periods(text: str, doc_date: date | None) -> list[PeriodMark]:
    """Every date and period of a text in order, years inherited from the paragraph or its date."""
    marks: list[PeriodMark] = []
    year: int | None = None
    line_end = -1
    for name, found in _matches(text):
        if "\n" in text[max(line_end, 0) : found.start()]:
            year = None
        line_end = found.end()
        role = _role(name, text, found)
        if role == "governs" and names_year(found):
            year = year_of(found, doc_date, None)
        period = resolve(name, found, doc_date, year)
        if period is not None:
            marks.append(PeriodMark(found.start(), found.end(), period, role))
    return marks


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Non-overlapping matches; an earlier pattern of the table wins."""
    taken = bytearray(len(text))
    found: list[tuple[str, re.Match[str]]] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]) and _stands_alone(text, match):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found.append((name, match))
    return iter(sorted(found, key=lambda item: item[1].start()))


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """No digit of a longer number is cut off: 12345月, 2018个 are no dates."""
    before = text[match.start() - 1 : match.start()]
    return not (match[0][0].isdigit() and (before.isdigit() or before in (".", "第", "/")))


def _role(name: str, text: str, found: re.Match[str]) -> str:
    before, after = (
        text[max(0, found.start() - 4) : found.start()],
        text[found.end() : found.end() + 6],
    )
    if name in ("day", "iso") and _REPORTED.match(text, found.end()):
        return "reports"
    prior = name == "prior" or found.groupdict().get("edge") == "同期"
    if prior and re.search(r"(?:比|较|与|和|同|恢复到|达到|是)$", before):
        return "compares"
    if prior and (_COMPARED_AFTER.match(after) or (name == "prior" and before.endswith("年"))):
        return "compares"
    if prior:
        return "prior"
    if name in ("opaque", "year", "month", "quarter", "half", "months") and re.search(
        r"(?:比|较|与|于)$", before
    ):
        return "compares"
    return (
        "compares"
        if _COMPARED_BEFORE.search(before) and _COMPARED_AFTER.match(after)
        else "governs"
    )
