"""Finds the pairs of texts worth comparing and measures each pair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.letters import UNICODE, Ints
from luodi.engines.consolidation.postings import Postings
from luodi.engines.consolidation.views import (
    IN_BODY,
    IN_TITLE,
    TIMES,
    Columns,
    Floats,
    Grams,
    Marks,
)

# A candidate must be alike by so much in all.
FLOOR = 0.13
# The cosine of two bodies leans towards the usual one the more, the shorter they are.
USUAL_BODY, SHORT_BODY = 0.12, 600.0
# A window that can prove less than this is brief; its evidence counts up to so many times.
BRIEF, BRIEFEST = 100.0, 3.0
SALTS, NEIGHBOURS = (1, 77_777), 2
# Rows of left whose marks stand in one table, and entries looked up at a time.
_ROWS, _LOOKED_UP = 128, 1 << 20


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows `a` < `b` with what was measured between them.

    `likeness`: cosine, title threefold; `place`: evidence of the better title found in the
    other text; `covered`: the part of that title it makes up; `missing`: evidence of the worse
    title that the other text lacks; `shared`: evidence shared by the two whole windows;
    `copied`: the part of the smaller window that makes up; `body`: cosine of the bodies;
    `runs`: evidence of one pair of letters for every run of letters both have, so that one long
    name proves no more than a short one.
    """

    a: Ints
    b: Ints
    likeness: Floats
    place: Floats
    covered: Floats
    missing: Floats
    shared: Floats
    copied: Floats
    body: Floats
    runs: Floats


def find_pairs(grams: Grams) -> Pairs:
    """Return every candidate pair that is alike enough to be looked at."""
    return measure(grams, grams, *_candidates(grams))


def measure(left: Grams, right: Grams, a: Ints, b: Ints) -> Pairs:
    """Measure rows `a` (rising) of left with rows `b` of right; pairs below FLOOR are dropped."""
    local = np.zeros(len(left.vocabulary.codes), dtype=np.int32)
    parts = [_measure(left, right, a[some], b[some], local) for some in _batches(right, a, b)]
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Pairs(none, none, *(none.astype(np.float32) for _ in range(8)))
    return Pairs(
        *(np.concatenate([getattr(part, name.name) for part in parts]) for name in fields(Pairs))
    )


def _candidates(grams: Grams) -> tuple[Ints, Ints]:
    postings = Postings.of(grams)
    parts = list(postings.among(len(grams)))
    crowd_a, crowd_b = _crowd_neighbours(grams)
    a = np.concatenate([*(part[0] for part in parts), crowd_a])
    b = np.concatenate([*(part[1] for part in parts), crowd_b])
    line = np.unique(a << 32 | b)
    return line >> 32, line & 0xFFFFFFFF


def _crowd_neighbours(grams: Grams) -> tuple[Ints, Ints]:
    """Pair texts whose lowest scrambled column is the same: finds copies among crowds.

    A mass of nearly equal texts has no rare pair at all; each then meets a few neighbours.
    """
    filled = np.flatnonzero(np.diff(grams.start) > 0)
    ones, others = [], []
    for salt in SALTS if len(filled) else ():
        number = np.arange(len(grams.vocabulary.codes), dtype=np.uint32) + np.uint32(salt)
        scrambled = number * np.uint32(2_654_435_761)
        scrambled ^= scrambled >> np.uint32(15)
        low = np.minimum.reduceat(scrambled[grams.column], grams.start[filled])
        order = np.argsort(low, kind="stable")
        for step in range(1, NEIGHBOURS + 1):
            same = low[order[step:]] == low[order[:-step]]
            ends = filled[order[:-step][same]], filled[order[step:][same]]
            ones.append(np.minimum(*ends))
            others.append(np.maximum(*ends))
    empty = [np.zeros(0, dtype=np.int64)]
    return np.concatenate(ones or empty), np.concatenate(others or empty)


def _batches(right: Grams, a: Ints, b: Ints) -> Iterator[slice]:
    """Yield runs of pairs that need few rows of left and few look-ups."""
    if not len(a):
        return
    slot = np.concatenate([[0], np.cumsum(a[1:] != a[:-1])]) // _ROWS
    look_ups = np.cumsum(right.start[b + 1] - right.start[b]) // _LOOKED_UP
    cuts = np.flatnonzero((np.diff(slot) > 0) | (np.diff(look_ups) > 0)) + 1
    low = 0
    for high in [*cuts.tolist(), len(a)]:
        yield slice(low, high)
        low = high


