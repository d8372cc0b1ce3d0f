"""One text with everything the stages before attachment found in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from .growth import Reading
from .layout import Layout
from .mask import blank_out
from .normalise import Normal
from .periods import PeriodMark
from .raw import Raw
from .scope import ScopeMark


@dataclass
class Page:
    """The clean text with everything the earlier stages found in it."""

    normal: Normal
    layout: Layout
    raws: list[Raw]
    periods: list[PeriodMark]
    scopes: list[ScopeMark]
    doc_date: date | None
    home: str
    readings: dict[int, Reading] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The clean text."""
        return self.normal.text

    @cached_property
    def _raw_starts(self) -> list[int]:
        return [raw.start for raw in self.raws]

    @cached_property
    def _period_starts(self) -> list[int]:
        return [mark.start for mark in self.periods]

    @cached_property
    def _governing(self) -> list[PeriodMark]:
        return [mark for mark in self.periods if mark.role == "governs"]

    def raws_between(self, start: int, end: int) -> list[Raw]:
        """Numbers that begin in [start, end): found by bisection, for texts may be long."""
        starts = self._raw_starts
        return self.raws[bisect_left(starts, start) : bisect_left(starts, end)]

    def raws_after(self, index: int, end: int) -> Iterator[Raw]:
        """The numbers behind the one at `index` that begin before `end`."""
        for at in range(index + 1, len(self.raws)):
            if self.raws[at].start >= end:
                return
            yield self.raws[at]

    def periods_between(self, start: int, end: int) -> list[PeriodMark]:
        """Periods that begin in [start, end)."""
        starts = self._period_starts
        return self.periods[bisect_left(starts, start) : bisect_left(starts, end)]

    def governing_before(self, at: int) -> PeriodMark | None:
        """The last period before a position that numbers behind it may mean."""
        index = bisect_left(self._governing, at, key=lambda mark: mark.start)
        return self._governing[index - 1] if index else None

    @cached_property
    def words(self) -> str:
        """The clean text without its periods: what is left to say what is counted."""
        return blank_out(self.text, [(mark.start, mark.end) for mark in self.periods])
