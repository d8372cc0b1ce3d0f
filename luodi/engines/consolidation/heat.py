"""Heat of a problem: how many people, on how many days, how lately, with how much assent.

    heat = people · ln(1 + speakers)  +  days · ln(1 + days spoken on)
         + likes · ln(1 + likes)      +  recency · 2^(-age / half-life)

Every part is logged, so one persistent person or one much-liked message cannot carry a
problem; the age counts from the latest item of the whole run, so old material does not cool
while it lies in a drawer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log

from luodi.engines.consolidation.model import Item, Options


def latest_time(items: Sequence[Item]) -> datetime | None:
    """Return the time of the latest item, or None when no item has one."""
    return max((item.time for item in items if item.time), default=None)


def speakers_of(items: Sequence[Item]) -> int:
    """Return the number of different speakers; an unnamed speaker counts as one person."""
    return len({item.speaker or f"\0{item.id}" for item in items})


def heat_parts(
    items: Sequence[Item], options: Options, now: datetime | None
) -> tuple[tuple[str, float], ...]:
    """Return the named parts whose sum is the heat."""
    times = [item.time for item in items if item.time]
    counts = Counts(
        speakers_of(items), len({time.date() for time in times}),
        sum(item.likes for item in items), max(times, default=None),
    )  # fmt: skip
    return parts_of(counts, options, now)


@dataclass(frozen=True)
class Counts:
    """What the heat is made of: people, days spoken on, likes, and when it was last spoken of."""

    people: int
    days: int
    likes: int
    last: datetime | None


def parts_of(
    counts: Counts, options: Options, now: datetime | None
) -> tuple[tuple[str, float], ...]:
    """Return the same parts from numbers that were counted elsewhere."""
    recency = 0.0
    if now and counts.last:
        age = max(0.0, (now - counts.last).total_seconds() / 86_400)
        recency = 0.5 ** (age / options.half_life_days)
    return (
        ("人数", options.people_weight * log(1 + counts.people)),
        ("天数", options.days_weight * log(1 + counts.days)),
        ("点赞", options.likes_weight * log(1 + max(0, counts.likes))),
        ("新近", options.recency_weight * recency),
    )


def growth(items: Sequence[Item], options: Options, now: datetime | None) -> int:
    """Return items of the last half-life less those of the half-life before it."""
    if now is None:
        return 0
    ages = [(now - item.time).total_seconds() / 86_400 for item in items if item.time]
    span = options.half_life_days
    return sum(age < span for age in ages) - sum(span <= age < 2 * span for age in ages)
