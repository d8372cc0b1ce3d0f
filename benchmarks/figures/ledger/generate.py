"""Fills the ledger: one statement, the same rows for the same seed and number.

500 units below one district (50 offices, 9 units under each), 12 kinds of unequal size, five years,
one entry in ten open, one in fifty void. The seed is PostgreSQL's `setseed`; `random()` runs in one
session without parallel workers, so that row n is always the same.
"""

import time

from django.core.management import call_command
from django.db import connection

from benchmarks.figures.ledger.models import Entry
from luodi.kernel.choices import UnitKind
from luodi.kernel.figures import rollup
from luodi.kernel.models import FigureCell, FigureRollup, FigureTouch, Unit

SEED = 0.2018
OFFICES, UNDER_EACH = 50, 9


def generate(rows: int) -> float:
    """Make tables, units and `rows` entries; seconds taken."""
    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Entry)
    units = _units()
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT setseed(%s)", [SEED])
        cursor.execute(INSERT, [units[0], len(units), rows])
        cursor.execute("VACUUM ANALYZE bench_ledger_entry")
    return time.perf_counter() - began


INSERT = """
INSERT INTO bench_ledger_entry
    (version, created_at, kind, state, unit_id, day, until, amount)
SELECT 1, day + time '09:00', kind, state, %s + unit, day,
       CASE WHEN state = 'closed' THEN day + age END, amount
FROM (
    SELECT 1 + floor(12 * random() * random())::int AS kind,
           floor(%s * random())::int AS unit,
           date '2014-01-01' + floor(1826 * random())::int AS day,
           CASE WHEN r < 0.10 THEN 'open' WHEN r < 0.12 THEN 'void' ELSE 'closed' END AS state,
           floor(200 * random())::int AS age,
           round((exp(14 * random()))::numeric, 2) AS amount
    FROM (SELECT random() AS r FROM generate_series(1, %s)) numbers
) entries
"""


def _units() -> list[int]:
    """Ids of the units, one after another without a gap."""
    if not Unit.objects.exists():
        top = _unit("D", "示范区", None)
        for office in range(OFFICES):
            middle = _unit(f"D{office}", f"第{office}街道", top)
            for under in range(UNDER_EACH):
                _unit(f"D{office}-{under}", f"第{office}街道{under}所", middle)
    return list(Unit.objects.order_by("pk").values_list("pk", flat=True))


def _unit(code: str, name: str, parent: Unit | None) -> Unit:
    return Unit.objects.create(
        code=code, full_name=name, short_name=name, parent=parent, kind=UnitKind.STREET
    )


def roll_up() -> dict[str, float]:
    """Make the triggers and count every cell; seconds and number of cells."""
    rollup.install_all(connection)
    began = time.perf_counter()
    cells = sum(rollup.build(figure) for figure in rollup.ROLLED_UP)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE kernel_figurecell")
    return {"seconds": round(time.perf_counter() - began, 1), "cells": cells}


def forget_cells() -> None:
    """Back to counting the records each time."""
    for model in (FigureRollup, FigureCell, FigureTouch):
        model.objects.all().delete()
