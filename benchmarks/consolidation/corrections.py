"""Measures what corrected categories add: python -m benchmarks.consolidation.corrections FILE SCHEME.

The hand-labelled messages (categories.csv) are drawn at random into corrections and a rest; the
rest is judged. Mean of twenty draws for each number of corrections.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from pathlib import Path

from benchmarks.consolidation.quality import HERE, read_items
from luodi.engines.consolidation import Decision, Options, Scheme, consolidate
from luodi.engines.consolidation.table import read_rows, text_of

DRAWS = 20


def main() -> int:
    """Print accuracy by number of corrections."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("scheme", type=Path)
    parser.add_argument("--corrections", type=int, nargs="*", default=[0, 25, 50, 100, 140])
    wanted = parser.parse_args()
    rows = [[text_of(cell) for cell in row.values()] for row in read_rows(wanted.scheme)]
    scheme = Scheme.of(rows)
    with (HERE / "categories.csv").open(encoding="utf-8") as lines:
        labels = {row["id"]: row["category"].split("|") for row in csv.DictReader(lines)}
    # Only the labelled messages: what is measured is the vote, not the grouping.
    items = [item for item in read_items(wanted.file) if item.id in labels]
    for count in wanted.corrections:
        right = judged = 0
        for draw in range(DRAWS if count else 1):
            chosen = set(random.Random(draw).sample(sorted(labels), count))
            told = [Decision("category", (id_,), labels[id_][0]) for id_ in sorted(chosen)]
            found = consolidate(
                items, decisions=told, scheme=scheme, options=Options(details=False)
            ).categories
            rest = labels.keys() - chosen
            right += sum(found[id_].split("/")[0] in labels[id_] for id_ in rest)
            judged += len(rest)
        sys.stdout.write(f"{count:>4} corrections: {right / judged:.3f} of the rest right\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
