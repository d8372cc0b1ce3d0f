"""How records become a number, and many such numbers in one query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.functions import RowNumber

from luodi.kernel.figures.values import Number

AT_ONCE = 60
"""Parts of one statement; SQLite allows 500, and a plan of many parts is slow to make."""


class Reduced(NamedTuple):
    """What a list of records came to."""

    n: int
    number: Number | None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True)
class Measure:
    """count, distinct, sum, each or newest, of a field (a look-up path or an annotation)."""

    kind: str = "count"
    field: str = ""
    by: str = ""
    """Of newest: the field that says which record is the newest."""

    def of(self, records: models.QuerySet) -> Number | None:
        """The number these records give."""
        return reduce_many([(self, records)])[0].number

    def expression(self) -> models.Aggregate:
        """The same as an SQL aggregate, for grouping by month."""
        if self.kind == "sum":
            return models.Sum(self.field)
        if self.kind == "count":
            return models.Count("pk")  # rows, as `reduce_many` counts them
        return models.Count(self.field, distinct=True)


COUNT = Measure()


def distinct(field: str) -> Measure:
    """Number of different values of `field` among the records; nothing is not a value."""
    return Measure("distinct", field)


def total(field: str) -> Measure:
    """Sum of `field` over the records."""
    return Measure("sum", field)


def each(field: str) -> Measure:
    """The value of `field` when every record has the same (每支10人); otherwise no number."""
    return Measure("each", field)


def newest(field: str, by: str) -> Measure:
    """`field` of the record with the latest `by`: for numbers read from documents."""
    return Measure("newest", field, by)


CELLS = Measure("cells", "total")
"""Of cells (`rollup`): their sum, and the number of records they stand for."""
CELL_UNITS = Measure("cell_units", "unit_id")
"""Of cells: how many units have one, and the number of records."""

_AGGREGATES = {
    "count": ("COUNT(*)", "NULL"),
    "distinct": ("COUNT(DISTINCT measured)", "NULL"),
    "sum": ("SUM(measured)", "NULL"),
    "each": ("MIN(measured)", "MAX(measured)"),
    "cells": ("SUM(measured)", "SUM(counted)"),
    "cell_units": ("COUNT(DISTINCT measured)", "SUM(counted)"),
    "newest": ("MAX(CASE WHEN place = 1 THEN measured END)", "NULL"),
}


class _Part(NamedTuple):
    at: int
    measure: Measure
    sql: str
    params: Sequence[Any]
    field: models.Field | None


def reduce_many(lists: Sequence[tuple[Measure, models.QuerySet]]) -> list[Reduced]:
    """Each list by its measure, all with one statement (a few when there are very many)."""
    found = [_nothing(measure) for measure, _rows in lists]
    for using, parts in _by_database(lists).items():
        for first in range(0, len(parts), AT_ONCE):
            some = {part.at: part for part in parts[first : first + AT_ONCE]}
            for at, n, number, high in _ask(using, list(some.values())):
                found[at] = _reduced(some[at], n, number, high)
    return found


def _nothing(measure: Measure) -> Reduced:
    return Reduced(0, None if measure.kind in ("each", "newest") else 0)


def _by_database(lists: Sequence[tuple[Measure, models.QuerySet]]) -> dict[str, list[_Part]]:
    found: dict[str, list[_Part]] = {}
    for at, (measure, rows) in enumerate(lists):
        try:
            found.setdefault(rows.db, []).append(_part(at, measure, rows))
        except EmptyResultSet:
            continue
    return found


def _part(at: int, measure: Measure, rows: models.QuerySet) -> _Part:
    field: models.Field | None = None
    rows = rows.order_by()
    if measure.kind == "newest":
        latest = models.F(measure.by).desc(nulls_last=True)
        rows = rows.annotate(place=models.Window(RowNumber(), order_by=[latest, "-pk"]))
    if measure.kind == "count":
        rows = rows.values("pk")
    else:
        extra = ["place"] if measure.kind == "newest" else []
        named = {"counted": models.F("n")} if measure in (CELLS, CELL_UNITS) else {}
        rows = rows.values("pk", *extra, measured=models.F(measure.field), **named)
        field = rows.query.annotations["measured"].output_field
    sql, params = rows.query.get_compiler(rows.db).as_sql()
    return _Part(at, measure, sql, params, field)


def _ask(using: str, parts: Sequence[_Part]) -> Iterator[tuple[Any, ...]]:
    statements = []
    for part in parts:
        first, second = (f"CAST({a} AS NUMERIC)" for a in _AGGREGATES[part.measure.kind])
        statements.append(f"SELECT {part.at}, COUNT(*), {first}, {second} FROM ({part.sql}) _rows")
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), [p for part in parts for p in part.params])
        yield from cursor.fetchall()


def _reduced(part: _Part, n: int, number: Any, high: Any) -> Reduced:
    kind = part.measure.kind
    if kind in ("count", "distinct"):
        return Reduced(n, int(number))
    if kind == "cell_units":
        return Reduced(int(high or 0), int(number))
    if kind == "cells":
        return Reduced(int(high or 0), _typed(part.field, number) or 0)
    first, last = _typed(part.field, number), _typed(part.field, high)
    if kind == "each":
        return Reduced(n, first if first == last else None, first, last)
    return Reduced(n, first if first is not None or kind == "newest" else 0)


def _typed(field: models.Field | None, number: Any) -> Number | None:
    """SQLite has no decimals: what it gives is put back to the places of the field."""
    if number is None:
        return None
    if isinstance(field, models.DecimalField):
        places = Decimal(1).scaleb(-field.decimal_places)
        return Decimal(str(number)).quantize(places)
    if isinstance(field, models.IntegerField):
        return int(number)
    return Decimal(str(number))
