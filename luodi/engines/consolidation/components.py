"""Connected sets of rows, without loading a graph library."""

from __future__ import annotations

import numpy as np

from luodi.engines.consolidation.letters import Ints


def connected(count: int, a: Ints, b: Ints) -> Ints:
    """Return for each of `count` rows the lowest row it is connected to by the pairs (a, b)."""
    lowest = np.arange(count, dtype=np.int64)
    while len(a):
        one, other = lowest[a], lowest[b]
        open_pairs = one != other
        a, b, one, other = a[open_pairs], b[open_pairs], one[open_pairs], other[open_pairs]
        low, high = np.minimum(one, other), np.maximum(one, other)
        np.minimum.at(lowest, high, low)
        while not np.array_equal(shorter := lowest[lowest], lowest):
            lowest = shorter
    return lowest
