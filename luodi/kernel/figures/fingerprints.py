"""Fingerprints of lists of records: cheap to make, so that a drift is noticed."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import xor
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

from luodi.kernel.figures.measures import Measure, reduce_many
from luodi.kernel.figures.values import Fingerprint

MASK = (1 << 63) - 1


def fingerprint_of(lists: Sequence[tuple[Measure, models.QuerySet]]) -> Fingerprint:
    """n, sum and xor over key, version and measured value of every record of these lists."""
    reduced = reduce_many(lists)
    sums = [r.number for r in reduced if r.number is not None]
    return Fingerprint(
        sum(r.n for r in reduced),
        sum(sums) if sums else None,
        reduce(xor, (_xor(at, measure, rows) for at, (measure, rows) in enumerate(lists)), 0),
    )


def _xor(at: int, measure: Measure, rows: models.QuerySet) -> int:
    names = ["pk"]
    if any(f.name == "version" for f in rows.model._meta.concrete_fields):
        names.append("version")
    if measure.field:
        names.append(measure.field)
    rows = rows.order_by().values_list(*names)
    if connections[rows.db].vendor == "postgresql":
        return _xor_in_database(at, rows)
    return reduce(xor, (_digest(at, row) for row in _texts(rows)), 0)


def _texts(rows: models.QuerySet) -> Iterator[tuple[str, ...]]:
    for row in rows.iterator(chunk_size=5000):
        yield tuple("" if value is None else str(value) for value in row)


def _digest(at: int, row: tuple[str, ...]) -> int:
    text = "|".join((str(at), *row)).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8]) & MASK


def _xor_in_database(at: int, rows: models.QuerySet) -> int:
    """PostgreSQL hashes by itself: 181 thousand rows in 66 ms. The numbers differ from those of
    SQLite, as fingerprints are compared within one database only."""
    try:
        sql, params = rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return 0
    statement = f"SELECT bit_xor(hashtextextended(_rows::text, %s)) FROM ({sql}) _rows"
    with connections[rows.db].cursor() as cursor:
        cursor.execute(statement, [at, *params])
        found: Any = cursor.fetchone()[0]
    return int(found or 0) & MASK
