"""Makes the benchmark's district in the database of LUODI_DATABASE_URL: python -m benchmarks.house.generate.

Rows are written in bulk below the application, in the states a long history would leave them in;
the trail is chained event by event with the kernel's own digest, so `luodi trail verify` passes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

BUILT_BY = "benchmarks.house"


def main() -> int:
    """Make the database, empty before, and say how long each part took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.02)
    chosen = parser.parse_args()
    django.setup()
    generate(chosen.scale)
    return 0


def generate(scale: float) -> dict[str, float]:
    """Migrate, fill, analyse; returns seconds by part. What an earlier run left half-made is made
    anew; a database with accounts of anybody else is refused."""
    from benchmarks.house import chain, doings, people, sayings  # app ready
    from benchmarks.house.district import TODAY, District  # app ready
    from luodi.kernel import clock  # app ready
    from luodi.kernel.models import Preference, User  # app ready

    if _marked() is False:
        _empty()
    call_command("migrate", verbosity=0)
    if User.objects.exists():
        raise SystemExit("This database is in use: the generator wants an empty one.")
    Preference.objects.create(key=BUILT_BY, value=False)
    district = District.empty(scale)
    steps: list[Callable[[District], object]] = [
        people.make_units, people.make_people, people.make_accounts, sayings.make_campaigns,
        people.give_roles, sayings.make_gatherings, sayings.make_statements, sayings.make_problems,
        sayings.link_statements, doings.make_measures, _index, chain.write_trail, _settle,
    ]  # fmt: skip
    _hasten()
    seconds = {}
    for step in steps:
        started = time.perf_counter()
        with clock.at(TODAY):
            step(district)
        seconds[step.__name__] = time.perf_counter() - started
        print(f"  {step.__name__:<18} {seconds[step.__name__]:7.1f} s", flush=True)
    return seconds


def is_generated() -> bool:
    """Whether the generator has filled this database to the end; then newer migrations are applied."""
    if not _marked():
        return False
    call_command("migrate", verbosity=0)
    return True


def _marked() -> bool | None:
    """True: made to the end. False: begun. None: somebody else's, or empty."""
    from luodi.kernel.models import Preference  # app ready

    if "kernel_preference" not in connection.introspection.table_names():
        return None
    made: bool | None = (
        Preference.objects.filter(key=BUILT_BY).values_list("value", flat=True).first()
    )
    return made


def _empty() -> None:
    """Begin anew: only ever a database this generator began."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        return
    connection.close()
    Path(connection.settings_dict["NAME"]).unlink()


def _hasten() -> None:
    """While generating, a crash may lose everything; the setting is this connection's alone."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET synchronous_commit = off")
        else:
            cursor.execute("PRAGMA synchronous = OFF")


def _index(district: object) -> None:
    """The search index, by the kernel's own function."""
    from luodi.kernel import search  # app ready

    for name in ("gatherings", "statements", "problems", "measures"):
        records = getattr(district, name)
        for start in range(0, len(records), 5000):
            search.index(records[start : start + 5000])


def _settle(district: object) -> None:
    """The fixed day, the counters behind the codes, and the statistics the planner needs."""
    from benchmarks.house.district import TODAY  # app ready
    from luodi.kernel.models import CodeCounter, Preference  # app ready

    Preference.objects.create(key="clock.fixed_day", value=TODAY.isoformat())
    Preference.objects.filter(key=BUILT_BY).update(value=True)
    CodeCounter.objects.create(prefix=f"YJ-{TODAY.year}", last=1_000_000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    raise SystemExit(main())
