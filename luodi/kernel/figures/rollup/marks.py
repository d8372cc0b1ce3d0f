"""Marks: one number for many records, another one after any change of what is named of them.

Cheap and kept with every cell, to see which months moved; no proof (`publication.digests` is).
Compared within one database only, so each database hashes in its own way.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.backends.signals import connection_created
from django.dispatch import receiver

AT_ONCE = 60
SQLITE_MARK, SQLITE_XOR = "luodi_mark", "luodi_xor"


class RowsMark(models.Aggregate):
    """Of these columns of every row of a group."""

    function = SQLITE_MARK
    arity = None
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "BIT_XOR(HASH_RECORD_EXTENDED(ROW(%(expressions)s), 0))"
        return self.as_sql(compiler, connection, template=template, **more)


class MarksXor(models.Aggregate):
    """Of many marks."""

    function = SQLITE_XOR
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="BIT_XOR", **more)


class _Xor:
    """SQLite's own aggregate of numbers."""

    def __init__(self) -> None:
        self.sum = 0

    def step(self, *values: Any) -> None:
        self.sum ^= self.number(values)

    def finalize(self) -> int:
        return self.sum

    def number(self, values: tuple[Any, ...]) -> int:
        return int(values[0] or 0)


class _Mark(_Xor):
    """SQLite's own aggregate of rows."""

    def number(self, values: tuple[Any, ...]) -> int:
        digest = hashlib.blake2b(repr(values).encode(), digest_size=8).digest()
        return int.from_bytes(digest, signed=True)


@receiver(connection_created, dispatch_uid="luodi.marks")
def teach_sqlite(connection: Any, **_: Any) -> None:
    """Make both known to every new connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_aggregate(SQLITE_MARK, -1, _Mark)
        connection.connection.create_aggregate(SQLITE_XOR, 1, _Xor)


@dataclass
class Marks:
    """Of one list: the mark of every whole month that has records, and the months to be read from
    the records themselves (those at the edges; 0: without a date). Months count from the year 0."""

    whole: dict[int, int] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)


def month_number(day: Any) -> int:
    """Of a date, in months since the year 0."""
    return int(day.year) * 12 + int(day.month) - 1


def marks_by_month(cells: Sequence[models.QuerySet]) -> Iterator[tuple[int, int, int]]:
    """(place in the sequence, month number, mark) of all these cells, with one statement for many."""
    day = models.DateField().to_python
    for first in range(0, len(cells), AT_ONCE):
        parts = list(_statements(cells[first : first + AT_ONCE], first))
        if not parts:
            continue
        with connections[cells[first].db].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(sql for sql, _p in parts), [p for _s, its in parts for p in its])  # fmt: skip
            yield from ((at, month_number(day(month)), mark) for at, month, mark in cursor.fetchall())  # fmt: skip


def _statements(
    cells: Sequence[models.QuerySet], first: int
) -> Iterator[tuple[str, Sequence[Any]]]:
    for at, rows in enumerate(cells, first):
        marked = rows.order_by().values("month").annotate(its=MarksXor("mark"))
        try:
            sql, params = marked.values_list("month", "its").query.get_compiler(rows.db).as_sql()
        except EmptyResultSet:
            continue
        yield f"SELECT {at}, _marked.* FROM ({sql}) _marked", params
