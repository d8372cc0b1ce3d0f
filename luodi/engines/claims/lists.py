"""分别: which name each number of a list belongs to."""

from __future__ import annotations

import re

from .layout import Layout
from .raw import Raw

_GAP = re.compile(r"[、,和与及]|以及|,?以及")
_NAME_BREAK = re.compile(r"[、和与及]|以及")
_COMPARING = re.compile(r"(?:同比|环比|比?去年同期|较?上年同期|均|也|又)+$")


def respective_names(text: str, layout: Layout, raws: list[Raw]) -> dict[int, str | int]:
    """Map a number's start to its own subject words, or to the start of the amount it belongs to."""
    names: dict[int, str | int] = {}
    for found in re.finditer("分别", text):
        items = _items(text, layout, raws, found.end())
        if len(items) < 2:
            continue
        subjects = _named(text, layout, raws, found.start(), len(items))
        tail = text[found.end() : items[0].start]
        if subjects:
            names |= {
                item.start: subject + tail for item, subject in zip(items, subjects, strict=True)
            }
        elif amounts := _amounts(layout, raws, found.start(), len(items)):
            names |= {item.start: amount.start for item, amount in zip(items, amounts, strict=True)}
        else:
            # Numbers that cannot be told apart must not be matched by what stands around them.
            names |= {item.start: "\0" for item in items}
    return names


def _items(text: str, layout: Layout, raws: list[Raw], at: int) -> list[Raw]:
    """The numbers right after 分别 that are joined by 、, 和 or a comma only."""
    end = layout.group_end(at)
    items: list[Raw] = []
    for raw in (r for r in raws if at <= r.start < end and r.form == "quantity"):
        if items and not _GAP.fullmatch(text[items[-1].end : raw.start]):
            break
        if not items and raw.start - at > 16:
            break
        items.append(raw)
    return items


def _named(text: str, layout: Layout, raws: list[Raw], at: int, count: int) -> list[str]:
    """The last `count` names in the list before 分别, or nothing when they do not fit."""
    start = layout.clause_start(at)
    for raw in raws:
        if start <= raw.start < at:
            start = raw.end
    words = _COMPARING.sub("", text[start:at])
    parts = [part for part in _NAME_BREAK.split(words) if part]
    return parts if len(parts) == count else []


def _amounts(layout: Layout, raws: list[Raw], at: int, count: int) -> list[Raw]:
    """The last `count` amounts of the sentence before 分别, when there are exactly so many."""
    first = layout.group_start(at)
    amounts = [raw for raw in raws if first <= raw.start < at and raw.form == "quantity"]
    return amounts if len(amounts) == count else []
