"""Heat of a problem: how many people, on how many days, how lately, with how much assent.

    heat = people · ln(1 + speakers)  +  days · ln(1 + days spoken on)
         + likes · ln(1 + likes)      +  recency · 2^(-age / half-life)

Every part is logged, so one persistent person or one much-liked message cannot carry a
problem; the age counts from the latest item of the whole run, so old material does not cool
while it lies in a drawer.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    days = len({time.date() for time in times})
    recency = 0.0
    if now and times:
        age = max(0.0, (now - max(times)).total_seconds() / 86_400)
        recency = 0.5 ** (age / options.half_life_days)
    return (
        ("人数", options.people_weight * log(1 + speakers_of(items))),
        ("天数", options.days_weight * log(1 + days)),
        ("点赞", options.likes_weight * log(1 + max(0, sum(item.likes for item in items)))),
        ("新近", options.recency_weight * recency),
    )


def growth(items: Sequence[Item], options: Options, now: datetime | None) -> int:
    """Return items of the last half-life less those of the half-life before it."""
    if now is None:
        return 0
    ages = [(now - item.time).total_seconds() / 86_400 for item in items if item.time]
    span = options.half_life_days
    return sum(age < span for age in ages) - sum(span <= age < 2 * span for age in ages)
