"""Notices when two texts name different areas or different numbers of the same kind."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from luodi.engines.consolidation.letters import window
from luodi.engines.consolidation.model import Item

# Kinds of Chinese administrative names; 小区, 社区 and the like are not districts. Published
# messages write a code for the name: a letter for the city, a number behind it for the district.
_AREA = re.compile(
    r"[市县区](?:(?<=市)(?<![超夜集花门]市)(?!场)|(?<=县)|(?<=区)(?<![小社片景校园厂辖城郊山库新地牧灾禁]区))"
)
_CODE = re.compile(r"[A-Za-z]\d*$")
_NAME = re.compile(r"[\u4e00-\u9fff]{2}$")
_NUMBER = re.compile(
    r"(\d+|[一二三四五六七八九十]+)(路(?!口)|号线|号|栋|期|组|小区|区|中学|小学|中|小)"
)
_LONGEST_CODE = 4


@dataclass(frozen=True, slots=True)
class Areas:
    """Stem and kind of every area that the title, and that the whole window, of an item names."""

    title: frozenset[tuple[str, str]]
    window: frozenset[tuple[str, str]]

    @staticmethod
    def of(item: Item) -> Areas:
        """Read them in the item."""
        title, body = window(item)
        named = areas_of(title)
        return Areas(named, named | areas_of(body))


# By kind: the stem, and the name as it is written.
Names = dict[str, set[tuple[str, str]]]


def areas_clash(one: Areas, other: Areas) -> tuple[bool, bool]:
    """Return whether the titles name different areas, and whether the windows do."""
    return _differ(one.title, other.title), _differ(one.window, other.window)


def numbers_clash(one: str, other: str) -> bool:
    """Return whether two titles name different numbers of one kind."""
    left, right = _numbers(one), _numbers(other)
    return any(not _agree(left[kind], right[kind]) for kind in left.keys() & right.keys())


def clashing(first: Item, second: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names in each title that stand against one another."""
    left: list[str] = []
    right: list[str] = []
    ones, others = areas_of(first.title), areas_of(second.title)
    if _differ(ones, others):
        left += sorted(name + kind for name, kind in ones)
        right += sorted(name + kind for name, kind in others)
    one, other = _numbers(first.title), _numbers(second.title)
    for kind in sorted(one.keys() & other.keys()):
        if not _agree(one[kind], other[kind]):
            left += [shown for _, shown in sorted(one[kind])]
            right += [shown for _, shown in sorted(other[kind])]
    return tuple(left), tuple(right)


def areas_of(text: str) -> frozenset[tuple[str, str]]:
    """Return stem and kind of every area a text names."""
    found = set()
    for mark in _AREA.finditer(text):
        before = text[max(0, mark.start() - _LONGEST_CODE) : mark.start()]
        name = _CODE.search(before) or _NAME.search(before)
        if name:
            found.add((name[0].upper(), mark[0]))
    return frozenset(found)


def areas_within(item: Item) -> list[str]:
    """Return the areas that the window of an item names, as they are written."""
    return [name + kind for name, kind in Areas.of(item).window]


def _differ(ones: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> bool:
    """Areas differ when two can be compared and no two agree."""
    answers = {_compare(one, other) for one in ones for other in others}
    return False in answers and True not in answers


def _compare(one: tuple[str, str], other: tuple[str, str]) -> bool | None:
    """Codes agree when one begins with the other; names of different kinds say nothing."""
    (a, kind), (b, other_kind) = one, other
    if a[0].isascii() and b[0].isascii():
        return a.startswith(b) or b.startswith(a)
    # 县 and 区 are one level.
    same = {kind, other_kind} in ({"市"}, {"县"}, {"区"}, {"县", "区"})
    return a == b if same else None


@lru_cache(maxsize=65_536)
def _numbers(title: str) -> Names:
    found: Names = defaultdict(set)
    for name, kind in _NUMBER.findall(title):
        found[kind].add((name, name + kind))
    return found


def _agree(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    return any(a == b for a, _ in one for b, _ in other)
