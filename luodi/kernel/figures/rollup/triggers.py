"""Triggers that mark a month of a unit dirty, whatever path a change came by."""

from collections.abc import Iterable, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from luodi.kernel.figures.rollup.shape import Shape
from luodi.kernel.models import FigureTouch

TOUCH = FigureTouch._meta.db_table


def install(connection: BaseDatabaseWrapper, shapes: Iterable[Shape]) -> None:
    """Make them anew for every table that has rolled-up figures."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for shape in {shape.name: shape for shape in shapes}.values():
            if {shape.model._meta.db_table, TOUCH} <= tables:
                for statement in _statements(connection.vendor, shape):
                    cursor.execute(statement)


def _statements(vendor: str, shape: Shape) -> Iterator[str]:
    table, unit = shape.model._meta.db_table, shape.column(shape.unit)
    name = f"touch_{shape.name.replace('.', '_')}"[:60]
    month = _month(vendor, shape.column(shape.time))
    one = (
        f"INSERT INTO {TOUCH} (rollup, month, unit_id) SELECT '{shape.name}', {month}, "
        f'{{row}}."{unit}" WHERE {{row}}."{shape.column(shape.time)}" IS NOT NULL '
        f'AND {{row}}."{unit}" IS NOT NULL'
    )
    parts = {
        "INSERT": [one.format(row="NEW")],
        "DELETE": [one.format(row="OLD")],
        "UPDATE": [one.format(row="OLD"), one.format(row="NEW")],
    }
    for event, inserts in parts.items():
        its = f"{name}_{event.lower()}"
        body = "; ".join(inserts)
        if vendor == "postgresql":
            yield (
                f"CREATE OR REPLACE FUNCTION {its}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body}; RETURN NULL; END $$"
            )
            yield f'DROP TRIGGER IF EXISTS {its} ON "{table}"'
            yield (
                f'CREATE TRIGGER {its} AFTER {event} ON "{table}" FOR EACH ROW '
                f"EXECUTE FUNCTION {its}()"
            )
        else:
            yield f"DROP TRIGGER IF EXISTS {its}"
            yield f'CREATE TRIGGER {its} AFTER {event} ON "{table}" BEGIN {body}; END'


def _month(vendor: str, column: str) -> str:
    if vendor == "postgresql":
        return f"date_trunc('month', {{row}}.\"{column}\")::date"
    return f"substr({{row}}.\"{column}\", 1, 7) || '-01'"
