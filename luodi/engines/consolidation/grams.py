"""Counts the pairs of letters of every text and numbers them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.letters import UNICODE, Alphabet, Ints, read_letters
from luodi.engines.consolidation.model import Item
from luodi.engines.consolidation.views import Codes, Columns, Grams, Lines, Vocabulary, weigh

CHUNK = 16_384
_LETTER_BITS = 16


def count_grams(items: Sequence[Item], *, keep_single: bool = False) -> Grams:
    """Count and weigh the pairs of letters of a whole collection.

    Pairs that only one text has are left out of the views unless `keep_single`.
    """
    alphabet = Alphabet()
    parts = [
        _count_lines(items[start : start + CHUNK], start, alphabet)
        for start in range(0, len(items), CHUNK)
    ]
    lines = _join(parts)
    column, vocabulary = _number(lines.code, alphabet, len(items))
    return weigh(lines, column, vocabulary, len(items), keep_single=keep_single)


def grams_against(items: Sequence[Item], vocabulary: Vocabulary) -> Grams:
    """Weigh new texts with the rarity of a known collection; pairs it lacks have no column."""
    alphabet = Alphabet()
    lines = _count_lines(items, 0, alphabet)
    code = _by_points(lines.code, np.array(alphabet.points, dtype=np.int64))
    place = np.searchsorted(vocabulary.codes, code)
    known = np.append(vocabulary.codes, -1)[place] == code
    column = np.where(known, place, -1).astype(np.int32)
    return weigh(lines, column, vocabulary, len(items), keep_single=True)


def _count_lines(items: Sequence[Item], start: int, alphabet: Alphabet) -> Lines:
    letters = read_letters(items, alphabet)
    left, right = letters.numbers[:-1].astype(np.int64), letters.numbers[1:]
    good = np.flatnonzero((left > 0) & (right > 0))
    code = (left[good] << _LETTER_BITS) | right[good]
    # One number per letter pair, so that one sort does it: row, code, field.
    key = np.sort((((letters.owner[good] << (2 * _LETTER_BITS)) | code) << 2) | letters.field[good])
    place, line = key & 3, key >> 2
    fresh = np.ones(len(line), dtype=bool)
    fresh[1:] = line[1:] != line[:-1]
    first = np.flatnonzero(fresh)
    title, head = _sums(place == 0, first), _sums(place == 1, first)
    line = line[first]
    row = (line >> (2 * _LETTER_BITS)).astype(np.int32) + np.int32(start)
    return Lines(row, line.astype(np.uint32), title, head)  # keeps the code, drops the row


def _sums(flags: npt.NDArray[np.bool_], first: Ints) -> npt.NDArray[np.uint8]:
    if not len(first):
        return np.zeros(0, dtype=np.uint8)
    return np.minimum(np.add.reduceat(flags.astype(np.int32), first), 255).astype(np.uint8)


def _join(parts: Sequence[Lines]) -> Lines:
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        none = empty.astype(np.uint8)
        return Lines(empty.astype(np.int32), empty.astype(np.uint32), none, none)
    return Lines(
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.code for part in parts]),
        np.concatenate([part.title for part in parts]),
        np.concatenate([part.head for part in parts]),
    )


def _number(code: Codes, alphabet: Alphabet, texts: int) -> tuple[Columns, Vocabulary]:
    """Return the column of every line and the vocabulary, whose columns stand by code point."""
    points = np.array(alphabet.points, dtype=np.int64)
    if len(points) ** 2 > 8 * len(code):
        codes, column, counts = np.unique(
            _by_points(code, points), return_inverse=True, return_counts=True
        )
        return column.astype(np.int32), Vocabulary(codes, counts, texts)
    order = np.argsort(points, kind="stable")
    rank = np.empty(len(points), dtype=np.int32)
    rank[order] = np.arange(len(points), dtype=np.int32)
    dense = (
        rank[code >> _LETTER_BITS] * np.int32(len(points)) + rank[code & ((1 << _LETTER_BITS) - 1)]
    )
    counts = np.bincount(dense, minlength=1)
    used = np.flatnonzero(counts)
    number = np.zeros(len(counts), dtype=np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    by_point = points[order]
    codes = by_point[used // len(points)] * UNICODE + by_point[used % len(points)]
    return number[dense], Vocabulary(codes, counts[used], texts)


def _by_points(code: Codes, points: Ints) -> Ints:
    left, right = points[code >> _LETTER_BITS], points[code & ((1 << _LETTER_BITS) - 1)]
    result: Ints = left * UNICODE + right
    return result
