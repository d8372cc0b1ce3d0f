"""Forty people at once: leaders suspend and resume their own measures by the product's moves.

Beside it the bare cost: as many connections that write the same rows (the measure, the event, the
notices) without a check, a chain or a queue.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from benchmarks.house.district import TODAY
from benchmarks.house.timing import percentile
from luodi.kernel import clock
from luodi.kernel.choices import Role
from luodi.kernel.models import Notice, TrailEvent, User
from luodi.kernel.transitions import perform
from luodi.measures.choices import MeasureState
from luodi.measures.models import Accountability, Measure

WRITERS = 40
COPIES = {"benchmark_event": "kernel_trailevent", "benchmark_notice": "kernel_notice"}


def measure_writers(each: int) -> dict[str, Any] | None:
    """So many suspensions and as many resumptions by each. Only where writers run side by side."""
    if connection.vendor != "postgresql":
        return None
    work = list(_pairs(each))
    before = Notice.objects.count()
    started, times, errors = time.perf_counter(), [], 0
    for done, failed in _together(lambda pair: _there_and_back(*pair), work):
        times += done
        errors += failed
    seconds = time.perf_counter() - started
    notices = round((Notice.objects.count() - before) / len(times)) if times else 0
    bare = _bare(work, notices)
    print(f"  {WRITERS} writers: {len(times) / seconds:.1f} moves/s, {errors} errors, p95 {percentile(times, 0.95):.2f} s,"
          f" {notices} notices each; bare {bare:.1f}/s", flush=True)  # fmt: skip
    return {"writers": WRITERS, "moves": len(times), "per_s": len(times) / seconds, "errors": errors,
            "p95_s": percentile(times, 0.95), "notices": notices, "bare_per_s": bare,
            "ratio": bare / (len(times) / seconds)}  # fmt: skip


def _pairs(each: int) -> Iterator[tuple[User, list[Measure]]]:
    """A leader's account with measures only he answers for."""
    for user in User.objects.filter(username__startswith=f"{Role.LEADER.value}-")[:WRITERS]:
        held = Accountability.objects.filter(person=user.person_id, until=None).values("measure")
        mine = Measure.objects.filter(pk__in=held, state=MeasureState.IN_PROGRESS)
        yield user, list(mine.order_by("pk")[:each])


def _there_and_back(user: User, measures: list[Measure]) -> tuple[list[float], int]:
    times, errors = [], 0
    asked = {"reason": "等待上级文件。", "until": TODAY + timedelta(days=30)}
    for measure in measures:
        for move, inputs in (("suspend", asked), ("resume", {})):
            started = time.perf_counter()
            try:
                with clock.at(TODAY):
                    perform(measure, move, by=user, **inputs)
            except Exception as error:  # noqa: BLE001 - counted and shown, of every kind
                print(f"  {user} {move} {measure}: {error!r}")
                errors += 1
            else:
                times.append(time.perf_counter() - started)
    return times, errors


def _bare(work: list[tuple[User, list[Measure]]], notices: int) -> float:
    """Moves a second when only their rows are written."""
    with connection.cursor() as cursor:
        for copy, table in COPIES.items():
            cursor.execute(f"DROP TABLE IF EXISTS {copy}")
            cursor.execute(f"CREATE TABLE {copy} AS TABLE {table} WITH NO DATA")
    event = TrailEvent.objects.order_by("-seq").values_list("pk", flat=True)[0]
    rows = {"event": event, "notices": list(Notice.objects.values_list("pk", flat=True)[:notices])}
    started = time.perf_counter()
    _together(lambda pair: [_write(m.pk, rows) for m in pair[1] for _ in range(2)], work)
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        for copy in COPIES:
            cursor.execute(f"DROP TABLE {copy}")
    return 2 * sum(len(measures) for _, measures in work) / seconds


def _write(measure: int, rows: dict[str, Any]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE measures_measure SET version = version + 1 WHERE id = %s", [measure])
        cursor.execute(
            "INSERT INTO benchmark_event SELECT * FROM kernel_trailevent WHERE seq = %s",
            [rows["event"]],
        )
        cursor.execute(
            "INSERT INTO benchmark_notice SELECT * FROM kernel_notice WHERE id = ANY(%s)",
            [rows["notices"]],
        )


def _together(work: Callable[[Any], Any], shares: list[Any]) -> list[Any]:
    """Each share on a connection of its own, all at once."""

    def one(share: Any) -> Any:
        try:
            return work(share)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, shares))
