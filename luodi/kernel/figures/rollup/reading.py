"""Reading cells: whole months from them, the days at both edges from the records."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

from luodi.kernel import clock
from luodi.kernel.figures.context import Context
from luodi.kernel.figures.measures import CELL_UNITS, CELLS, Measure, Reduced
from luodi.kernel.figures.rollup.marks import month_number
from luodi.kernel.figures.rollup.shape import Shape
from luodi.kernel.models import FigureCell

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure

EVER = (date(1, 1, 1), date(9999, 12, 1))


@dataclass(frozen=True)
class Split:
    """A question taken apart: days at the edges, and the cells of the whole months between."""

    figure: "Figure"
    shape: Shape
    edges: Sequence[Context]
    cells: models.QuerySet
    undated: Context | None = None
    """Asked without days: records without a date count too, and have no cell."""

    def lists(self, reader: Any) -> list[tuple[Measure, models.QuerySet]]:
        """What is measured instead of the one list."""
        measure = self.figure.measure
        days = [(measure, self.figure.records(reader, edge)) for edge in self.edges]
        if self.undated is not None:
            rows = self.figure.records(reader, self.undated)
            days.append((measure, rows.filter(**{f"{self.shape.time}__isnull": True})))
        return [*days, (CELL_UNITS if measure.kind == "distinct" else CELLS, self.cells)]

    @property
    def read_months(self) -> set[int]:
        """Numbers of the months that are answered from the records; 0: those without a date."""
        days = [day for edge in self.edges for day in (edge.start, edge.end) if day]
        return {month_number(day) for day in days} | ({0} if self.undated else set())

    def combine(self, parts: Sequence[Reduced]) -> Reduced:
        """One answer out of the parts."""
        *days, cells = parts
        n = sum(part.n for part in days) + cells.n
        if self.figure.measure.kind == "count":
            return Reduced(n, n)
        return Reduced(n, sum((part.number or 0 for part in days), cells.number or 0))


def split(figure: "Figure", context: Context, units: set[int] | None) -> Split | None:
    """How to answer one who sees all from cells; None when the records must be counted themselves."""
    shape = figure.shape
    if shape is None or context.as_known_at:
        return None
    asked = dict(context.params)
    if any(p.name in asked and p.lookup not in shape.choices for p in figure.params):
        return None
    edges, first, beyond = _months(context)
    undated = context if _counts_undated(shape, context) else None
    if first >= beyond or (figure.measure.kind == "distinct" and (edges or undated)):
        return None
    cells = FigureCell.objects.filter(key=figure.key, version=figure.version)
    cells = _chosen(figure, shape, cells, asked)
    if context.campaign is not None and shape.campaign:
        cells = cells.filter(campaign_id=context.campaign)
    if units is not None:
        cells = cells.filter(unit_id__in=units)
    cells = cells.filter(month__gte=first, month__lt=beyond)
    return Split(figure, shape, edges, cells, undated)


def _counts_undated(shape: Shape, context: Context) -> bool:
    if context.start is not None or context.end is not None:
        return False
    return bool(shape.model._meta.get_field(shape.time).null)


def _chosen(
    figure: "Figure", shape: Shape, cells: models.QuerySet, asked: dict[str, str]
) -> models.QuerySet:
    """Cells of these parameter values. With several parameters the place within `choice` counts."""
    by_lookup = {p.lookup: str(p.read(asked[p.name])) for p in figure.params if p.name in asked}
    if not by_lookup:
        return cells
    if len(shape.choices) == 1:
        return cells.filter(choice=by_lookup[shape.choices[0]])
    pattern = r"\|".join(
        _escaped(by_lookup[name]) if name in by_lookup else r"[^|]*" for name in shape.choices
    )
    return cells.filter(choice__regex=f"^{pattern}$")


def _escaped(text: str) -> str:
    return "".join(c if c.isalnum() else f"\\{c}" for c in text)


def _months(context: Context) -> tuple[list[Context], date, date]:
    """Edges as contexts, then the first whole month and the first month that is not whole."""
    start, end = context.start, context.end
    first = EVER[0] if start is None else start if start.day == 1 else clock.next_month(start)
    beyond = EVER[1] if end is None else (end + timedelta(days=1)).replace(day=1)
    edges = []
    if start is not None and start < first <= beyond:
        edges.append(replace(context, end=first - timedelta(days=1)))
    if end is not None and first <= beyond <= end:
        edges.append(replace(context, start=beyond))
    return edges, first, beyond
