"""分别: which name, or which amount, each number of a list belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from .page import Page
from .raw import Raw
from .thresholds import is_threshold

_GAP = re.compile(r"[、,和与及]|以及|,?以及")
_NAME_BREAK = re.compile(r"[、和与及]|以及")
# Periods come blanked: 比去年同期 is 比 and blanks.
_COMPARING = re.compile(r"(?:同比|环比|[比较]?\0+|均|也|又)+$")
_SHARED = 3


@dataclass(frozen=True, slots=True)
class Respective:
    """What one number of a list belongs to: its own words, an amount before it, or nothing sure.

    words: its subject, said at `at`; amount: where the amount it compares starts in the clean text.
    """

    words: str = ""
    at: int | None = None
    amount: int | None = None


UNSURE = Respective()


def respective(page: Page) -> dict[int, Respective]:
    """Map a number's start to what it belongs to, for every list behind 分别."""
    text = page.words
    owners: dict[int, Respective] = {}
    for found in re.finditer("分别", text):
        items = _items(page, found.end())
        if len(items) < 2:
            continue
        subjects = _named(page, found.start(), len(items))
        tail = text[found.end() : items[0].start]
        if subjects:
            owners |= {
                item.start: Respective(words + tail, at)
                for item, (words, at) in zip(items, subjects, strict=True)
            }
        elif amounts := _amounts(page, found.start(), len(items)):
            owners |= {
                item.start: Respective(amount=amount.start)
                for item, amount in zip(items, amounts, strict=True)
            }
        else:
            owners |= dict.fromkeys((item.start for item in items), UNSURE)
    return owners


def _items(page: Page, at: int) -> list[Raw]:
    """The numbers right after 分别 that are joined by 、, 和 or a comma only."""
    end = page.layout.group_end(at)
    items: list[Raw] = []
    for raw in (r for r in page.raws_between(at, end) if r.form == "quantity"):
        if items and not _GAP.fullmatch(page.words[items[-1].end : raw.start]):
            break
        if not items and raw.start - at > 16:
            break
        items.append(raw)
    return items


def _named(page: Page, at: int, count: int) -> list[tuple[str, int]]:
    """The `count` names in the list before 分别 and where each ends; nothing when they do not fit."""
    start = page.layout.clause_start(at)
    for raw in page.raws_between(start, at)[-1:]:
        start = raw.end
    words = _COMPARING.sub("", page.words[start:at])
    parts: list[tuple[str, int]] = []
    begin = 0
    for stop in (*_NAME_BREAK.finditer(words), None):
        end = stop.start() if stop else len(words)
        if name := words[begin:end].replace("\0", ""):
            parts.append((name, start + end))
        begin = stop.end() if stop else end
    return _completed(parts) if len(parts) == count else []


def _completed(parts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """东港区、西岭区城镇新增就业: the noun said once belongs to every name of the list."""
    last = parts[-1][0]
    size = len(parts[-2][0])
    shared = last[size:]
    alike = all(len(words) == size for words, _ in parts[1:-1]) and len(parts[0][0]) >= size
    whole = any(words[-2:] == last[-2:] for words, _ in parts[:-1])
    if len(shared) < _SHARED or not alike or whole:
        return parts
    return [*((words + shared, at) for words, at in parts[:-1]), parts[-1]]


def _amounts(page: Page, at: int, count: int) -> list[Raw]:
    """The amounts of the sentence before 分别, when there are exactly so many; limits are none."""
    before = page.raws_between(page.layout.group_start(at), at)
    first = bisect_left(page.raws, before[0].start, key=lambda raw: raw.start) if before else 0
    amounts = [
        raw
        for index, raw in enumerate(before, start=first)
        if raw.form == "quantity" and not is_threshold(page, index)
    ]
    return amounts if len(amounts) == count else []
