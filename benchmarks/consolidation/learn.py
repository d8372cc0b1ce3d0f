"""Learns the weights of score.py: python -m benchmarks.consolidation.learn FILE.

Ridge logistic regression on the candidate pairs of the look half. A pair is true when both items
are of one gold problem; every other pair is false unless one of its items is undecided or of
another part. The messages are read five ways (whole, first sentence of the body, title only,
body without title, among those of eleven made-up cities), and as short lists drawn from them
(some with many problems, some with none), so that the weights hold for short lists
and for large collections too.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.consolidation.generate import cities
from benchmarks.consolidation.meetings import read_meetings
from benchmarks.consolidation.quality import read_gold, read_items
from luodi.engines.consolidation import Item
from luodi.engines.consolidation.grams import count_grams
from luodi.engines.consolidation.letters import window
from luodi.engines.consolidation.pairs import Pairs, find_pairs
from luodi.engines.consolidation.score import FEATURES, busy_speakers, features, fewness

Table = npt.NDArray[np.float64]
# How much a pair counts in each reading.
READINGS = {"whole": 1.0, "start": 0.5, "title": 0.3, "body": 0.3, "among many": 0.15}
# Short lists: number of items and of problems, how many lists, how much a pair of one counts.
LISTS = ((60, 6, 5, 0.5), (60, 0, 5, 0.5), (300, 30, 3, 0.3), (300, 0, 1, 0.3), (1_000, 60, 1, 0.3))
LIST_READINGS = ("whole", "start", "title")
# How much a pair of the invented one-sentence problems (meetings.csv) counts.
SENTENCES = 0.3
RIDGE = 1.0
CITIES = 12


def read_as(items: Sequence[Item], reading: str) -> list[Item]:
    """Return the items as another kind of collection would have them."""
    if reading == "start":
        return [replace(item, body=item.body.strip()[:60]) for item in items]
    if reading == "title":
        return [replace(item, body="") for item in items]
    if reading == "body":
        return [replace(item, title="", body=item.body.strip()[:120]) for item in items]
    if reading == "among many":
        return sorted(cities(items, CITIES), key=lambda item: item.id)
    return list(items)


def short_list(
    items: Sequence[Item], half: str, count: int, problems: int, seed: int
) -> list[Item]:
    """Draw a short list: some problems of the half, the rest from no problem."""
    gold, undecided = read_gold()
    chance = random.Random(seed)
    drawn_problems = chance.sample(sorted(gold[half]), problems)
    chosen = set().union(*(gold[half][name] for name in drawn_problems))
    taken = undecided.union(*(ids for groups in gold.values() for ids in groups.values()))
    rest = [item for item in items if item.id not in taken]
    drawn = chance.sample(rest, max(0, count - len(chosen)))
    return sorted([i for i in items if i.id in chosen] + drawn, key=lambda item: item.id)


def collections(items: Sequence[Item], half: str) -> Iterator[tuple[list[Item], float]]:
    """Yield every collection to learn from, with how much a pair of it counts."""
    for reading, worth in READINGS.items():
        yield read_as(items, reading), worth
    for count, problems, lists, worth in LISTS:
        for seed in range(lists):
            drawn = short_list(items, half, count, problems, seed)
            for reading in LIST_READINGS:
                yield read_as(drawn, reading), worth


def pairs_of(items: Sequence[Item]) -> tuple[Pairs, Table]:
    """Return the candidate pairs and what score.py looks at; the last column is fewness."""
    pairs = find_pairs(count_grams([window(item) for item in items]))
    table = features(pairs, items, items, busy_speakers(items))
    return pairs, np.column_stack([table, np.full(len(table), fewness(len(items)))])


def truth(items: Sequence[Item], pairs: Pairs, half: str) -> tuple[npt.NDArray[np.bool_], Table]:
    """Return which pairs may be learnt from, and 1 for those of one gold problem."""
    gold, undecided = read_gold()
    home = {id_: name for groups in gold.values() for name, ids in groups.items() for id_ in ids}
    other = {
        id_
        for name, groups in gold.items()
        if name != half
        for ids in groups.values()
        for id_ in ids
    }
    ids = [item.id for item in items]
    known, same = [], []
    for one, two in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True):
        both = {ids[one], ids[two]}
        # What another city says of itself is not known here.
        known.append(not both & (undecided | other) and any("-" not in id_ for id_ in both))
        same.append(ids[one] in home and home[ids[one]] == home.get(ids[two]))
    return np.array(known, dtype=bool), np.array(same, dtype=np.float64)


def fit(table: Table, same: Table, weight: Table, ridge: float) -> tuple[Table, float]:
    """Return coefficients and bias of the ridge logistic regression (Newton's method)."""
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    x = np.column_stack([(table - mean) / spread, np.ones(len(table))])
    w = np.zeros(x.shape[1])
    penalty = np.append(np.full(table.shape[1], ridge), 0.0)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (weight * (p - same)) + penalty * w
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    coefficients = w[:-1] / spread
    return coefficients, float(w[-1] - coefficients @ mean)


def samples(items: Sequence[Item], half: str) -> tuple[Table, Table, Table]:
    """Return features, truth and weight of the pairs of all readings."""
    tables, sames, weights = [], [], []
    for read, worth in collections(items, half):
        pairs, table = pairs_of(read)
        known, same = truth(read, pairs, half)
        tables.append(table[known])
        sames.append(same[known])
        weights.append(np.full(int(known.sum()), worth))
    sentences, problems = read_meetings()
    home = {id_: name for name, ids in problems.items() for id_ in ids}
    pairs, table = pairs_of(sentences)
    ends = [(sentences[a].id, sentences[b].id) for a, b in zip(pairs.a, pairs.b, strict=True)]
    tables.append(table)
    sames.append(np.array([a in home and home[a] == home.get(b) for a, b in ends], dtype=float))
    weights.append(np.full(len(table), SENTENCES))
    return np.concatenate(tables), np.concatenate(sames), np.concatenate(weights)


def main() -> int:
    """Print the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("look", "report"), default="look")
    parser.add_argument("--ridge", type=float, default=RIDGE)
    wanted = parser.parse_args()
    items = sorted(read_items(wanted.file), key=lambda item: item.id)
    coefficients, bias = fit(*samples(items, wanted.half), wanted.ridge)
    for name, value in zip([*FEATURES, "few"], coefficients, strict=True):
        sys.stdout.write(f"{name:<16} {value:+.3f}\n")
    sys.stdout.write(f"{'bias':<16} {bias:+.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
