"""The diary of the sample district: what happens when, written in any order, replayed in time's."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from luodi.kernel import clock
from luodi.kernel.workdays import Workdays

TODAY = date(2018, 11, 8)
"""The day on which the sample district stands still."""
FIRST_DAY = date(2018, 10, 8)
PREPARED = date(2018, 9, 25)
_DAYBREAK = time(7)
_HASTE = 6
"""What is dated today is over in the morning, so that nothing lies ahead of whoever opens the sample."""


class Diary:
    """Entries with their moment; those of one moment keep the order in which they were noted."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, Callable[[], Any]]] = []
        self._calendar = Workdays()

    def note(self, on: date, at: str, what: Callable[..., Any], *given: Any, **named: Any) -> None:
        """On this day, at this hour, `what` happens."""
        moment = datetime.combine(on, time.fromisoformat(at))
        self._entries.append((moment, partial(what, *given, **named)))

    def after(self, day: date, workdays: int = 1) -> date:
        """So many working days later, today at the latest."""
        return min(self._calendar.add(day, workdays), TODAY)

    def replay(self) -> None:
        """Let everything happen in order, each at its own moment."""
        for moment, what in sorted(self._entries, key=itemgetter(0)):
            with clock.at(_hastened(moment)):
                what()


def _hastened(moment: datetime) -> datetime:
    if moment.date() < TODAY:
        return moment
    daybreak = datetime.combine(TODAY, _DAYBREAK)
    return daybreak + max(moment - daybreak, timedelta(0)) / _HASTE
