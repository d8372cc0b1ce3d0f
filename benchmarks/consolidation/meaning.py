"""Measures what an embedding adds: python -m benchmarks.consolidation.meaning FILE PEER_PYTHON [--model use|minilm].

FILE is the workbook of messages, of which only the look half of the gold set is judged; the meeting
list is judged whole. PEER_PYTHON is the interpreter of an environment with peers/embedding.txt:

    python -m venv ~/embed && ~/embed/bin/pip install -r benchmarks/consolidation/peers/embedding.txt
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.consolidation.meetings import read_meetings
from benchmarks.consolidation.quality import HERE, clusters, measure, read_gold, read_items
from luodi.engines.consolidation import Consolidation, Item, Options, consolidate, grouping
from luodi.engines.consolidation.extras import near_by_meaning
from luodi.engines.consolidation.extras.meaning import text_of

Gold = Mapping[str, set[str]]
WEIGHTS = (0, 1, 2, 4, 8)
# A pair whose score lies between these is in doubt; the rest is left as it is.
DOUBT = (0.03, 0.6)
write = sys.stdout.write


@dataclass
class Embedded:
    """Vectors made by the peer, as an embedder of the engine."""

    vectors: dict[str, np.ndarray]
    name: str = "peer"
    version: str = ""
    cpu_s: str = field(default="", compare=False)

    @staticmethod
    def by(python: str, model: str, items: Sequence[Item]) -> Embedded:
        """Let the peer read every text once."""
        texts = list(dict.fromkeys(text_of(item) for item in items))
        with tempfile.TemporaryDirectory() as folder:
            given, made = Path(folder) / "in.csv", Path(folder) / "out.npy"
            with given.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([("text",), *((text,) for text in texts)])
            command = [python, str(HERE / "peers" / "embed.py"), str(given), str(made), model]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found = np.load(made).astype(np.float32)
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return Embedded(dict(zip(texts, found, strict=True)), model, cpu_s=done.stdout.strip())

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return what the peer made of them."""
        return np.array([self.vectors[text] for text in texts])

    def of(self, items: Sequence[Item]) -> np.ndarray:
        """Return one row per item."""
        return self.embed([text_of(item) for item in items])


def missed(items: Sequence[Item], gold: Gold, result: Consolidation, embedder: Embedded) -> None:
    """Print for the gold pairs the engine left apart how early each of two rankings names them."""
    home = {member: p.id for p in result.problems for member in p.members}
    apart = [
        (a, b)
        for members in gold.values()
        for a in sorted(members)
        for b in sorted(members)
        if a < b and home.get(a, a) != home.get(b, b)
    ]
    place = {item.id: row for row, item in enumerate(items)}
    cosine = embedder.of(items) @ embedder.of(items).T
    scored = _all_scores(items)
    np.fill_diagonal(cosine, -2)
    np.fill_diagonal(scored, -2)
    write(f"  gold pairs left apart: {len(apart)}\n")
    for name, table in (("engine", scored), ("meaning", cosine)):
        first = [_rank(table, place[a], place[b]) for a, b in apart]
        told = ", ".join(f"{k}: {sum(rank <= k for rank in first)}" for k in (1, 3, 10))
        write(f"  named among the first by {name:8} {told}\n")


def _rank(table: np.ndarray, a: int, b: int) -> int:
    """Return how early one of the two names the other; a pair never measured comes last."""
    if table[a, b] < -1.5 or (table[a, b] == 0 and not table[a].any()):
        return len(table)
    return 1 + min(int((table[one] > table[one, other]).sum()) for one, other in ((a, b), (b, a)))


def _all_scores(items: Sequence[Item]) -> np.ndarray:
    """Return the engine's score of every pair it measures, 0 for those it does not."""
    found = np.full((len(items), len(items)), 0.0, dtype=np.float32)
    place = {item.id: row for row, item in enumerate(items)}
    plain = grouping.score_pairs

    def listening(pairs: Any, left: Any, right: Any, *rest: Any) -> Any:
        score = plain(pairs, left, right, *rest)
        for a, b, s in zip(pairs.a.tolist(), pairs.b.tolist(), score.tolist(), strict=True):
            one, other = place[left[a].id], place[right[b].id]
            found[one, other] = found[other, one] = max(s, 1e-6)
        return score

    grouping.score_pairs = listening
    try:
        consolidate(items, options=Options(details=False))
    finally:
        grouping.score_pairs = plain
    return found


def as_feature(items: Sequence[Item], gold: Gold, ignored: set[str], embedder: Embedded) -> None:
    """Print the strict figures with the cosine as one more feature of pairs in doubt.

    The cosine counts from its median over those pairs, so that a weight moves none on the whole.
    """
    plain = grouping.score_pairs
    for weight in WEIGHTS:
        grouping.score_pairs = _with_cosine(plain, embedder, weight)
        try:
            result = consolidate(items, options=Options(details=False))
        finally:
            grouping.score_pairs = plain
        write(f"  weight {weight}: {measure(gold, clusters(result, ignored)).line()}\n")


def _with_cosine(plain: Any, embedder: Embedded, weight: float) -> Any:
    def scored(pairs: Any, left: Any, right: Any, *rest: Any) -> Any:
        score = plain(pairs, left, right, *rest).astype(np.float64)
        doubt = (score >= DOUBT[0]) & (score <= DOUBT[1])
        if not doubt.any():
            return score.astype(np.float32)
        one, other = embedder.of(left), embedder.of(right)
        cosine = (one[pairs.a[doubt]] * other[pairs.b[doubt]]).sum(axis=1)
        odds = np.log(score[doubt] / (1 - score[doubt])) + weight * (cosine - np.median(cosine))
        score[doubt] = 1 / (1 + np.exp(-odds))
        return score.astype(np.float32)

    return scored


def near_misses(items: Sequence[Item], gold: Gold, embedder: Embedded) -> None:
    """Print how many members missing from a problem stand below its line, and for how many lines."""
    result = consolidate(items, options=Options(details=False))
    more = near_by_meaning(result, items, embedder, most=len(items))
    home = {item: name for name, members in gold.items() for item in members}
    lines = {"engine": 0, "meaning": 0}
    right = {"engine": 0, "meaning": 0}
    missing = 0
    for problem in result.problems:
        names = Counter(home[member] for member in problem.members if member in home)
        if not names:
            continue
        lacking = gold[names.most_common(1)[0][0]] - set(problem.members)
        missing += len(lacking)
        shown = {item for item, _score in problem.near}
        added = {item for item, _cosine in more.get(problem.id, ())} - shown
        for name, some in (("engine", shown), ("meaning", added)):
            lines[name] += len(some)
            right[name] += len(some & lacking)
    write(f"  members missing from a problem that was found: {missing}\n")
    for name in lines:
        write(f"  shown below the line by {name:8} {lines[name]} lines, {right[name]} right\n")


def main() -> int:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("peer_python")
    parser.add_argument("--model", choices=("use", "minilm"), default="use")
    wanted = parser.parse_args()
    gold, undecided = read_gold()
    meetings, together = read_meetings()
    for title, items, known in (
        ("messages, look half", sorted(read_items(wanted.file), key=lambda i: i.id), gold["look"]),
        ("meeting list", meetings, together),
    ):
        embedder = Embedded.by(wanted.peer_python, wanted.model, items)
        write(f"{title}: {len(items)} texts, {wanted.model}, {embedder.cpu_s} CPU s\n")
        missed(items, known, consolidate(items, options=Options(details=False)), embedder)
        as_feature(items, known, undecided if known is gold["look"] else set(), embedder)
        near_misses(items, known, embedder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
