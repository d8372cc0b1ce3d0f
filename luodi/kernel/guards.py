"""Rules the database itself keeps: rows that are never deleted, columns that never change.

A model lists its guards; they are triggers, made anew after every migrate on SQLite and PostgreSQL
alike, so no shell, import or forgotten path goes round them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSE = "luodi_refuse"


@dataclass(frozen=True)
class NeverDeleted:
    """Rows of this table stay for ever."""

    reason: str = "记录不得删除"
    name: str = "never_deleted"

    def timing(self, model: type[models.Model]) -> tuple[str, str]:
        return "BEFORE DELETE", ""


@dataclass(frozen=True)
class AppendOnly:
    """Rows of this table are written once."""

    reason: str = "只增不改"
    name: str = "append_only"

    def timing(self, model: type[models.Model]) -> tuple[str, str]:
        return "BEFORE UPDATE", ""


@dataclass(frozen=True)
class Frozen:
    """Columns that do not change once `when` (SQL over OLD) holds."""

    fields: tuple[str, ...]
    reason: str
    when: str = "1=1"

    @property
    def name(self) -> str:
        return "frozen_" + self.fields[0]

    def timing(self, model: type[models.Model]) -> tuple[str, str]:
        columns = [_column(model, field) for field in self.fields]
        changed = " OR ".join(f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in columns)
        return "BEFORE UPDATE", f"({self.when}) AND ({changed})"


def _column(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    column: str = field.column
    return column


Guard = NeverDeleted | AppendOnly | Frozen


def install(connection: BaseDatabaseWrapper) -> None:
    """Make every guard of every model whose table exists."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {REFUSE}() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$"
            )
        for model, guard in declared():
            if model._meta.db_table in tables:
                for statement in _statements(connection.vendor, model, guard):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every guard: only for emptying a test database."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model, guard in declared():
            if model._meta.db_table in tables:
                cursor.execute(_drop(connection.vendor, model, guard))


def declared() -> Iterator[tuple[type[models.Model], Guard]]:
    """Every (model, guard) of the installed rooms."""
    for model in apps.get_models():
        for guard in getattr(model, "guards", ()):
            yield model, guard


def _drop(vendor: str, model: type[models.Model], guard: Guard) -> str:
    table = model._meta.db_table
    on = f' ON "{table}"' if vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{table}_{guard.name}"{on}'


def _statements(vendor: str, model: type[models.Model], guard: Guard) -> Iterator[str]:
    table = model._meta.db_table
    timing, condition = guard.timing(model)
    when = f"WHEN ({condition}) " if condition else ""
    head = f'CREATE TRIGGER "{table}_{guard.name}" {timing} ON "{table}" FOR EACH ROW {when}'
    yield _drop(vendor, model, guard)
    if vendor == "postgresql":
        yield f"{head} EXECUTE FUNCTION {REFUSE}('{guard.reason}')"
    else:
        yield f"{head} BEGIN SELECT RAISE(ABORT, '{guard.reason}'); END"
