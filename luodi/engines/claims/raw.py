"""A number with its unit and qualifier, as found and not yet understood."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .numerals import plain
from .units import read_unit


@dataclass(frozen=True, slots=True)
class Raw:
    """A number with its unit and qualifier in the clean text."""

    start: int
    end: int
    number_at: int
    value: Decimal | None
    unit: str
    op: str = "eq"
    value_max: Decimal | None = None
    form: str = "quantity"
    after: str = ""

    @property
    def base(self) -> Decimal | None:
        """The value in the base unit: 81.73 亿元 → 8173000000."""
        return None if self.value is None else plain(self.value * read_unit(self.unit).factor)
