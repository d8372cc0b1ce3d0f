"""Notices when two titles name different places or different numbers of the same kind."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from luodi.engines.consolidation.model import Item

# Kinds of Chinese administrative names; 小区, 社区 and the like are not districts.
_AREA = re.compile(r"([A-Za-z]\d*|[\u4e00-\u9fff]{2})(市|县|(?<![小社片景校园厂辖城郊山库新])区)")
_NUMBER = re.compile(
    r"(\d+|[一二三四五六七八九十]+)(路(?!口)|号线|号|栋|期|组|小区|区|中学|小学|中|小)"
)

AREA_PENALTY, NUMBER_PENALTY = 0.62, 0.60
# One text under two names of the same kind was filled in for two places.
COPY_PENALTY = 0.08

# By kind: the stem, and the name as it is written.
Names = dict[str, set[tuple[str, str]]]


def penalty(one: str, other: str, *, copied: bool) -> float:
    """Return 1, or less when two titles clash, least when their texts are copies."""
    result = 1.0
    if _clash(_areas(one), _areas(other)):
        result *= COPY_PENALTY if copied else AREA_PENALTY
    if _clash(_numbers(one), _numbers(other)):
        result *= COPY_PENALTY if copied else NUMBER_PENALTY
    return result


def clashing(first: Item, second: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names in each title that stand against one another."""
    left: list[str] = []
    right: list[str] = []
    for pattern in (_AREA, _NUMBER):
        ones, others = _names(pattern, first.title), _names(pattern, second.title)
        for kind in sorted(ones.keys() & others.keys()):
            if not _agree(ones[kind], others[kind]):
                left += [shown for _, shown in sorted(ones[kind])]
                right += [shown for _, shown in sorted(others[kind])]
    return tuple(left), tuple(right)


@lru_cache(maxsize=65_536)
def _areas(title: str) -> Names:
    return _names(_AREA, title)


@lru_cache(maxsize=65_536)
def _numbers(title: str) -> Names:
    return _names(_NUMBER, title)


def _names(pattern: re.Pattern[str], title: str) -> Names:
    found: Names = defaultdict(set)
    for name, kind in pattern.findall(title):
        # 县 and 区 are one level.
        found["区" if kind == "县" else kind].add((name, name + kind))
    return found


def _clash(one: Names, other: Names) -> bool:
    return any(not _agree(one[kind], other[kind]) for kind in one.keys() & other.keys())


def _agree(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    """Names agree when one begins with the other: a code of a city begins its districts'."""
    return any(a.startswith(b) or b.startswith(a) for a, _ in one for b, _ in other)
