"""What day it is: the real clock, or the fixed day of the sample district.

Everything that asks for the date asks here, so a demonstration can stand still and a history can
be replayed on its own days.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_replayed: ContextVar[datetime | None] = ContextVar("replayed", default=None)


def now() -> datetime:
    """The present moment, aware. On a fixed day the time of day still runs."""
    if (moment := _replayed.get()) is not None:
        return moment
    real = timezone.now()
    if (day := fixed_day()) is None:
        return real
    return datetime.combine(day, timezone.localtime(real).timetz())


def today() -> date:
    """The present day in the office's time zone."""
    return timezone.localtime(now()).date()


def next_month(day: date) -> date:
    """The first day of the month after this day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def fixed_day() -> date | None:
    """The day at which the sample district stands still, if this is one."""
    from luodi.kernel import preferences  # leaf: preferences reads the database

    value = preferences.get("clock.fixed_day")
    return date.fromisoformat(value) if value else None


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Replay what happens inside as if it were `moment` (a bare date means nine in the morning)."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(9))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _replayed.set(moment)
    try:
        yield
    finally:
        _replayed.reset(token)
