"""Words that belong to the trade and to no place: a list too short to show it is told so."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.letters import UNICODE, Ints

# How citizens and offices open and close what they say.
_SPEAKING = (
    "反映 投诉 举报 咨询 请求 请问 恳请 恳求 希望 建议 呼吁 盼望 质疑 反对 要求 求助 强烈 再次 关于 有关 "
    "相关 部门 领导 政府 问题 事宜 情况 解决 处理 办理 尽快 严重 存在 居民 群众 老百姓 村民 市民 怎么 什么 "
    "为什么 没有 能否 是否 可以 不能"
)

# Letters of grammar, and the ends of administrative names: nearly everybody names a 市, 县 or 区.
_GRAMMAR = (
    "的了是在和与及或对我你他她们这那个不没有也都就还要会能可到从把被给让于为以因而之其等很请"
)
_AREA_ENDS = "市县区"
# In such a share of all texts each of them may be expected.
_SAID, _TRADE = 0.3, 0.1


def shipped(name: str) -> list[list[str]]:
    """Return the rows of a table that comes with the engine, without its heading."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]


def usual(codes: Ints) -> npt.NDArray[np.float64]:
    """Return in which share of texts pairs of letters are to be expected, 0 for names and such."""
    left, right = codes // UNICODE, codes % UNICODE
    share = np.where(np.isin(codes, _trade(), assume_unique=True), _TRADE, 0.0)
    share[np.isin(right, [ord(letter) for letter in _AREA_ENDS])] = _TRADE
    grammar = [ord(letter) for letter in _GRAMMAR]
    said = np.isin(codes, _codes(_SPEAKING.split()), assume_unique=True)
    share[said | np.isin(left, grammar) | np.isin(right, grammar)] = _SAID
    return share


@cache
def _trade() -> Ints:
    """Return the pairs of letters of the words of the schemes."""
    words = [name for row in shipped("scheme.csv") for name in row]
    return _codes(words + [word for _, line in shipped("everyday.csv") for word in line.split()])


def _codes(words: Sequence[str]) -> Ints:
    pairs = {ord(x) * UNICODE + ord(y) for word in words for x, y in pairwise(word)}
    return np.array(sorted(pairs))
