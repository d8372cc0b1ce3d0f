"""One text with everything the stages before attachment found in it."""

from __future__ import annotations

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
    def words(self) -> str:
        """The clean text without its periods: what is left to say what is counted."""
        return blank_out(self.text, [(mark.start, mark.end) for mark in self.periods])
