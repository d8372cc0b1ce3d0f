"""Growth, change and ratio: what a percentage or a difference is measured against."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .model import Comparison
from .raw import Raw
from .units import read_unit

_UP = r"增长|增加|上升|提高|提升|上涨|上浮|攀升|回升|扩大|加快|增幅|增速|涨幅|增长率|净增|(?<!新)增|涨|高出|升"
_DOWN = r"负增长|下降|减少|降低|回落|下跌|下滑|下调|收窄|压减|压缩|缩减|缩短|放缓|减缓|降幅|跌幅|改善|减|降|低"
_MORE = r"[多少](?:签|收|办|引进|完成|建|开|增|支|出)?"
_CHANGE = re.compile(
    rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP})|(?P<more>{_MORE}))(?:幅度|速度)?(?:分别)?"
    r"(?:了|约|近|超过|超|逾)?(?P<level>至|到|成(?!长)|为(?!\d))?(?:达到|达|为|在|约|近|超过|了)?$"
)
_YOY = re.compile(r"同比|(?:去年|上年|上一年)(?:同期|同时期)?|与?同期相?比?|[比较]同期")
_OTHER_BASE = re.compile(
    r"环比|[比较](?:上月|上个月|上季度?|上半年|一季度|年初|上周|昨日|前一日|疫情前|往年|\d{1,2}月|(?:19|20)\d\d年)|年初|年均|平均|两年|三年|五年|累计增长|定基"
    r"|(?:高|低|快|慢|好)(?:于|出)|[比较](?:全市|全省|全国|全区|周边|计划|预期|目标|平均)|(?:实际|扣除\w{0,6})增长|上一个|历史"
)
# 增速提高 1.2 个百分点 says how the growth moved, not how much there is.
_RATE_MOVES = re.compile(
    r"(?:[增降涨跌]幅|增速)[^,。;\d]{0,8}?(?:提高|提升|加快|回升|上升|扩大|回落|放缓|收窄|下降|降低|减缓)[^,。;\d]{0,3}$"
)
_REAL = re.compile(r"可比价|不变价|扣除价格|剔除|同口径|可比口径|还原")
_POINT_CHANGE = re.compile(r"提高|上升|提升|下降|降低|增加|减少")
_SHARES = ("%", "百分点", "倍")


@dataclass(frozen=True, slots=True)
class Reading:
    """The kind of a claim and what it compares with; `doubts` keep it from being verified."""

    kind: str
    comparison: Comparison | None = None
    doubts: tuple[str, ...] = ()


def read_growth(raw: Raw, clause: str, sentence: str, previous: Reading | None) -> Reading:
    """Decide kind and comparison from the clause left of the number.

    `previous` is the reading of the number just before in one list (分别增长 5% 和 8%).
    """
    base = read_unit(raw.unit).base
    change = _CHANGE.search(clause[-14:])
    if previous is not None and previous.kind in ("growth", "delta"):
        return previous
    if raw.form == "doubling":
        return _doubling(clause)
    if base == "百分点":
        return _points(clause, sentence, change)
    if change is None or _is_level(change) or _needs_base(change, clause):
        return _level(base, clause)
    kind = "growth" if base in _SHARES else "delta"
    return _compared(kind, base, clause, sentence, _direction(change, raw))


def _is_level(change: re.Match[str]) -> bool:
    return bool(change["level"]) and change["level"] != "为"


def _needs_base(change: re.Match[str], clause: str) -> bool:
    """多 and 少 compare only beside a base: 比去年同期多 15 场."""
    loose = change["more"] or change["down"] == "低" or change["up"] in ("升", "高出")
    return bool(loose) and not (_YOY.search(clause) or re.search("[比较]", clause))


def _direction(change: re.Match[str] | None, raw: Raw | None = None) -> str:
    if raw is not None and raw.value is not None and raw.value < 0:
        return "down"
    if change is None:
        return "up"
    return "down" if change["down"] or (change["more"] or "").startswith("少") else "up"


def _level(base: str, clause: str) -> Reading:
    if base == "倍":
        found = _YOY.search(clause)
        comparison = (
            Comparison("yoy_ratio", "up") if found and not _OTHER_BASE.search(clause) else None
        )
        return Reading("ratio", comparison)
    return Reading("ratio" if base == "%" else "quantity")


def _doubling(clause: str) -> Reading:
    comparison = Comparison("yoy_ratio", "up") if _YOY.search(clause) else None
    return Reading("growth", comparison)


def _points(clause: str, sentence: str, change: re.Match[str] | None) -> Reading:
    if _RATE_MOVES.search(clause):
        return Reading("delta", None, ("比的是增速本身",))
    if _OTHER_BASE.search(clause):
        return Reading("delta", None, ("比较对象不是上年同期",))
    word = change[0] if change else ""
    if _YOY.search(clause) or _POINT_CHANGE.match(word) or (change and word.startswith("增长")):
        return _compared("delta", "百分点", clause, sentence, _direction(change))
    return Reading("delta")


def _compared(kind: str, base: str, clause: str, sentence: str, direction: str) -> Reading:
    if _RATE_MOVES.search(clause):
        return Reading(kind, None, ("比的是增速本身",))
    if _OTHER_BASE.search(clause):
        return Reading(kind, None, ("比较对象不是上年同期",))
    if kind == "delta" and base != "百分点" and not _YOY.search(clause):
        return Reading(kind)
    name = {"%": "yoy_pct", "百分点": "yoy_pp", "倍": "yoy_ratio"}.get(base, "yoy_abs")
    doubts = ("按可比口径计算，不能由两期数值复算",) if _REAL.search(sentence) else ()
    return Reading(kind, Comparison(name, direction), doubts)
