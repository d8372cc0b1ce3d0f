"""Counts the pairs of letters of every text and numbers them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.letters import (
    LETTER_BITS,
    NOTHING,
    UNICODE,
    Alphabet,
    Ints,
    Window,
    pair_codes,
)
from luodi.engines.consolidation.views import (
    MOST_TIMES,
    SLICE,
    Codes,
    Columns,
    Grams,
    Lines,
    Marks,
    Vocabulary,
    weigh,
)

CHUNK = 4_096
_RIGHT = (1 << LETTER_BITS) - 1
# One occurrence in the title, the head and the rest; ten bits each.
_ONE = np.array([1, 1 << 10, 1 << 20, 0], dtype=np.int32)


def count_grams(windows: Sequence[Window], *, keep_single: bool = False) -> Grams:
    """Count and weigh the pairs of letters of a whole collection.

    Pairs that only one text has are left out unless `keep_single`.
    """
    alphabet = Alphabet()
    lines = _count(windows, alphabet)
    column, vocabulary = _number(lines.code, alphabet, len(windows))
    return weigh(lines, column, vocabulary, keep_single=keep_single)


def grams_against(windows: Sequence[Window], vocabulary: Vocabulary) -> Grams:
    """Weigh new texts with the rarity of a known collection; pairs it lacks have no column."""
    alphabet = Alphabet()
    lines = _count(windows, alphabet)
    code = _by_points(lines.code, np.array(alphabet.points, dtype=np.int64))
    if not len(vocabulary.codes):
        return weigh(lines, np.full(len(code), -1, dtype=np.int32), vocabulary, keep_single=True)
    place = np.minimum(np.searchsorted(vocabulary.codes, code), len(vocabulary.codes) - 1)
    known = vocabulary.codes[place] == code
    column = np.where(known, place, -1).astype(np.int32)
    return weigh(lines, column, vocabulary, keep_single=True)


def _count(windows: Sequence[Window], alphabet: Alphabet) -> Lines:
    parts = [
        _count_lines(windows[start : start + CHUNK], alphabet)
        for start in range(0, len(windows), CHUNK)
    ]
    sizes = np.concatenate([np.zeros(1, dtype=np.int64), *(size for size, _, _ in parts)])
    codes = [code for _, code, _ in parts] or [np.zeros(0, dtype=np.uint32)]
    marks = [mark for _, _, mark in parts] or [np.zeros(0, dtype=np.uint8)]
    return Lines(np.cumsum(sizes), np.concatenate(codes), np.concatenate(marks))


def _count_lines(windows: Sequence[Window], alphabet: Alphabet) -> tuple[Ints, Codes, Marks]:
    """Return how many pairs each window has, the pairs and their marks."""
    table = pair_codes(windows, alphabet)
    fresh = np.ones(table.shape, dtype=bool)
    fresh[:, 1:] = (table[:, 1:] ^ table[:, :-1]) > np.uint32(3)
    filled = table != NOTHING
    size = (fresh & filled).sum(axis=1, dtype=np.int64)
    code, first = table[filled], np.flatnonzero(fresh[filled])
    if not len(code):
        return size, code, np.zeros(0, dtype=np.uint8)
    times = np.add.reduceat(_ONE[code & np.uint32(3)], first)
    title, head = times & 1023, times >> 10 & 1023
    mark = np.minimum(title, MOST_TIMES) << 3 | np.minimum(head, MOST_TIMES) << 1
    return size, code[first] >> np.uint32(2), (mark | (times >= 1 << 20)).astype(np.uint8)


def _number(code: Codes, alphabet: Alphabet, texts: int) -> tuple[Columns, Vocabulary]:
    """Return the column of every line and the vocabulary, whose columns stand by code point."""
    points = np.array(alphabet.points, dtype=np.int64)
    if len(points) ** 2 > 64 * (len(code) + 65_536):
        codes, found, counts = np.unique(
            _by_points(code, points), return_inverse=True, return_counts=True
        )
        return found.astype(np.int32), Vocabulary(codes, counts.astype(np.int32), texts)
    order = np.argsort(points, kind="stable")
    rank = np.empty(len(points), dtype=np.int32)
    rank[order] = np.arange(len(points), dtype=np.int32)
    seen = np.zeros(len(points) ** 2, dtype=np.int32)
    column = np.empty(len(code), dtype=np.int32)
    for at in range(0, len(code), SLICE):
        part = code[at : at + SLICE]
        dense = rank[part >> LETTER_BITS] * np.int32(len(points)) + rank[part & _RIGHT]
        column[at : at + SLICE] = dense
        seen[dense] = 1
    used = np.flatnonzero(seen)
    seen[used] = np.arange(len(used), dtype=np.int32)
    counts = np.zeros(len(used), dtype=np.int64)
    for at in range(0, len(code), SLICE):
        column[at : at + SLICE] = seen[column[at : at + SLICE]]
        counts += np.bincount(column[at : at + SLICE], minlength=len(used))
    by_point = points[order]
    codes = by_point[used // len(points)] * UNICODE + by_point[used % len(points)]
    return column, Vocabulary(codes, counts.astype(np.int32), texts)


def _by_points(code: Codes, points: npt.NDArray[np.int64]) -> Ints:
    result: Ints = points[code >> LETTER_BITS] * UNICODE + points[code & _RIGHT]
    return result
