"""Counting cells: all of them once, and again those that were touched."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Count, Q, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth

from luodi.kernel import clock
from luodi.kernel.figures.rollup.shape import Shape, shape_of
from luodi.kernel.models import FigureCell, FigureRollup, FigureTouch
from luodi.kernel.reader import EVERYTHING

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure

Dirty = set[tuple[date, int]]
AT_ONCE = 100


@transaction.atomic
def build(figure: "Figure") -> int:
    """Count every cell of the figure anew; the number of cells. From then on they are read."""
    shape = shape_of(figure)
    if shape is None:
        raise ValueError(f"figure {figure.key} is not declared rolled_up")
    FigureRollup.objects.get_or_create(
        key=figure.key, version=figure.version,
        defaults={"table": shape.name, "built_at": clock.now()},
    )  # fmt: skip
    _lock(shape.name)
    FigureCell.objects.filter(key=figure.key).delete()
    _forget_if_alone(figure, shape)
    return _count(figure, shape, figure.source(EVERYTHING))


def _forget_if_alone(figure: "Figure", shape: Shape) -> None:
    """Touches from before a first build say nothing; others may still be waiting for them."""
    if not FigureRollup.objects.filter(table=shape.name).exclude(key=figure.key).exists():
        ids = list(FigureTouch.objects.filter(rollup=shape.name).values_list("pk", flat=True))
        _delete(ids)


def repair(figures: Iterable["Figure"], shape: Shape) -> None:
    """Count again what was touched, for every built figure of the table; nothing when nothing was."""
    if not FigureTouch.objects.filter(rollup=shape.name).exists():
        return
    with transaction.atomic():
        _lock(shape.name)
        touches = list(FigureTouch.objects.filter(rollup=shape.name).values_list("pk", "month", "unit_id"))  # fmt: skip
        dirty = {(month, unit) for _pk, month, unit in touches}
        for figure in figures:
            _recount(figure, shape, sorted(dirty))
        _delete([pk for pk, _month, _unit in touches])


def _lock(table: str) -> None:
    """One at a time: a second reader waits and then finds nothing left to do."""
    list(FigureRollup.objects.select_for_update().filter(table=table).order_by("pk"))


def _delete(ids: list[int]) -> None:
    for first in range(0, len(ids), 10_000):
        FigureTouch.objects.filter(pk__in=ids[first : first + 10_000]).delete()


def _recount(figure: "Figure", shape: Shape, dirty: list[tuple[date, int]]) -> None:
    for first in range(0, len(dirty), AT_ONCE):
        some = dirty[first : first + AT_ONCE]
        cells, rows = Q(), Q()
        for month, unit in some:
            cells |= Q(month=month, unit_id=unit)
            rows |= Q(**{shape.unit: unit, f"{shape.time}__gte": month, f"{shape.time}__lt": after(month)})  # fmt: skip
        FigureCell.objects.filter(cells, key=figure.key).delete()
        _count(figure, shape, figure.source(EVERYTHING).filter(rows))


def _count(figure: "Figure", shape: Shape, rows: models.QuerySet) -> int:
    by = [shape.unit, *([shape.campaign] if shape.campaign else []), *shape.choices]
    summed: Any = Sum(figure.measure.field) if figure.measure.kind == "sum" else Value(Decimal(0))
    months = rows.exclude(**{shape.time: None}).order_by().annotate(cell_month=TruncMonth(shape.time))  # fmt: skip
    grouped = months.values_list("cell_month", *by).annotate(
        cell_n=Count("pk"), cell_sum=Coalesce(summed, Value(Decimal(0)), output_field=_SUM)
    )
    made = (_cell(figure, shape, list(row)) for row in grouped.iterator(chunk_size=5000))
    count, batch = 0, []
    for cell in made:
        batch.append(cell)
        if len(batch) == 5000:
            count += len(FigureCell.objects.bulk_create(batch))
            batch = []
    return count + len(FigureCell.objects.bulk_create(batch))


_SUM = models.DecimalField(max_digits=36, decimal_places=12)


def _cell(figure: "Figure", shape: Shape, row: list[Any]) -> FigureCell:
    month, unit, *rest = row
    campaign = rest.pop(0) if shape.campaign else None
    *choices, n, total = rest
    return FigureCell(
        key=figure.key, version=figure.version, choice="|".join(str(c) for c in choices),
        month=month, unit_id=unit, campaign_id=campaign, n=n, total=total,
    )  # fmt: skip


def after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
