"""Finds the places, the organisations and the groups of people that texts speak of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_PLACE_ENDS = (
    "小区|社区|街道|花园|广场|公园|大道|公寓|新村|家园|大厦|市场|车站|地铁站|高速|"
    "市|县|区|镇|乡|村|组|路|街|巷|桥|苑|城|湖|河|山|号线"
)
_BODY_ENDS = (
    "公司|集团|学校|中学|小学|大学|学院|幼儿园|医院|卫生院|银行|派出所|交警队|交警大队|"
    "管理局|居委会|村委会|业委会|物业|驾校|工厂|砖厂|养猪场|采石场|超市|饭店|宾馆|中心|局"
)
_PEOPLE = (
    "业主|居民|村民|学生|家长|教师|老师|职工|员工|农民工|司机|商户|租户|残疾人|老人|退伍军人|"
    "毕业生|乘客|消费者|拆迁户|贫困户|患者|市民"
)
# What may stand before a name but never inside one.
_BEFORE = re.compile(
    r"^.*(?:[在位于到至从由对向把被让给请求望议询诉报映是的我们与和及或等按照关于经过附近旁边]|反映|投诉|举报|咨询|建议|希望)"
)
_AFTER_AREA = re.compile(r"^.*?(?:[市县镇乡]|街道|(?<![小社片景校园])区)(?=.{2})")
_PLACE = re.compile(rf"[A-Za-z0-9\u4e00-\u9fff]{{1,9}}?(?:{_PLACE_ENDS})")
_BODY = re.compile(rf"[A-Za-z0-9\u4e00-\u9fff]{{2,12}}?(?:{_BODY_ENDS})")
_ROLE = re.compile(_PEOPLE)
# Letters of sentences, not of names.
_SPOKEN = frozenset(
    "的了是在和与及我你他她它们为因被把将让给从到对向以等这那其有无没不能可要会请问者就都也还很说"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names by how many of the texts have them, at most four of each."""

    places: tuple[str, ...]
    organisations: tuple[str, ...]
    people: tuple[str, ...]


def names_in(texts: Sequence[str]) -> Names:
    """Return the names that at least half of the texts share."""
    return Names(
        _common([_cut(_PLACE.findall(text)) for text in texts]),
        _common([_cut(_BODY.findall(text)) for text in texts]),
        _common([set(_ROLE.findall(text)) for text in texts]),
    )


def _cut(found: Sequence[str]) -> set[str]:
    names = set()
    for name in found:
        name = _BEFORE.sub("", name)
        shorter = _AFTER_AREA.sub("", name)
        for part in (name[: len(name) - len(shorter)], shorter):
            if len(part) >= 2 and not _SPOKEN.intersection(part):
                names.add(part)
    return names


def _common(sets: Sequence[set[str]]) -> tuple[str, ...]:
    counts = Counter(name for names in sets for name in names)
    least = max(1, (len(sets) + 1) // 2)
    ranked = sorted((-count, -len(name), name) for name, count in counts.items() if count >= least)
    kept: list[str] = []
    for _, _, name in ranked:
        if not any(name in other for other in kept):
            kept.append(name)
    return tuple(kept[:4])
