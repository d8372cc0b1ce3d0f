"""Measures the house at its size: python -m benchmarks.house [--scale 0.02] [--only pages].

Uses the database of LUODI_DATABASE_URL (an embedded one in LUODI_DATA_DIR without it), filling it first
when it is empty or half-made, and rewrites RESULTS.md. A database once filled is used again.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

PARTS = ("pages", "trail", "writers", "import")


def main() -> int:
    """Generate when needed, measure the chosen parts, keep and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.house", description=__doc__)
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--requests", type=int, default=40, help="of each page for each reader")
    parser.add_argument("--page", default="", help="only pages whose name has this in it")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    os.environ.setdefault("LUODI_DATA_DIR", mkdtemp(prefix="luodi-benchmark-"))
    Path(os.environ["LUODI_DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    from luodi.config import wsgi  # app ready: warmed up as a server is

    assert wsgi.application
    _measure(chosen)
    return 0


def _measure(chosen: argparse.Namespace) -> None:
    from benchmarks.house import generate, imports, pages, report, trail, writers  # app ready

    found: dict[str, Any] = {"machine": report.machine()}
    if not generate.is_generated():
        found["generated_s"] = generate.generate(chosen.scale)
    parts = chosen.only or PARTS
    if "pages" in parts:
        found["pages"] = pages.measure_pages(chosen.requests, chosen.page)
    if "trail" in parts:
        found["verify"] = trail.measure_verify()
    if "writers" in parts:
        found["writers"] = writers.measure_writers(10)
    if "import" in parts:
        found["import"] = imports.measure_import(max(2000, round(100_000 * chosen.scale)))
    if not chosen.page:
        report.keep(chosen.scale, f"python -m benchmarks.house --scale {chosen.scale}", found)
        report.write_results()


if __name__ == "__main__":
    raise SystemExit(main())
