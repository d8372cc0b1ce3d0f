"""Measures lists of one-sentence problems: python -m benchmarks.consolidation.meetings.

meetings.csv holds invented problems in the style of branch meetings, with what belongs together.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict

from benchmarks.consolidation.quality import HERE, clusters, measure
from luodi.engines.consolidation import Item, Options, consolidate


def read_meetings() -> tuple[list[Item], dict[str, set[str]]]:
    """Return the items, and problem → the ids that belong together."""
    with (HERE / "meetings.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    items = [Item(f"{number:03}", row["text"]) for number, row in enumerate(rows)]
    gold: dict[str, set[str]] = defaultdict(set)
    for item, row in zip(items, rows, strict=True):
        if row["problem"]:
            gold[row["problem"]].add(item.id)
    return items, dict(gold)


def main() -> int:
    """Print the strict figures."""
    items, gold = read_meetings()
    result = consolidate(items, options=Options(details=False))
    sys.stdout.write(f"{len(items)} items, {len(result.problems)} problems, {len(gold)} in gold\n")
    sys.stdout.write(measure(gold, clusters(result, set())).line() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
