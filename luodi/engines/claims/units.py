"""Units: what may stand after a number, and which of them measure the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .numerals import MAGNITUDES

_BASES = {
    "元": "元 块钱 人民币",
    "美元": "美元 美金",
    "欧元": "欧元",
    "港元": "港元 港币",
    "日元": "日元",
    "英镑": "英镑",
    "人": "人 名 位 人次 余人",
    "次": "次 场 场次 场会 轮次",
    "条": "条",
    "类": "大类 类 个类别 个大类",
    "期": "期",
    "天": "天 个工作日 工作日",
    "支": "支",
    "%": "% 成",
    "百分点": "个百分点 百分点",
    "倍": "倍 番",
    "个": (
        "个 家 户 所 项 件 种 处 座 栋 幢 套 间 部 台 辆 张 份 册 本 篇 起 宗 例 笔 单 批次 轮 组 只"
        " 片 块 根 棵 株 把 盏 幅 枚 门 款 道 层 对 艘 架 列 节 届 家次 户次 件次 个次 车次 班次 项次 台次 例次"
    ),
    "平方米": "平方米 m2 ㎡",
    "平方公里": "平方公里",
    "公里": "公里 千米 km",
    "米": "米",
    "公顷": "公顷",
    "亩": "亩",
    "吨": "吨标准煤 吨",
    "公斤": "公斤 千克",
    "立方米": "立方米",
    "微克/立方米": "微克/立方米",
    "千瓦时": "千瓦时",
    "千瓦": "千瓦",
    "小时": "小时 个小时 学时 课时",
    "分钟": "分钟",
    "月": "个月",
    "岁": "周岁 岁",
}
_FACTORS = {"成": 10}
UNIT_BASE = {unit: base for base, units in _BASES.items() for unit in units.split()}
CURRENCIES = frozenset({"元", "美元", "欧元", "港元", "日元", "英镑"})
# Written differently, counted alike: a figure in one may be claimed in another.
_ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "家 户 个",
        "项 个 件",
        "处 个 座 所 家",
        "所 个 家",
        "件 个 条 起",
        "人 名 位",
        "次 场 场次 场会",
        "天 个工作日 工作日",
        "类 大类 个类别 个大类",
        "套 户",
        "座 栋 幢 个",
        "张 个",
    )
)
PATTERN = "|".join(sorted(map(re.escape, UNIT_BASE), key=len, reverse=True))
_MAGNITUDE = "|".join(sorted(filter(None, MAGNITUDES), key=len, reverse=True))
_WRITTEN = re.compile(rf"({_MAGNITUDE})?(.+)$")


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit taken apart: 万平方米 is factor 10000 of 平方米; 人/支 keeps its divisor."""

    bare: str
    base: str
    factor: Decimal


@lru_cache(maxsize=4096)
def read_unit(written: str) -> Measure:
    """Take a written unit apart; one that is not known is its own base."""
    bare, slash, per = written.partition("/")
    if written in UNIT_BASE or (slash and written.startswith("微克")):
        return Measure(written, UNIT_BASE[written], Decimal(_FACTORS.get(written, 1)))
    found = _WRITTEN.match(bare)
    magnitude, core = (found[1] or "", found[2]) if found else ("", bare)
    factor = Decimal(MAGNITUDES[magnitude] * _FACTORS.get(core, 1))
    base = UNIT_BASE.get(core, core)
    return Measure(core + slash + per, base + slash + per, factor)


def dimension(base: str) -> str:
    """What the hard filter compares: all currencies are one dimension, so are % and 百分点."""
    if base in CURRENCIES:
        return "money"
    return "percent" if base in ("%", "百分点", "倍") else base


def same_thing(claimed: str, known: str) -> bool:
    """Whether a figure in one unit may answer a claim in the other (人次 never answers 人)."""
    if claimed == known:
        return True
    if UNIT_BASE.get(claimed, claimed) != UNIT_BASE.get(known, known):
        return False
    if UNIT_BASE.get(claimed) in CURRENCIES or UNIT_BASE.get(claimed) in ("%", "倍"):
        return True
    return any(claimed in group and known in group for group in _ALIKE)
