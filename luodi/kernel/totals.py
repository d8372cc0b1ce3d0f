"""Totals of a campaign, shown whole to every business account (decision 0010)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from luodi.kernel.access import is_business
from luodi.kernel.figures import FIGURES, Context, Number, Value, values_of
from luodi.kernel.reader import EVERYTHING


@dataclass(frozen=True)
class Total:
    """A figure over all records, and how much of it this reader may open."""

    key: str
    label: Any
    value: Value
    unit: Any
    url: str
    seen: Number

    @property
    def is_fewer(self) -> bool:
        """Whether the list behind the link is shorter than the number."""
        return self.seen != (self.value.number or 0)


def totals_of(keys: Iterable[str], reader: Any, context: Context) -> dict[str, Total]:
    """Each figure whole, beside the part this reader may open: one definition, asked twice."""
    wanted = [key for key in keys if key in FIGURES]
    seen = values_of(wanted, reader, context)
    whole = values_of(wanted, EVERYTHING, context) if is_business(reader) else seen
    return {
        key: Total(key, FIGURES[key].label, whole[key], FIGURES[key].unit, FIGURES[key].url(context), seen[key].number or 0)
        for key in wanted
    }  # fmt: skip
