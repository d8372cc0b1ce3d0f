"""Measures the product's own figures over the generated house: python -m benchmarks.figures.product.

Uses the PostgreSQL database of LUODI_DATABASE_URL, made by `benchmarks/house`. Every figure is asked for the district,
an office and a unit; without days, for a year and for a month; in no campaign and in the largest. Each question is asked
once to warm up, then three times, of which the best counts. Prints one line a figure, the slowest first, in milliseconds.
"""

from __future__ import annotations

import os
import time
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")

import django

django.setup()

from django.db.models import Count  # noqa: E402

from luodi.kernel.figures import FIGURES, Context  # noqa: E402
from luodi.kernel.models import Unit  # noqa: E402
from luodi.kernel.reader import EVERYTHING  # noqa: E402
from luodi.listening.models import Statement  # noqa: E402

SPANS = (
    (None, None),
    (date(2018, 1, 1), date(2018, 12, 31)),
    (date(2018, 6, 1), date(2018, 6, 30)),
)


def contexts() -> list[Context]:
    """What every figure is asked about."""
    largest = Statement.objects.values("campaign").annotate(n=Count("pk")).order_by("-n").first()
    office = Unit.objects.filter(parent__parent=None, parent__isnull=False).order_by("pk").first()
    leaf = Unit.objects.filter(children=None).order_by("pk").first()
    assert largest is not None
    return [
        Context(campaign, unit and unit.pk, start, end)
        for campaign in (None, largest["campaign"])
        for unit in (None, office, leaf)
        for start, end in SPANS
    ]


def measure(key: str, asked: list[Context]) -> tuple[float, float, float, int]:
    """p95, p50 and the longest in milliseconds, and the most records behind one of the values."""
    times, records = [], 0
    for context in asked:
        records = max(records, FIGURES[key].value(EVERYTHING, context).records)
        tries = []
        for _again in range(3):
            began = time.perf_counter()
            FIGURES[key].value(EVERYTHING, context)
            tries.append((time.perf_counter() - began) * 1000)
        times.append(min(tries))
    times.sort()
    return times[round(0.95 * len(times)) - 1], times[len(times) // 2], times[-1], records


def main() -> None:
    """Print it."""
    asked = contexts()
    print(f"load {os.getloadavg()[0]:.1f}; figure, most records, p50 / p95 (longest)")
    found = sorted(((measure(key, asked), key) for key in FIGURES), reverse=True)
    for (p95, p50, longest, records), key in found:
        print(f"{key}, {records}, {p50:.1f} / {p95:.1f} ({longest:.1f})")


if __name__ == "__main__":
    main()