def _measure(left: Grams, right: Grams, a: Ints, b: Ints, local: Columns) -> Pairs:
    vocabulary = left.vocabulary
    pair, column, mark_a, mark_b = _shared(left, right, a, b, local)
    weight = vocabulary.rarity[column]
    square = weight * weight
    likeness = _sums(pair, TIMES[mark_a] * TIMES[mark_b] * square, len(a))
    likeness /= np.maximum(left.length[a] * right.length[b], 1e-9)
    keep = likeness >= FLOOR
    of_kept = np.flatnonzero(keep[pair])
    pair = (np.cumsum(keep) - 1)[pair[of_kept]]
    mark_a, mark_b, square = mark_a[of_kept], mark_b[of_kept], square[of_kept]
    column = column[of_kept]
    proof = vocabulary.evidence[column]
    a, b, likeness = a[keep], b[keep], likeness[keep]
    one = _sums(pair, proof * (mark_a >= IN_TITLE), len(a))
    other = _sums(pair, proof * (mark_b >= IN_TITLE), len(a))
    told = np.flatnonzero(proof)
    first = told[_begins_run(pair[told], vocabulary.codes[column[told]])]
    shared = _sums(pair, proof, len(a))
    in_both = ((mark_a & IN_BODY) > 0) & ((mark_b & IN_BODY) > 0)
    body = _sums(pair, square * in_both, len(a))
    body += USUAL_BODY * SHORT_BODY
    body /= left.body_length[a] * right.body_length[b] + SHORT_BODY
    title_a, title_b = left.title_proof[a], right.title_proof[b]
    smaller = np.minimum(left.whole_proof[a], right.whole_proof[b])
    # Where little is said, little can be shared: what is shared then counts for more.
    brevity = np.clip(BRIEF / np.maximum(smaller, 1), 1, BRIEFEST).astype(np.float32)
    return Pairs(
        a,
        b,
        likeness,
        np.maximum(one, other) * brevity,
        np.maximum(one / np.maximum(title_a, 1), other / np.maximum(title_b, 1)),
        np.maximum(title_a - one, title_b - other),
        shared * brevity,
        (shared / np.maximum(smaller, 1)).astype(np.float32),
        body,
        _sums(pair[first], proof[first], len(a)),
    )


def _begins_run(pair: Ints, code: Ints) -> npt.NDArray[np.bool_]:
    """Tell which shared pairs of letters follow no other one that the two texts share."""
    left, right = code // UNICODE, code % UNICODE
    ends = np.sort(pair * UNICODE + right)
    begin = pair * UNICODE + left
    at = np.searchsorted(ends, begin)
    begins: npt.NDArray[np.bool_] = np.append(ends, -1)[at] != begin
    return begins


def _shared(
    left: Grams, right: Grams, a: Ints, b: Ints, local: Columns
) -> tuple[Ints, Columns, Marks, Marks]:
    """Return pair number, column and both marks of every column the two rows of a pair share.

    `local` has a place for every column and is all zero before and after. It numbers the columns
    of these rows of left, so that the table of their marks stays small however many there are.
    """
    fresh = np.concatenate([[True], a[1:] != a[:-1]])
    rows = a[fresh]
    at, owner = spans(left.start[rows], left.start[rows + 1])
    columns = left.column[at]
    width = _number_columns(columns, local)
    table = np.zeros(len(rows) * width, dtype=np.uint8)
    table[owner * width + local[columns]] = left.mark[at]
    at, pair = spans(right.start[b], right.start[b + 1])
    number = local[right.column[at]]
    local[columns] = 0
    known = np.flatnonzero(number)
    at, pair = at[known], pair[known]
    mark_a = table[((np.cumsum(fresh) - 1) * width)[pair] + number[known]]
    hit = np.flatnonzero(mark_a)
    at = at[hit]
    return pair[hit], right.column[at], mark_a[hit], right.mark[at]


def _number_columns(columns: Columns, local: Columns) -> int:
    """Number the columns in `local` from 1 and return one more than how many there are."""
    order = np.arange(len(columns), dtype=np.int32)
    local[columns] = order
    once = np.flatnonzero(local[columns] == order)
    local[columns[once]] = np.arange(1, len(once) + 1, dtype=np.int32)
    return len(once) + 1


def spans(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return the numbers low..high-1 of every span, one after another, and whose they are."""
    size = high - low
    owner = np.repeat(np.arange(len(low)), size)
    at = np.arange(len(owner)) + np.repeat(low - (np.cumsum(size) - size), size)
    return at, owner


def _sums(pair: Ints, values: Floats, count: int) -> Floats:
    return np.bincount(pair, weights=values, minlength=count).astype(np.float32)
