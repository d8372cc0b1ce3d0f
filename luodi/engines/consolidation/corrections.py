"""Learns from categories that people set: words of corrected texts speak for their category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.letters import UNICODE, Ints
from luodi.engines.consolidation.model import Item
from luodi.engines.consolidation.presence import presence, shown

Path = tuple[str, ...]
Table = npt.NDArray[np.float64]
# A category speaks with half its voice after so many corrections.
HALF_VOICE = 4.0


@dataclass(frozen=True, slots=True)
class Taught:
    """What the corrections say: known pairs of letters (sorted) and their weight by category."""

    paths: tuple[Path, ...]
    codes: Ints
    weight: Table

    @staticmethod
    def of(rows: Sequence[Item], told: Mapping[int, Path]) -> Taught | None:
        """Return what `told` (row → category, whole or its upper levels) teaches."""
        if not told:
            return None
        paths = tuple(sorted(set(told.values())))
        number = {path: at for at, path in enumerate(paths)}
        taught = [rows[row] for row in sorted(told)]
        held = Counter(code for item in taught for code in _codes(item))
        codes = np.array(sorted(held), dtype=np.int64)
        if not len(codes):
            return None
        row, pair, strength = presence(taught, codes)
        of_path = np.array([number[told[row]] for row in sorted(told)])
        strength = strength / np.sqrt(np.bincount(row, strength**2, len(taught)))[row]
        weight = np.zeros((len(codes), len(paths)))
        np.add.at(weight, (pair, of_path[row]), strength)
        count = np.bincount(of_path, minlength=len(paths))
        weight /= np.maximum(np.sqrt((weight**2).sum(axis=0)), 1e-9)
        return Taught(paths, codes, weight * (count / (count + HALF_VOICE)))

    def voices(self, rows: Sequence[Item]) -> Table:
        """Return how strongly the corrections speak for each category in each row, 0 to 1."""
        row, pair, strength = presence(rows, self.codes)
        length = np.sqrt(np.bincount(row, strength**2, len(rows)))
        voices = np.zeros((len(rows), len(self.paths)))
        for at in range(len(self.paths)):
            voices[:, at] = np.bincount(row, strength * self.weight[pair, at], len(rows))
        return voices / np.maximum(length, 1e-9)[:, None]


def _codes(item: Item) -> set[int]:
    return {
        ord(left) * UNICODE + ord(right)
        for text in shown(item)
        for left, right in pairwise(text)
        if left.isalnum() and right.isalnum()
    }
