"""The trail under load: verifying the whole chain, and forty writers who queue at its head."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

from benchmarks.house.timing import took
from luodi.kernel import trail
from luodi.kernel.choices import Role
from luodi.kernel.models import TrailEvent, User

WRITERS = 40


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


def measure_writers(each: int) -> dict[str, Any] | None:
    """Threads with a connection each, one event a transaction. Only where writers run side by side."""
    if connection.vendor != "postgresql":
        return None
    user = User.objects.get(username=f"{Role.OFFICE.value}-01")
    chained = _together(
        each, lambda: trail.record("benchmark.write", user, by=user, after={"n": 1})
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE benchmark_bare (LIKE kernel_trailevent INCLUDING DEFAULTS)")
    bare = _together(each, _insert_bare)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE benchmark_bare")
    print(f"  {WRITERS} writers: {chained:.0f} events/s; bare, unchained {bare:.0f}/s,"
          f" x{bare / chained:.1f}", flush=True)  # fmt: skip
    return {
        "writers": WRITERS,
        "events_per_s": chained,
        "bare_per_s": bare,
        "ratio": bare / chained,
    }


def _insert_bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO benchmark_bare (seq, at, actor, on_behalf_of, address, action, model, object_code,"
            " before, after, allowed, reason, previous_hash, hash)"
            " VALUES (1, now(), 'a', '', '', 'benchmark.write', '', '', '{}', '{}', true, '', '', '')"
        )


def _together(each: int, write: Callable[[], None]) -> float:
    """Events a second of all writers together."""

    def one(_writer: int) -> None:
        for _ in range(each):
            write()
        connection.close()

    started = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(one, range(WRITERS)))
    return WRITERS * each / (time.perf_counter() - started)
