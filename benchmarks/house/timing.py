"""Measuring one piece of work: its seconds, its SQL, and the same SQL run raw through the driver."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

Said = tuple[str, Any]


@contextmanager
def listening() -> Iterator[list[Said]]:
    """Collect every statement Django sends inside."""
    said: list[Said] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        said.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield said


def replay(said: Sequence[Said]) -> float:
    """Seconds the driver alone takes for the same statements, all rows fetched; nothing stays written."""
    queries = [s for s in said if not s[0].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    with transaction.atomic():
        started = time.perf_counter()
        with connection.create_cursor() as cursor:
            for sql, params in queries:
                cursor.execute(sql, params or ())
                if cursor.description:
                    cursor.fetchall()
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    return seconds


def cpu_seconds(backend: int | None) -> float:
    """What this process and the server's process for our connection have used of the processors."""
    used = time.process_time()
    if backend is None:
        return used
    return used + int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9


def backend_here() -> int | None:
    """The server's process for our connection when it runs on this machine and may be looked at."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = int(cursor.fetchone()[0])
    command = Path(f"/proc/{pid}/comm")
    here = os.access(f"/proc/{pid}/schedstat", os.R_OK) and "postgres" in command.read_text()
    return pid if here else None


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies, by rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, round(share * len(ranked) + 0.5) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle."""
    return statistics.median(values)


def took(work: Callable[[], Any]) -> float:
    """Seconds of one run."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
