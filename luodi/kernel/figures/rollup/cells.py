"""Counting cells: all of them once, and again those that were touched."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, transaction
from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat, TruncMonth

from luodi.kernel import clock
from luodi.kernel.figures.named import named_fields
from luodi.kernel.figures.rollup.marks import RowsMark
from luodi.kernel.figures.rollup.shape import Shape, shape_of
from luodi.kernel.models import FigureCell, FigureRollup, FigureTouch
from luodi.kernel.reader import EVERYTHING

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure

Dirty = set[tuple[date, int]]
AT_ONCE = 100
NOTHING = Value(Decimal(0), models.DecimalField(max_digits=36, decimal_places=12))


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
            rows |= Q(**{shape.unit: unit, f"{shape.time}__gte": month, f"{shape.time}__lt": clock.next_month(month)})  # fmt: skip
        FigureCell.objects.filter(cells, key=figure.key).delete()
        _count(figure, shape, figure.source(EVERYTHING).filter(rows))


def _count(figure: "Figure", shape: Shape, rows: models.QuerySet) -> int:
    """Count these rows into cells: one statement, inside the database."""
    try:
        sql, params = _grouped(figure, shape, rows).query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return 0
    chosen = "cell_choice" if shape.choices else "''"
    campaign = "cell_campaign" if shape.campaign else "NULL"
    statement = (
        f"INSERT INTO {FigureCell._meta.db_table} "
        "(key, version, month, unit_id, choice, campaign_id, n, total, mark) "
        f"SELECT %s, %s, cell_month, cell_unit, {chosen}, {campaign}, cell_n, cell_total, cell_mark "
        f"FROM ({sql}) _counted"
    )
    with connections[rows.db].cursor() as cursor:
        cursor.execute(statement, [figure.key, figure.version, *params])
        return int(cursor.rowcount)


def _grouped(figure: "Figure", shape: Shape, rows: models.QuerySet) -> models.QuerySet:
    by: dict[str, Any] = {
        "cell_month": Cast(TruncMonth(shape.time), models.DateField()),
        "cell_unit": F(shape.unit),
    }
    if shape.choices:
        by["cell_choice"] = _choice(shape.choices)
    if shape.campaign:
        by["cell_campaign"] = F(shape.campaign)
    summed: Any = Sum(figure.measure.field) if figure.measure.kind == "sum" else NOTHING
    dated = rows.exclude(**{shape.time: None}).order_by().annotate(**by)
    grouped: models.QuerySet = dated.values(*by)
    counted: models.QuerySet = grouped.annotate(
        cell_n=Count("pk"), cell_total=Coalesce(summed, NOTHING), cell_mark=_mark(figure, shape)
    )
    return counted


def _mark(figure: "Figure", shape: Shape) -> RowsMark:
    """Over the columns of the figure's own table: only their changes touch a cell."""
    names = [name for name in named_fields(figure, shape.model) if "__" not in name]
    return RowsMark("pk", *names)


def _choice(fields: Sequence[str]) -> Any:
    """The stored values as one text, as `reading` asks for them."""
    texts = [Cast(F(name), models.CharField()) for name in fields]
    if len(texts) == 1:
        return texts[0]
    bars = [Value("|")] * (len(texts) - 1)
    return Concat(*(part for pair in zip_longest(texts, bars) for part in pair if part is not None))
