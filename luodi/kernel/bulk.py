"""Many rows into one table, the fastest way the database has: COPY on PostgreSQL, executemany on SQLite.

The ORM's own bulk insert spends several times as long on quoting as the database on writing.
"""

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.expressions import RawSQL

M = TypeVar("M", bound=models.Model)
FEW = 50
"""Up to so many rows one INSERT is quicker than beginning a COPY."""
AT_ONCE = 2000
NOTHING = frozenset({type(None)})
TEXTS = (models.CharField, models.TextField)
NUMBERS = (
    models.SmallIntegerField, models.IntegerField, models.BigIntegerField, models.BooleanField,
    models.PositiveSmallIntegerField, models.PositiveIntegerField, models.PositiveBigIntegerField,
    models.ForeignKey, models.OneToOneField, models.AutoField, models.BigAutoField,
)  # fmt: skip


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values as the driver takes them; they may be made while they are sent."""
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)  # type: ignore[union-attr]
    into = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES'
    place = f"({', '.join(['%s'] * len(names))})"
    coming = iter(rows)
    first = list(islice(coming, FEW + 1))
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if 0 < len(first) <= FEW:
            cursor.execute(f"{into} {', '.join([place] * len(first))}", [*chain(*first)])
            return
        if first and connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
                for row in chain(first, coming):
                    copy.write_row(row)
        while first and connection.vendor == "sqlite":
            cursor.executemany(f"{into} {place}", first)
            first = list(islice(coming, AT_ONCE))


@contextmanager
def much_made() -> Iterator[None]:
    """While very many objects are made, the collector passes over those that were there before."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def like(pattern: M, **changes: Any) -> M:
    """A new record like an unsaved one but for these columns, at a tenth of a constructor's time."""
    record = type(pattern).__new__(type(pattern))
    record.__dict__ = pattern.__dict__ | changes
    record._state = ModelState()
    record._state.fields_cache = pattern._state.fields_cache.copy()
    return record


def insert_records(records: Sequence[models.Model]) -> None:
    """Insert new records as `bulk_create` does and give them their keys. Needs a transaction."""
    if not records:
        return
    model = type(records[0])
    key = model._meta.pk.attname
    nameless = [record for record in records if record.__dict__[key] is None]
    for record, pk in zip(nameless, next_keys(model, len(nameless)), strict=True):
        record.__dict__[key] = pk
    fields: list[Any] = list(model._meta.local_concrete_fields)
    insert(model, [field.name for field in fields], _rows(records, fields))
    for record in records:
        record._state.adding, record._state.db = False, connection.alias


def update_records(records: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these columns of records of one model that are locked and were checked."""
    model = type(records[0])
    fields = [model._meta.get_field(name) for name in names]
    given = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]
    key = model._meta.pk
    sql = f'UPDATE "{model._meta.db_table}" SET {given} WHERE "{key.column}" = %s'
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.executemany(sql, list(_rows(records, [*fields, key])))


def any_of(keys: Sequence[str]) -> Any:
    """Very many texts, for `field__in`: SQLite takes a long list of values for a reason to walk the
    whole table, but not a list it reads itself."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])
    return keys


def set_numbers(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[int | None]]
) -> None:
    """Set whole-number columns of many rows; each row is its key and then the values of `names`."""
    columns = [model._meta.get_field(name).column for name in names]  # type: ignore[union-attr]
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lists = [_array(column) for column in zip(*rows, strict=True)]
            given = ", ".join(f'"{c}" = given."{c}"' for c in columns)
            named = ", ".join(f'"{c}"' for c in (key, *columns))
            arrays = ", ".join(["%s::bigint[]"] * len(lists))
            cursor.execute(
                f'UPDATE "{table}" SET {given} FROM unnest({arrays}) AS given({named})'
                f' WHERE "{table}"."{key}" = given."{key}"',
                lists,
            )
        else:
            given = ", ".join(f'"{c}" = %s' for c in columns)
            cursor.executemany(
                f'UPDATE "{table}" SET {given} WHERE "{key}" = %s',
                [(*row[1:], row[0]) for row in rows],
            )


def _array(numbers: Iterable[int | None]) -> str:
    return f"{{{','.join('NULL' if n is None else str(n) for n in numbers)}}}"


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """Reserve so many numeric keys of a table. Needs a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "nextval(pg_get_serial_sequence(%s, %s))"
            cursor.execute(
                f"SELECT {sequence} FROM generate_series(1, %s)",
                [f'"{table}"', model._meta.pk.column, count],
            )
            return [key for (key,) in cursor.fetchall()]
        # The transaction began as a writer's, so nobody takes these meanwhile.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + 1 + count))


def _rows(records: Iterable[models.Model], fields: Sequence[Any]) -> Iterator[list[Any]]:
    told = [(f.attname, *_told(f)) for f in fields]
    links = [(f.name, f.attname) for f in fields if f.is_relation]
    saving = [f for f in fields if isinstance(f, models.FileField) or _is_stamped(f)]
    for record in records:
        said, related = record.__dict__, record._state.fields_cache
        for name, attname in links:
            if said[attname] is None and (other := related.get(name)) is not None:
                said[attname] = other.pk  # it was saved after it was put here
        for field in saving:
            field.pre_save(record, True)
        yield [
            value if type(value := said[name]) in plain else tell(value)
            for name, plain, tell in told
        ]


def _told(field: Any) -> tuple[frozenset[type], Callable[[Any], Any]]:
    """(exact types of this field that go as they are, how all others are told to the driver).

    Only Django's own fields pass anything by: a field of ours may encrypt what it keeps.
    """
    if isinstance(field, models.JSONField):
        encode = (field.encoder or json.JSONEncoder)(ensure_ascii=False).encode
        return NOTHING, lambda value: "{}" if value == {} else encode(value)
    if type(field) is models.DateTimeField:  # the driver of PostgreSQL takes moments as they are
        as_they_are = {datetime} if connection.vendor == "postgresql" else set()
        return NOTHING | as_they_are, connection.ops.adapt_datetimefield_value
    plain = {str} if type(field) in TEXTS else {int, bool} if type(field) in NUMBERS else set()
    return NOTHING | plain, lambda value: field.get_db_prep_save(value, connection)


def _is_stamped(field: Any) -> bool:
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))
