"""What is planned is not what was done: targets, forecasts and promises."""

from __future__ import annotations

import re
from datetime import date

from .model import Period
from .page import Page
from .periods import PeriodMark
from .raw import Raw

_WILL = (
    r"于|在|达|有|会|再|新|继续|组织|召开|举办|举行|建设|建成|开工|开展|投入|投资|完成|实现|突破|超|增|启动|推出|引进|培育|打造"
    r"|安排|发放|落实|形成|进一步|力争|以|为|对|从|提供|带动|吸纳|培训|改造|实施|提升|分别"
)
_PLAN = re.compile(
    r"力争|争取|(?<!为)(?<!为了)确保|(?<![年度成])计划(?!生育|单列|的\d|总投资)|(?<![模虚比草])拟|预计|预期|有望|规划(?:建设|投资|面积|新建|到)|目标(?!的|任务的)(?:任务)?(?:是|为|达|已经明确)?(?=[:\d]|[^,。;]{0,4}\d)"
    rf"|(?<![即必])将(?={_WILL})|即将|必将|明年|来年|今后|未来[一二三四五两几\d]|下一步|预算安排|年初安排|预算(?=\d)"
    r"|要(?:达到|完成|实现|新增|突破|确保|力争|控制在|超过|建成|新建|培育|引进)|(?:建成|投产|达产|投用)后|年内(?:开工|完成|建成|新增|实现|引进|启动)|可(?:达|实现|容纳|带动|提供|新增)|将可"
    r"|(?:任务|考核指标|计划|要点|清单|预算|承诺|要求)(?!完成|执行|落实|进展|收|支)[^,。;:]{0,3}:"
    r"|任务(?:是|为)|年度计划(?:总?投资)(?=\d)|奋力(?:实现|突破)|冲刺|到“?十[四五六]五"
)
_AIM_AFTER = re.compile(r"[^,。;!?\d]{0,8}(?:的|以上|左右)?(?:年度|全年)?目标(?!的|任务的)")
# 预计 1 至 9 月: the period belongs to the forecast and ends nothing.
_ITS_OWN = 2
_EARLY = 5
# 力争同比增长 5% is wanted; 预计投资 3 亿元, 同比增长 5% goes on with what was done.
_AIMED = re.compile(r"力争|争取|确保|有望|冲刺|奋力.*|预计|预期")
_COMMA = re.compile(r"[,;]|已经?|目前|实际")
_DONE = re.compile(r"已|完成了|实现了|目前|现有|实际(?!情况)|同比|超额完成|提前完成")


def is_target(page: Page, raw: Raw) -> bool:
    """Whether a number is planned: a cue stands before it and nothing done lies between."""
    text, at, doc = page.text, raw.start, page.doc_date
    if _AIM_AFTER.match(text, raw.end) and not text.startswith("的", raw.end + 1):
        return True
    group_start = page.layout.group_start(at)
    cue: re.Match[str] | None = None
    for found in _PLAN.finditer(text, group_start, raw.end):
        cue = found if found.end() <= at else cue
    marks = page.periods_between(group_start, at)
    future = _future_mark(marks, doc)
    last = max(cue.end() if cue else -1, future)
    if last < 0:
        return False
    if cue and cue.end() == last and _AIMED.fullmatch(cue[0]) and not _COMMA.search(text, last, at):
        return True
    return not _DONE.search(text, last, at) and not _past_between(marks, last, doc)


def _future_mark(marks: list[PeriodMark], doc: date | None) -> int:
    """The end of a period that begins after the text was written."""
    ends = [
        mark.end
        for mark in marks
        if mark.role == "governs"
        and doc
        and mark.period.start
        and (mark.period.start > doc or _barely_begun(mark.period, doc))
    ]
    return max(ends, default=-1)


def _barely_begun(period: Period, doc: date) -> bool:
    """A report of January says 2024年 for what it plans; one of November for what was done."""
    if period.kind != "span" or period.start is None or period.end is None:
        return False
    return (doc - period.start) * _EARLY < period.end - period.start


def _past_between(marks: list[PeriodMark], start: int, doc: date | None) -> bool:
    return any(
        mark.start > start + _ITS_OWN
        and mark.role == "governs"
        and doc is not None
        and mark.period.end is not None
        and mark.period.end <= doc
        and mark.period.kind != "since"
        for mark in marks
    )
