"""Whose number it is: places named in a text, and whether a figure speaks for the same place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from .layout import Layout

_NOT_PLACES = re.compile(
    r"(?:小区|园区|社区|城区|辖区|景区|片区|校区|厂区|库区|山区|地区|新区|特区|院区|能区|发区|范区|贸区|税区|务区|街区|老区|心区|各区|市区|湾区|分区|盲区|灾区|军区|战区|住宅区|生活区|工业区|城镇|农村|乡镇|村镇|集镇|城乡)$"
    r"|[一二两三四五六七八九十由]|^(?:各|全|本|我|该|个|这|那|每|两|数|多|召开|开展|进|组织|加强|推动|支持|动|街道|乡镇|机关|区属|市属|老旧|改造|所在|上述|城|县|区|市)"
)
_PREFIX = re.compile(
    r"^(?:今年以来|以来|记者从|据悉|据|截至|目前|日前|近日|其中|我市|全市|本报讯|活动|对标|通过|以及|和|与|同|比|在|赴|到|从|由|对|向|为|让|使|使得|推动|支持|促进|位于|来自|高于|低于|前往|走进|走访)"
)
_PLACE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4}?(?:街道|自治县)|[\u4e00-\u9fff]{2,3}?(?:区(?!级|委|政|属|直|长|内|别|域)|县(?!级|委|政)|镇(?!级|委|政)|乡(?!级|村)|省(?!级|委|政))|[\u4e00-\u9fff]{2,3}?市(?!场|民|级|委|区|政|直|值|容|辖|属|重|人大)|[\u4e00-\u9fff]{2,3}?(?:社区|村)(?=[\u4e00-\u9fff\d]))"
)
_WIDE = re.compile(r"(?P<own>[全我本该][区县])|(?P<upper>[全我本][市省国])(?!场|民)|全国|全省")
_CITIES = "北京|上海|天津|重庆|深圳|广州|杭州|南京|苏州|武汉|成都|西安|长沙|郑州|济南|青岛|烟台|潍坊|威海|临沂|大连|沈阳|厦门|福州|宁波|合肥|无锡"
_CITY_SUBJECT = re.compile(
    rf"(?:^|(?<=[,。;:\n\0]))(?:{_CITIES})(?=[\d前今上去]|利用|实现|完成|召开|引进|到账|新增)"
)
# A zone is a unit of its own: 高新区实现生产总值 86 亿元 is not the district's.
_ZONE_SUBJECT = re.compile(
    r"(?:^|(?<=[,。;:\n\0]))(?:[\u4e00-\u9fff]{0,4}(?:高新区|高新技术产业开发区|经开区|开发区|保税区|自贸区|度假区|示范区|[\u4e00-\u9fff]{2}新区|工业园区?|产业园区?|科技园区?)|[某邻][区县市镇])"
)
UPPER = frozenset({"*市", "*省", "*国", "*区", "*县"})
_VISITED = re.compile(r"(?:赴|到|往|驻|与|和|同|来自|走进|前往|进驻|对标|学习|比|较|于|向)$")
_OPENING = 6
# What is within a district does not mean itself when it says 全区.
_WITHIN = re.compile(
    r"(?:街道|社区|[镇乡村局委办部院所站队校会厅处馆团组厂店司]|中心|机关|政府|学校|企业)$"
)
# An office as subject counts for itself: 区教育局召开会议 12 次; as a source it does not.
_OFFICE = (
    r"[区市县]?(?!全|各|我|本|据|由|经|从|向|对|与|在|以|为|记者)[\u4e00-\u9fff]{0,6}?(?:局|纪委|工委|党委|市委|区委(?=召|开|组)|法院|检察院|系统|(?<=[市省])政府(?=召|开|组))"
    r"(?![长级员领书常\u4e00-\u9fff]{0,12}(?:获悉|了解|介绍|消息|统计|数据|发布|通报|获|供图|出资|资料))"
)
_GENERIC = re.compile(r"[·・|/(].*$|机关、街道.*$|各(?:级|街道|社区|部门|单位).*$")


@dataclass(frozen=True, slots=True)
class ScopeMark:
    """A place at a position of the clean text; `place` is '*市' for an unnamed 全市."""

    start: int
    end: int
    place: str


def find_scopes(text: str, home: str) -> list[ScopeMark]:
    """Places that numbers may belong to, in order; `home` is the place of the whole text."""
    marks = []
    taken = bytearray(len(text))
    for pattern, place in _sources(home):
        for m in pattern.finditer(text):
            if any(taken[m.start() : m.end()]):
                continue
            name = place(m)
            if name is None:
                continue
            taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
            before = text[max(0, m.start() - 2) : m.start()]
            if not _VISITED.search(before) and not (pattern is _WIDE and before.endswith("在")):
                marks.append(ScopeMark(m.start(), m.end(), name))
    return sorted(marks, key=lambda mark: mark.start)


_Namer = Callable[[re.Match[str]], str | None]


def _sources(home: str) -> list[tuple[re.Pattern[str], _Namer]]:
    def wide(m: re.Match[str]) -> str:
        if m["own"]:
            return "*" + m[0][-1] if _WITHIN.search(home) else home or "*own"
        return home if home.endswith("市") and "市" in m[0] else "*" + m[0][-1]

    def named(m: re.Match[str]) -> str | None:
        prefix = _PREFIX.match(m["name"])
        name = m["name"][prefix.end() :] if prefix else m["name"]
        visited = prefix is not None and _VISITED.search(prefix[0])
        name = re.sub(r"^[县区市省](?=[\u4e00-\u9fff]{2})", "", name)
        return None if visited or len(name) < 3 or _NOT_PLACES.search(name) else name

    sources: list[tuple[re.Pattern[str], _Namer]] = [
        (_WIDE, wide),
        (_PLACE, named),
        (_CITY_SUBJECT, lambda m: m[0]),
        (_ZONE_SUBJECT, lambda m: m[0]),
    ]
    own = re.escape(home or "全区")
    starts = (rf"(?<={own})", r"(?<=全[区市县])", r"(?<![\u4e00-\u9fff])")
    sources += [(re.compile(start + _OFFICE), lambda m: m[0]) for start in starts]
    if home:
        sources.insert(0, (re.compile(re.escape(home)), lambda m: home))
    return sources


def scope_at(marks: list[ScopeMark], layout: Layout, at: int, home: str) -> str | None:
    """The place that governs a position: the last one named before it in its paragraph."""
    index = bisect_left(marks, at, key=_mark_start) - 1
    if index < 0:
        return None
    if marks[index].start < layout.paragraph_start(at):
        return _carried(marks, index, layout, home)
    return marks[index].place


def _mark_start(mark: ScopeMark) -> int:
    return mark.start


def _carried(marks: list[ScopeMark], index: int, layout: Layout, home: str) -> str | None:
    """A paragraph that opens with another place and names no other speaks for those that follow."""
    start = layout.paragraph_start(marks[index].start)
    places = marks[bisect_left(marks, start, key=_mark_start) : index + 1]
    away = all(mark.place != home and not mark.place.startswith("*") for mark in places)
    return places[-1].place if away and places[0].start - start <= _OPENING else None


def same_place(claimed: str | None, known: str, home: str) -> bool:
    """Whether a figure of `known` may answer a claim; an unnamed place is the home of the text."""
    place = claimed or home
    core = _GENERIC.sub("", known).strip()
    if not core or (home and core in (f"全{home[-1]}", f"本{home[-1]}", f"我{home[-1]}")):
        return claimed is None or claimed == home
    if not place or place == "*own":
        return place is not None and not core.endswith(("街道", "社区", "镇", "乡", "村"))
    if place in UPPER:
        return place[1] in "市省" and core.endswith(place[1]) and core != home
    if core.startswith(place):
        return not core[len(place) :].endswith(("街道", "社区", "镇", "乡", "村"))
    return core.endswith(place) or (place.endswith(core) and len(core) >= 3)


def home_of(text: str, places: list[str]) -> str:
    """The place a text speaks for when nobody says: the figures' place it names most often."""
    cores = sorted({core for place in places if (core := _GENERIC.sub("", place).strip())})
    counted = [(text.count(core), len(core), core) for core in cores]
    most = max(counted, default=(0, 0, ""))
    return most[2] if most[0] else ""
