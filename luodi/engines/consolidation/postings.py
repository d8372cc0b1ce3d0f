"""Finds the texts that share rare pairs of letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.letters import Ints
from luodi.engines.consolidation.views import IN_TITLE, TIMES, Columns, Floats, Grams

# A pair of letters proposes candidates when at most so many texts have it: cost stays linear.
# In the body alone it must be a name; in a title it may be a matter.
TITLE_CROWD, BODY_CROWD = 96, 16
# Both rise with the collection, as words of matters grow common, but slower than it.
_CROWD_OF, _CROWD_GROWTH = 2_816, 0.42
# Candidates must share this much of their likeness in such pairs.
HINT = 0.07
# Meetings of two texts counted at a time, and the steps in which they are added up.
_MEETINGS = 4_000_000
_STEP = 1 / 65_536
_STEP_BITS = 18
# Rows whose meetings fit into one number beside a known row and the steps.
_ROWS = 1 << (63 - 32 - _STEP_BITS)


@dataclass(frozen=True, slots=True)
class Postings:
    """Row and weight of every proposing pair of letters, by column."""

    columns: Columns
    rows: npt.NDArray[np.int32]
    weights: Floats

    @staticmethod
    def of(grams: Grams) -> Postings:
        """Turn the proposing part of the texts round."""
        at, row, weight = _proposing(grams)
        key = np.sort(grams.column[at].astype(np.int64) << 32 | np.arange(len(at)))
        order = key & 0xFFFFFFFF
        return Postings((key >> 32).astype(np.int32), row[order].astype(np.int32), weight[order])

    def among(self, count: int) -> Iterator[tuple[Ints, Ints]]:
        """Yield all pairs of the `count` known rows whose proposing likeness reaches HINT."""
        last = np.searchsorted(self.columns, self.columns, "right")
        by_row = np.argsort(self.rows, kind="stable")
        meetings = (last - 1 - np.arange(len(last)))[by_row]
        total = np.concatenate([[0], np.cumsum(meetings)])
        first_of = np.searchsorted(self.rows[by_row], np.arange(count + 1))
        low = 0
        while low < count:
            most = total[first_of[low]] + _MEETINGS
            high = int(np.searchsorted(total[first_of], most, "right")) - 1
            high = min(max(high, low + 1), low + _ROWS, count)
            place = by_row[first_of[low] : first_of[high]]
            yield self._meet(place + 1, last[place], self.rows[place], self.weights[place])
            low = high

    def candidates(self, grams: Grams) -> tuple[Ints, Ints]:
        """Return new row and known row of every pair whose proposing likeness reaches HINT."""
        at, row, weight = _proposing(grams)
        low = np.searchsorted(self.columns, grams.column[at], "left")
        high = np.searchsorted(self.columns, grams.column[at], "right")
        cuts = np.searchsorted(row, np.arange(0, len(grams) + _ROWS, _ROWS)).tolist()
        parts = [self._meet(low[i:j], high[i:j], row[i:j], weight[i:j]) for i, j in pairwise(cuts)]
        return np.concatenate([a for a, _ in parts]), np.concatenate([b for _, b in parts])

    def _meet(
        self, low: Ints, high: Ints, row: npt.NDArray[np.integer], weight: Floats
    ) -> tuple[Ints, Ints]:
        """Add up the weights of `row` and the rows in each span; return those that reach HINT."""
        size = high - low
        owner = np.repeat(np.arange(len(low)), size)
        place = np.arange(len(owner)) + np.repeat(low - (np.cumsum(size) - size), size)
        base = int(row[0]) if len(row) else 0
        likeness = (weight[owner] * self.weights[place] / _STEP).astype(np.int64)
        # One number per meeting, so that one sort does it: row, known row, likeness.
        key = (row[owner].astype(np.int64) - base) << 32 | self.rows[place]
        key = np.sort(key << _STEP_BITS | likeness)
        if not len(key):
            return key, key
        first = np.flatnonzero(np.concatenate([[True], np.diff(key >> _STEP_BITS) > 0]))
        sums = np.add.reduceat(key & ((1 << _STEP_BITS) - 1), first)
        line = key[first[sums >= HINT / _STEP]] >> _STEP_BITS
        return (line >> 32) + base, line & 0xFFFFFFFF


def _proposing(grams: Grams) -> tuple[Ints, Ints, Floats]:
    """Return place, row and weight of the pairs that may propose candidates."""
    counts = grams.vocabulary.counts[grams.column]
    growth = max(1.0, grams.vocabulary.texts / _CROWD_OF) ** _CROWD_GROWTH
    crowd = np.where(grams.mark >= IN_TITLE, TITLE_CROWD * growth, BODY_CROWD * growth)
    at = np.flatnonzero((counts <= crowd) & (TIMES[grams.mark] > 0))
    row = np.searchsorted(grams.start, at, "right") - 1
    weight = TIMES[grams.mark[at]] * grams.vocabulary.rarity[grams.column[at]]
    return at, row, (weight / np.maximum(grams.length[row], 1e-9)).astype(np.float32)
