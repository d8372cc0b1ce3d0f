"""Figures made of two others: a share of one in the other, or what one has more than the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from luodi.kernel.figures.context import WITHOUT_LIMIT, Context
from luodi.kernel.figures.figure import Figure
from luodi.kernel.figures.measures import Reduced
from luodi.kernel.figures.values import Kind, Number, Point


@dataclass(frozen=True)
class Composed(Figure):
    """Of two figures; its page shows both lists, and each list gives its own number."""

    of: Figure | None = None
    other: Figure | None = None

    @property
    def pair(self) -> tuple[Figure, Figure]:
        """Both figures, in the order of the formula."""
        if self.of is None or self.other is None:
            raise ValueError(f"figure {self.key} needs two others")
        return self.of, self.other

    @property
    def width(self) -> int:
        return sum(part.width for part in self.pair)

    @property
    def is_stock(self) -> bool:
        return all(part.is_stock for part in self.pair)

    @property
    def has_time(self) -> bool:
        return any(part.has_time for part in self.pair)

    @property
    def asks(self) -> frozenset[str]:
        return frozenset().union(*(part.asks for part in self.pair))

    def is_adjusted(self, now: Context, before: Context) -> bool:
        return super().is_adjusted(now, before) or any(
            part.is_adjusted(now, before) for part in self.pair
        )

    def visible(self, reader: Any) -> bool:
        return super().visible(reader) and all(part.visible(reader) for part in self.pair)

    def records(self, reader: Any, context: Context = WITHOUT_LIMIT) -> models.QuerySet:
        """The records of the first figure; `lists` has those of both."""
        return self.pair[0].records(reader, context)

    def leaves(self) -> list[Figure]:
        return [leaf for part in self.pair for leaf in part.leaves()]

    def lists(
        self, reader: Any, context: Context = WITHOUT_LIMIT
    ) -> list[tuple[Figure, models.QuerySet]]:
        return [one for part in self.pair for one in part.lists(reader, context)]

    def combine(self, parts: Sequence[Reduced]) -> Reduced:
        of, other = self.pair
        middle = of.width
        first, second = of.combine(parts[:middle]), other.combine(parts[middle:])
        return Reduced(first.n + second.n, self._number(first.number, second.number))

    def _number(self, first: Number | None, second: Number | None) -> Number | None:
        if first is None or second is None:
            return None
        if self.kind == Kind.DIFF:
            return first - second
        factor = 100 if str(self.unit) == "%" else 1
        return Decimal(first) * factor / Decimal(second) if second else None

    def history(self, reader: Any, context: Context) -> list[Point]:
        """By month, from the histories of both; a month in which only one has records counts the
        other as nothing."""
        of, other = (dict(part.history(reader, context)) for part in self.pair)
        months = sorted(of.keys() | other.keys())
        found = ((m, self._number(of.get(m, 0), other.get(m, 0))) for m in months)
        return [Point(month, number) for month, number in found if number is not None]
