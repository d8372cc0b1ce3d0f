"""Measures figures over a large ledger: python -m benchmarks.figures --rows 1000000 [--questions 48].

Uses the PostgreSQL database of LUODI_DATABASE_URL, which must be empty or made by this command; fills it first, measures
counting the records, then counts by month beforehand and measures again. Prints JSON. Drop the database afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
from typing import Any


def main() -> int:
    """Generate when needed, measure without and with cells."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.figures", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=48)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.figures.settings")
    import django  # app ready

    django.setup()
    print(json.dumps(_measure(chosen.rows, chosen.questions), ensure_ascii=False, indent=1))
    return 0


def _measure(rows: int, questions: int) -> dict[str, Any]:
    from django.db import connection  # app ready

    from benchmarks.figures import measure  # app ready
    from benchmarks.figures.ledger import generate  # app ready

    found: dict[str, Any] = {"rows": rows, "load before": os.getloadavg()}
    if "bench_ledger_entry" not in connection.introspection.table_names():
        found["generated s"] = round(generate.generate(rows), 1)
    generate.forget_cells()
    found["records"] = {
        "values": measure.measure_values(questions),
        "public call ÷ its own statement": measure.measure_orm(questions),
    }
    found["pages"] = measure.measure_pages(questions)
    found["rolled up"] = generate.roll_up()
    found["cells"] = {
        "values": measure.measure_values(questions),
        "edit": measure.measure_edit(questions),
    }
    found["load after"] = os.getloadavg()
    return found


if __name__ == "__main__":
    raise SystemExit(main())
