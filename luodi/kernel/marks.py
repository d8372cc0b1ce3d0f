"""What the database itself notes beside a change, whatever path the change came by.

A model lists its marks; they are triggers like the guards, made anew after every migrate.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Mark:
    """After `event` (INSERT, UPDATE OF column, …) on the model's table, where `when` holds, `statements`
    are run in the same transaction; both are SQL about OLD and NEW that SQLite and PostgreSQL read."""

    name: str
    event: str
    statements: tuple[str, ...]
    when: str = ""
    on: type[models.Model] | None = None
    """Another model, of a room below, whose changes matter here; None: the one that lists it."""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make every mark of every model whose table exists."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model, mark in declared():
            if model._meta.db_table in tables:
                for statement in _statements(connection.vendor, model._meta.db_table, mark):
                    cursor.execute(statement)


def declared() -> Iterator[tuple[type[models.Model], Mark]]:
    """Every (model whose table it is on, mark) of the installed rooms."""
    for model in apps.get_models():
        for mark in getattr(model, "marks", ()):
            yield mark.on or model, mark


def _statements(vendor: str, table: str, mark: Mark) -> Iterator[str]:
    name, body = f"{table}_marks_{mark.name}", "; ".join(mark.statements)
    when = f" WHEN ({mark.when})" if mark.when else ""
    if vendor == "postgresql":
        yield (
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN {body}; RETURN NULL; END $$"
        )
        yield f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
        yield (
            f'CREATE TRIGGER "{name}" AFTER {mark.event} ON "{table}" FOR EACH ROW{when} '
            f'EXECUTE FUNCTION "{name}"()'
        )
    else:
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield f'CREATE TRIGGER "{name}" AFTER {mark.event} ON "{table}" FOR EACH ROW{when} BEGIN {body}; END'
