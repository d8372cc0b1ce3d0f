"""What somebody must do, and what stands in the calendar: rooms say it, the desk shows it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.utils.functional import Promise

Text: TypeAlias = str | Promise


@dataclass(frozen=True)
class WorkItem:
    """One thing waiting for one person."""

    kind: Text
    """What to do, in a word or two: 签收, 核验, 签认."""
    title: str
    url: str
    due: date | None = None
    days_late: int = 0
    note: Text = ""


@dataclass(frozen=True)
class Entry:
    """One thing on one day of the calendar."""

    day: date
    kind: Text
    title: str
    url: str
    tone: str = "todo"


WorkSource: TypeAlias = Callable[[Any], Iterable[WorkItem]]
AgendaSource: TypeAlias = Callable[[Any, date, date], Iterable[Entry]]

MOST = 50
"""Shown of one kind; who has more opens the ledger."""
READ = MOST + 1
"""What a source reads of one kind: one more tells that there are others, and nobody counts them."""

WORK: list[WorkSource] = []
AGENDA: list[AgendaSource] = []


def work(source: WorkSource) -> WorkSource:
    """Declare a source of work: reader → what waits for this reader."""
    WORK.append(source)
    return source


def agenda(source: AgendaSource) -> AgendaSource:
    """Declare a source of calendar entries: (reader, first day, last day) → entries."""
    AGENDA.append(source)
    return source


def waiting_for(reader: Any) -> list[WorkItem]:
    """All that waits for this reader: late first, then by deadline, without a deadline last."""
    items = [item for source in WORK for item in source(reader)]
    return sorted(items, key=lambda i: (-i.days_late, i.due or date.max, str(i.kind), i.title))


def shown_of(items: Iterable[WorkItem]) -> tuple[list[WorkItem], bool]:
    """`MOST` of each kind in the order given, and whether some were left out."""
    counts: Counter[str] = Counter()
    shown = []
    for item in items:
        counts[str(item.kind)] += 1
        if counts[str(item.kind)] <= MOST:
            shown.append(item)
    return shown, len(shown) < counts.total()


def between(reader: Any, first: date, last: date) -> list[Entry]:
    """The calendar of these days, in order."""
    entries = [entry for source in AGENDA for entry in source(reader, first, last)]
    return sorted(entries, key=lambda e: (e.day, str(e.kind), e.title))
