"""Compares all texts of a collection and groups them, copies first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from luodi.engines.consolidation.components import connected
from luodi.engines.consolidation.grams import count_grams
from luodi.engines.consolidation.letters import Ints, Window, window
from luodi.engines.consolidation.linkage import Bonds, Labels, link
from luodi.engines.consolidation.model import Item
from luodi.engines.consolidation.pairs import find_pairs
from luodi.engines.consolidation.score import busy_speakers, score_pairs
from luodi.engines.consolidation.views import Floats

# Pairs below this part of the stop value weigh too little to be kept for the means.
KEPT = 0.3
# Texts so surely the same are joined before the means are taken.
COPY = 0.95
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))


@dataclass(frozen=True, slots=True)
class Scores:
    """Scored pairs of rows; `kind` maps every row to the first row with the same window."""

    kind: Ints
    a: Ints
    b: Ints
    score: Floats


def compare_items(items: Sequence[Item], stop: float, ruled: Collection[int] = ()) -> Scores:
    """Score every pair worth keeping; rows with equal windows are compared once.

    Rows that somebody ruled on are always compared for themselves.
    """
    windows = [window(item) for item in items]
    kind = _kinds(windows, ruled)
    rows = np.flatnonzero(kind == np.arange(len(items)))
    if len(rows) < len(items):
        windows = [windows[row] for row in rows.tolist()]
    grams = count_grams(windows)
    del windows
    pairs = find_pairs(grams)
    del grams
    singles = [items[row] for row in rows.tolist()]
    score = score_pairs(pairs, singles, singles, busy_speakers(items), len(items))
    keep = score >= KEPT * stop
    return Scores(kind, rows[pairs.a[keep]], rows[pairs.b[keep]], score[keep])


def group_items(scores: Scores, stop: float, bonds: Bonds) -> Labels:
    """Return for each row the lowest row of its group."""
    count = len(scores.kind)
    start = _copies(scores, bonds)
    a, b = start[scores.a], start[scores.b]
    a, b, score = _strongest(np.minimum(a, b), np.maximum(a, b), scores.score, count)
    moved = Bonds(
        [tuple(sorted({int(start[row]) for row in group})) for group in bonds.together],
        [(int(start[one]), int(start[other])) for one, other in bonds.apart],
        bonds.alone,
    )
    return link(count, a, b, score, stop, moved)[start]


def _kinds(windows: Sequence[Window], ruled: Collection[int]) -> Ints:
    """Return for each row the first row with the same window; empty windows have none.

    Numbers in the body do not count: a form letter with another house number is the same.
    """
    by_title: dict[str, int | dict[str, int]] = {}
    own = set(ruled)
    kinds = list(range(len(windows)))
    for row, (title, body) in enumerate(windows):
        if row in own or not (title or body):
            continue
        seen = by_title.setdefault(title, row)
        if seen == row:
            continue
        if isinstance(seen, int):
            by_title[title] = seen = {windows[seen][1].translate(_NO_DIGITS): seen}
        kinds[row] = seen.setdefault(body.translate(_NO_DIGITS), row)
    return np.array(kinds, dtype=np.int64)


def _copies(scores: Scores, bonds: Bonds) -> Ints:
    """Return for each row the first row of its copies; a row somebody ruled on has none."""
    count = len(scores.kind)
    ruled = np.zeros(count, dtype=bool)
    ruled[sorted(bonds.alone)] = True
    for group in (*bonds.together, *bonds.apart):
        ruled[list(group)] = True
    alike = scores.score >= COPY
    a = np.concatenate([scores.a[alike], np.arange(count)])
    b = np.concatenate([scores.b[alike], scores.kind])
    free = ~(ruled[a] | ruled[b])
    return connected(count, a[free], b[free])


def _strongest(a: Ints, b: Ints, score: Floats, count: int) -> tuple[Ints, Ints, Floats]:
    """Return each pair once with its best score; pairs of a row with itself are dropped."""
    differ = a != b
    a, b, score = a[differ], b[differ], score[differ]
    order = np.lexsort((-score, b, a))
    a, b, score = a[order], b[order], score[order]
    fresh = np.ones(len(a), dtype=bool)
    fresh[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return a[fresh], b[fresh], score[fresh]
