"""The trail of a million events: how long its verification takes."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from benchmarks.house.timing import took
from luodi.kernel import trail
from luodi.kernel.models import TrailEvent


def measure_verify() -> dict[str, Any]:
    """Walk the chain; beside it, the same rows only fetched by the driver."""
    count = TrailEvent.objects.count()
    found: list[Any] = []
    seconds = took(lambda: found.append(trail.first_broken()))
    bare = took(_fetch_all)
    if found[0] is not None:
        raise SystemExit(f"The chain is broken: {found[0]}")
    print(f"  verify of {count} events: {seconds:.1f} s, {count / seconds:.0f}/s; bare {bare:.1f} s,"
          f" x{seconds / bare:.1f}", flush=True)  # fmt: skip
    return {
        "events": count,
        "seconds": seconds,
        "events_per_s": count / seconds,
        "ratio": seconds / bare,
    }


def _fetch_all() -> None:
    sql = str(TrailEvent.objects.order_by("seq").query)
    with transaction.atomic():
        stream = connection.chunked_cursor()
        stream.execute(sql)
        while stream.fetchmany(5000):
            pass
        stream.close()
