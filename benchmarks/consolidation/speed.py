"""Measures time and memory: python -m benchmarks.consolidation.speed FILE.csv [FILE.csv …].

The files are made by generate.py. CPU seconds are those of one process with one thread; the
growth exponent is the slope between the smallest and the largest file.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Sequence
from math import log
from pathlib import Path

from benchmarks.consolidation.quality import clusters, measure, read_gold, read_items
from luodi.engines.consolidation import Index, Item, Options, consolidate

OPTIONS = Options(details=False)
# New items of one day.
DAY = 10_000


def run(items: Sequence[Item]) -> tuple[float, str]:
    """Return the CPU seconds of one run and its quality on the look half of the gold set."""
    gold, undecided = read_gold()
    start = time.process_time()
    result = consolidate(items, options=OPTIONS)
    seconds = time.process_time() - start
    return seconds, measure(gold["look"], clusters(result, undecided)).line()


def add_hundred(items: Sequence[Item]) -> str:
    """Return how long one match, a hundred additions and a day's additions take.

    All against the items that are left: nine tenths of them, when there are few.
    """
    day = min(DAY, len(items) // 10)
    drawn = random.Random(1).sample(list(items), 100 + day)
    chosen = {item.id for item in drawn}
    known = [item for item in items if item.id not in chosen]
    new, later = drawn[:100], drawn[100:]
    index = Index.build(known, consolidate(known, options=OPTIONS), OPTIONS)
    before = dict(index.problem_of)
    start = time.process_time()
    for item in new[:20]:
        index.match([item])
    one = (time.process_time() - start) / 20
    start = time.process_time()
    index.add(new)
    hundred = time.process_time() - start
    start = time.process_time()
    index.add(later)
    rest = time.process_time() - start
    kept = all(index.problem_of[item] == problem for item, problem in before.items())
    return (
        f"one match {one * 1000:.0f} ms (mean of 20), 100 added {hundred:.2f} s, "
        f"{day} more added {rest:.1f} s, ids kept: {kept}"
    )


def main() -> int:
    """Print a line per file, the growth exponent, and the cost of additions to the last file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--add", action="store_true")
    wanted = parser.parse_args()
    sizes: list[tuple[int, float]] = []
    for path in wanted.files:
        items = read_items(path)
        seconds, quality = run(items)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sizes.append((len(items), seconds))
        sys.stdout.write(f"{len(items):>9} items {seconds:7.2f} CPU s {peak:>6} MiB  {quality}\n")
    if len(sizes) > 1:
        (small, fast), (large, slow) = sizes[0], sizes[-1]
        sys.stdout.write(f"growth exponent {log(slow / fast) / log(large / small):.3f}\n")
    if wanted.add:
        sys.stdout.write(add_hundred(items) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
