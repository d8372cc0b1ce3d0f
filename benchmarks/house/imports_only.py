"""Measures imports alone: python -m benchmarks.house.imports_only [--rows 100000].

Uses the database of LUODI_DATABASE_URL (an embedded one in LUODI_DATA_DIR without it), filling it with a
small district first when it is empty.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from tempfile import mkdtemp

import django


def main() -> int:
    """Generate when needed, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    os.environ.setdefault("LUODI_DATA_DIR", mkdtemp(prefix="luodi-benchmark-"))
    Path(os.environ["LUODI_DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from benchmarks.house import generate, imports  # app ready

    if not generate.is_generated():
        generate.generate(0.02)
    imports.measure_import(rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
