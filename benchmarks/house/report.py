"""Keeps each run's figures and writes RESULTS.md from all that were kept."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.db import connection

from benchmarks.house.timing import median, took

HERE = Path(__file__).parent
KEPT = HERE.parent / "out" / "house"
RESULTS = HERE / "RESULTS.md"
LOOP = 3_000_000


def machine() -> dict[str, Any]:
    """Cores, memory, versions, and how fast this machine was when the run began."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with connection.cursor() as cursor:
        cursor.execute(
            "SHOW server_version"
            if connection.vendor == "postgresql"
            else "SELECT sqlite_version()"
        )
        version = str(cursor.fetchone()[0]).split()[0]
    return {
        "cores": os.cpu_count(), "memory_gib": round(memory), "python": platform.python_version(),
        "django": django.get_version(), "database": f"{connection.display_name} {version}",
        "load": os.getloadavg()[0], "loop_s": median([took(_count) for _ in range(5)]),
    }  # fmt: skip


def _count() -> None:
    total = 0
    for n in range(LOOP):
        total += n


def keep(scale: float, command: str, parts: dict[str, Any]) -> None:
    """Keep a run's figures beside those of other databases and sizes."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{connection.vendor}-{scale}.json"
    before = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(
        json.dumps(
            before
            | {"scale": scale, "command": command, "on": f"{datetime.now(UTC):%Y-%m-%d}"}
            | parts,
            ensure_ascii=False,
            indent=1,
        )
    )


def write_results() -> None:
    """RESULTS.md, from real runs only."""
    runs = [json.loads(path.read_text()) for path in sorted(KEPT.glob("*.json"))]
    runs.sort(key=lambda run: (-run["scale"], run["machine"]["database"]))
    text = ["# What was measured", "", (HERE / "RESULTS.head.md").read_text().strip(), ""]
    for run in runs:
        text += _section(run)
    RESULTS.write_text("\n".join(text) + "\n")


def _section(run: dict[str, Any]) -> Iterator[str]:
    host = run["machine"]
    yield f"## {host['database']}, scale {run['scale']}"
    yield ""
    yield f"`{run['command']}`"
    yield ""
    yield (f"{run.get('on', '')}. {host['cores']} cores, {host['memory_gib']} GiB, Python {host['python']}, Django {host['django']};"
           f" load {host['load']:.1f} when it began; three million additions took {host['loop_s']:.2f} s.")  # fmt: skip
    yield ""
    yield from _pages(run.get("pages", []))
    yield from _others(run)


def _pages(pages: list[dict[str, Any]]) -> Iterator[str]:
    if not pages:
        return
    yield "| page | reader | p50 ms | p95 ms | CPU p50 | CPU p95 | queries | raw SQL ms | ratio | target | met |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|"
    for p in pages:
        yield (f"| {p['page']} | {p['reader']} | {p['p50']:.0f} | {p['p95']:.0f} | {p['cpu']:.0f} |"
               f" {p['cpu_p95']:.0f} | {p['queries']} | {p['raw']:.1f} | {p['ratio']:.1f} | {p['target_ms']} |"
               f" {p['met']} |")  # fmt: skip
    yield ""


def _others(run: dict[str, Any]) -> Iterator[str]:
    if found := run.get("import"):
        yield (f"- **Import** of {found['rows']:,} rows: preview {found['preview_s']:.1f} s, confirm"
               f" {found['confirm_s']:.1f} s, **{found['rows_per_s']:.0f} rows/s** over both (target 2,000);"
               f" bare read {found['bare_read_s']:.1f} s and bare insert {found['bare_write_s']:.1f} s:"
               f" ratio {found['ratio']:.1f}.")  # fmt: skip
    if found := run.get("verify"):
        yield (f"- **Trail**: {found['events']:,} events verified in {found['seconds']:.1f} s,"
               f" {found['events_per_s']:,.0f}/s, ratio {found['ratio']:.1f} to fetching them.")  # fmt: skip
    if found := run.get("writers"):
        yield (f"- **Writers**: {found['writers']} at once, {found['moves']:,} moves (suspend, resume), each with its"
               f" checks, trail and notices: {found['per_s']:.1f} moves/s, {found['errors']} errors; p95 of one"
               f" {found['p95_s']:.2f} s. The same rows written bare {found['bare_per_s']:.1f}/s:"
               f" ratio {found['ratio']:.1f}.")  # fmt: skip
    if found := run.get("generated_s"):
        yield f"- Generated in {sum(found.values()):.0f} s."
    yield ""
