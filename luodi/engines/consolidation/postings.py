"""Finds the known rows that share rare pairs of letters with new rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from luodi.engines.consolidation.letters import Ints
from luodi.engines.consolidation.pairs import HINT
from luodi.engines.consolidation.views import Floats, Grams


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows and weights of every rare column, by column."""

    columns: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]
    weights: Floats

    @staticmethod
    def of(grams: Grams, crowd: int) -> Postings:
        """Turn the rare part of the likeness view round."""
        view = grams.likeness
        rows = np.repeat(np.arange(view.shape[0], dtype=np.int32), np.diff(view.indptr))
        rare = grams.vocabulary.counts[view.indices] <= crowd
        columns = view.indices[rare]
        order = np.argsort(columns, kind="stable")
        return Postings(columns[order], rows[rare][order], view.data[rare][order])

    def candidates(self, likeness: sparse.csr_matrix) -> tuple[Ints, Ints]:
        """Return new row and known row of every pair whose rare likeness reaches HINT."""
        low = np.searchsorted(self.columns, likeness.indices, "left")
        high = np.searchsorted(self.columns, likeness.indices, "right")
        sizes = high - low
        owner = np.repeat(np.arange(likeness.shape[0]), np.diff(likeness.indptr))
        new = np.repeat(owner, sizes)
        weight = np.repeat(likeness.data, sizes)
        within = np.arange(len(new)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        place = np.repeat(low, sizes) + within
        key = new.astype(np.int64) << 32 | self.rows[place].astype(np.int64)
        line, at = np.unique(key, return_inverse=True)
        total = np.bincount(at, weights=weight * self.weights[place], minlength=len(line))
        line = line[total >= HINT]
        return line >> 32, line & 0xFFFFFFFF
