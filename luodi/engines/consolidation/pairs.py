"""Finds the pairs of texts worth comparing and says how alike each pair is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from luodi.engines.consolidation.letters import Ints
from luodi.engines.consolidation.views import Floats, Grams

# A pair of letters that more texts share than this proposes no candidates: cost stays linear.
CROWD = 96
BLOCK = 4_096
# A candidate must share this much of its likeness in rare pairs, then this much in all.
HINT, FLOOR = 0.06, 0.10
BATCH = 65_536
SALTS, NEIGHBOURS = (1, 77_777), 2


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows `a` < `b` with what was measured between them.

    `place`: evidence of the better title found in the other text; `covered`: the part of that
    title it makes up; `shared`: evidence shared by the two whole windows; `copied`: the part
    of the smaller window that makes up.
    """

    a: Ints
    b: Ints
    likeness: Floats
    place: Floats
    covered: Floats
    shared: Floats
    copied: Floats


def find_pairs(grams: Grams) -> Pairs:
    """Return every candidate pair that is alike enough to be looked at."""
    a, b = _candidates(grams)
    starts = range(0, max(1, len(a)), BATCH)
    parts = [measure(grams, grams, a[at : at + BATCH], b[at : at + BATCH]) for at in starts]
    return join(parts)


def join(parts: Sequence[Pairs]) -> Pairs:
    """Return the pairs of all parts, one after another."""
    return Pairs(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Pairs.__slots__)
    )


def measure(left: Grams, right: Grams, a: Ints, b: Ints) -> Pairs:
    """Measure rows `a` of left with rows `b` of right; pairs below FLOOR are dropped."""
    likeness = _dots(left.likeness[a], right.likeness[b])
    keep = likeness >= FLOOR
    a, b, likeness = a[keep], b[keep], likeness[keep]
    whole_a, whole_b = left.whole[a], right.whole[b]
    one, other = _dots(left.title[a], whole_b), _dots(right.title[b], whole_a)
    whole_a.data = left.vocabulary.evidence[whole_a.indices]
    shared = _dots(whole_a, whole_b)
    covered = np.maximum(
        one / np.maximum(left.title_proof[a], 1), other / np.maximum(right.title_proof[b], 1)
    )
    copied = shared / np.maximum(np.minimum(left.whole_proof[a], right.whole_proof[b]), 1)
    return Pairs(a, b, likeness, np.maximum(one, other), _small(covered), shared, _small(copied))


def _candidates(grams: Grams) -> tuple[Ints, Ints]:
    rare = grams.likeness.copy()
    counts = grams.vocabulary.counts[rare.indices]
    rare.data[(counts > CROWD) | (counts < 2)] = 0
    rare.eliminate_zeros()
    across = rare.T.tocsr()
    ones, others = [], []
    for start in range(0, rare.shape[0], BLOCK):
        near = (rare[start : start + BLOCK] @ across).tocoo()
        a = near.row.astype(np.int64) + start
        b = near.col.astype(np.int64)
        keep = (near.data >= HINT) & (a < b)
        ones.append(a[keep])
        others.append(b[keep])
    crowd_a, crowd_b = _crowd_neighbours(grams.whole)
    a, b = np.concatenate([*ones, crowd_a]), np.concatenate([*others, crowd_b])
    line = np.unique(a * rare.shape[0] + b)
    return line // max(1, rare.shape[0]), line % max(1, rare.shape[0])


def _crowd_neighbours(whole: sparse.csr_matrix) -> tuple[Ints, Ints]:
    """Pair texts whose lowest scrambled column is the same: finds copies among crowds.

    A mass of nearly equal texts has no rare pair at all; each then meets a few neighbours.
    """
    filled = np.flatnonzero(np.diff(whole.indptr) > 0)
    ones, others = [], []
    for salt in SALTS if len(filled) else ():
        scrambled = (whole.indices.astype(np.uint32) + np.uint32(salt)) * np.uint32(2_654_435_761)
        low = np.minimum.reduceat(scrambled ^ (scrambled >> np.uint32(15)), whole.indptr[filled])
        order = np.argsort(low, kind="stable")
        for step in range(1, NEIGHBOURS + 1):
            same = low[order[step:]] == low[order[:-step]]
            ends = filled[order[:-step][same]], filled[order[step:][same]]
            ones.append(np.minimum(*ends))
            others.append(np.maximum(*ends))
    empty = [np.zeros(0, dtype=np.int64)]
    return np.concatenate(ones or empty), np.concatenate(others or empty)


def _dots(left: sparse.csr_matrix, right: sparse.csr_matrix) -> Floats:
    """Return the product of every row of left with the same row of right."""
    product = left.multiply(right)
    return np.asarray(product.sum(axis=1), dtype=np.float32).ravel()


def _small(values: npt.NDArray[np.floating]) -> Floats:
    return values.astype(np.float32)
