"""Measures the consolidation engine against the gold set: python -m benchmarks.consolidation.quality FILE.

FILE is the workbook of messages the gold ids belong to; it is not part of this repository.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from luodi.engines.consolidation import Consolidation, Item, Options, Scheme, consolidate
from luodi.engines.consolidation.table import read_rows, text_of, time_of

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Figures:
    """Strict figures over the gold problems of one half: a non-member in a group is an error."""

    precision: float
    recall: float
    bcubed: float
    macro: float
    pair_precision: float
    pair_recall: float

    def line(self) -> str:
        """Return the figures in one line."""
        return (
            f"BCubed F1 {self.bcubed:.4f} (P {self.precision:.4f} R {self.recall:.4f})  "
            f"macro F1 {self.macro:.4f}  pairs P {self.pair_precision:.4f} R {self.pair_recall:.4f}"
        )


def read_items(path: Path) -> list[Item]:
    """Return the messages of the workbook."""
    return [
        Item(
            id=text_of(row["留言编号"]),
            title=text_of(row["留言主题"]),
            body=text_of(row["留言详情"]),
            time=time_of(row["留言时间"]),
            speaker=text_of(row["留言用户"]),
        )
        for row in read_rows(path)
    ]


def read_gold() -> tuple[dict[str, dict[str, set[str]]], set[str]]:
    """Return half → problem → ids, and the ids left undecided (they are not judged)."""
    gold: dict[str, dict[str, set[str]]] = {"look": {}, "report": {}}
    undecided = set()
    with (HERE / "gold.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["group"] == "?":
                undecided.add(row["id"])
            else:
                gold[row["half"]].setdefault(row["group"], set()).add(row["id"])
    return gold, undecided


def clusters(result: Consolidation, ignored: set[str]) -> dict[str, frozenset[str]]:
    """Return for each item of a problem the members of that problem that are judged."""
    found = {}
    for problem in result.problems:
        members = frozenset(problem.members) - ignored
        found.update(dict.fromkeys(members, members))
    return found


def measure(gold: Mapping[str, set[str]], found: Mapping[str, frozenset[str]]) -> Figures:
    """Return the strict figures of the found clusters over the gold problems."""
    precision = recall = macro = 0.0
    right = wrong = possible = count = 0
    for members in gold.values():
        best = 0.0
        possible += len(members) * (len(members) - 1) // 2
        own = {found.get(item, frozenset({item})) for item in members}
        for cluster in own:
            hit = len(cluster & members)
            best = max(best, 2 * hit / (len(cluster) + len(members)))
            right += hit * (hit - 1) // 2
            wrong += hit * (len(cluster) - hit)
            precision += hit * hit / len(cluster)
            recall += hit * hit / len(members)
        count += len(members)
        macro += best
    precision, recall = precision / count, recall / count
    return Figures(
        precision,
        recall,
        2 * precision * recall / (precision + recall),
        macro / len(gold),
        right / max(1, right + wrong),
        right / possible,
    )


def pair_agreement(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> float:
    """Return the F1 between the pairs of two results over the items both have."""
    pairs = [
        {(a, b) for item, group in side.items() for a in [item] for b in group if a < b}
        for side in (one, other)
    ]
    both = len(pairs[0] & pairs[1])
    return 2 * both / max(1, len(pairs[0]) + len(pairs[1]))


def category_accuracy(items: Sequence[Item], scheme: Scheme, half: str) -> tuple[float, int]:
    """Return the share of right top-level categories over the hand-labelled items of a half."""
    categories = consolidate(items, scheme=scheme, options=Options(details=False)).categories
    with (HERE / "categories.csv").open(encoding="utf-8") as lines:
        labels = [row for row in csv.DictReader(lines) if row["half"] == half]
    right = sum(categories[row["id"]].split("/")[0] in row["category"].split("|") for row in labels)
    return right / len(labels), len(labels)


def stability(items: Sequence[Item], full: Mapping[str, frozenset[str]]) -> float:
    """Return the mean agreement of five runs on nine tenths of the items with the full run."""
    total = 0.0
    for seed in range(5):
        part = random.Random(seed).sample(list(items), len(items) * 9 // 10)
        ids = {item.id for item in part}
        run = clusters(consolidate(part, options=Options(details=False)), set())
        cut = {item: group & ids for item, group in full.items() if item in ids}
        total += pair_agreement(cut, run)
    return total / 5


def main() -> int:
    """Print the figures; the report half only when asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("look", "report"), default="look")
    parser.add_argument("--scheme", type=Path)
    parser.add_argument("--stop", type=float, default=Options().stop)
    parser.add_argument("--stability", action="store_true")
    wanted = parser.parse_args()
    items = read_items(wanted.file)
    gold, undecided = read_gold()
    result = consolidate(items, options=Options(stop=wanted.stop, details=False))
    found = clusters(result, undecided)
    write = sys.stdout.write
    write(f"{len(items)} items, {len(result.problems)} problems, half {wanted.half}\n")
    write(measure(gold[wanted.half], found).line() + "\n")
    every = {name: ids for half in gold.values() for name, ids in half.items()}
    home = {item: name for name, ids in every.items() for item in ids}
    pairs = [(a, b) for a, group in found.items() for b in group if a < b]
    true = sum(a in home and home.get(a) == home.get(b) for a, b in pairs)
    write(f"all pairs that were joined: {len(pairs)}, in the gold set {true / len(pairs):.3f}\n")
    if wanted.stability:
        write(f"90 % against all: pair F1 {stability(items, clusters(result, set())):.4f}\n")
    if wanted.scheme:
        rows = [[text_of(cell) for cell in row.values()] for row in read_rows(wanted.scheme)]
        share, count = category_accuracy(items, Scheme.of(rows), wanted.half)
        write(f"top-level category right: {share:.3f} of {count}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
