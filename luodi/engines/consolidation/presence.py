"""Says how strongly texts hold known pairs of letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.letters import UNICODE, Ints, window
from luodi.engines.consolidation.model import Item

_TITLE_WEIGHT, _BODY_WEIGHT, _BODY_LETTERS = 4.0, 0.5, 80


def presence(rows: Sequence[Item], codes: Ints) -> tuple[Ints, Ints, npt.NDArray[np.float64]]:
    """Return row, number of the pair and strength for each known pair that a row holds."""
    parts = [shown(item) for item in rows]
    raw = np.frombuffer("".join(a + b for a, b in parts).encode("utf-32-le", "replace"), np.uint32)
    titles = np.array([len(a) for a, _ in parts], dtype=np.int64)
    sizes = titles + np.array([len(b) for _, b in parts], dtype=np.int64)
    owner = np.repeat(np.arange(len(rows)), sizes)
    in_title = np.arange(len(raw)) - (np.cumsum(sizes) - sizes)[owner] < titles[owner]
    code = raw[:-1].astype(np.int64) * UNICODE + raw[1:]
    place = np.minimum(np.searchsorted(codes, code), len(codes) - 1)
    hit = np.flatnonzero(codes[place] == code)
    cell, at = np.unique(owner[hit] * len(codes) + place[hit], return_inverse=True)
    weight = np.bincount(at, np.where(in_title[hit], _TITLE_WEIGHT, _BODY_WEIGHT))
    row, pair = cell // len(codes), cell % len(codes)
    held = np.maximum(np.bincount(pair, minlength=len(codes)), 1)
    # Half of the usual rarity: words of a scheme are words of its trade, common or not.
    return row, pair, np.log1p(weight) * np.sqrt(np.log1p(len(rows) / held))[pair]


def shown(item: Item) -> tuple[str, str]:
    """Return the parts of an item that categories are read from."""
    title, body = window(item)
    return title + "\n", body[:_BODY_LETTERS] + "\n"
