"""Totals of a campaign, shown whole to every business account (decision 0010)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from luodi.kernel.access import is_business
from luodi.kernel.figures import FIGURES, Context, Figure, Value, values_of
from luodi.kernel.reader import EVERYTHING


@dataclass(frozen=True)
class Total:
    """A figure over all records, and whether this reader may open all of them."""

    key: str
    label: Any
    value: Value
    unit: Any
    url: str
    opens_whole: bool

    @property
    def is_partial(self) -> bool:
        """Whether the list behind the link may be shorter than the number."""
        return bool(self.value.number) and not self.opens_whole


def totals_of(keys: Iterable[str], reader: Any, context: Context) -> dict[str, Total]:
    """Each figure whole, counted once, whoever reads. How much of it opens is told by the reader's
    roles (`reads_all`): counting that part as well would cost more than the number itself."""
    wanted = [key for key in keys if key in FIGURES]
    values = values_of(wanted, EVERYTHING if is_business(reader) else reader, context)
    return {
        key: Total(key, figure.label, values[key], figure.unit, figure.url(context), _opens_whole(figure, reader, context))
        for key, figure in ((key, FIGURES[key]) for key in wanted)
    }  # fmt: skip


def _opens_whole(figure: Figure, reader: Any, context: Context) -> bool:
    """False where the records have no such rule."""
    lists = [rows for _part, rows in figure.lists(EVERYTHING)]
    return all(
        hasattr(rows, "reads_all") and rows.reads_all(reader, context.campaign) for rows in lists
    )
