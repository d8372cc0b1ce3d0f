"""Weighs counted pairs of letters: three sparse views of the same texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from luodi.engines.consolidation.letters import Ints

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint32]
Columns = npt.NDArray[np.int32]

# Beyond one text in about 300 a pair is a name; how much rarer it is depends on the size of
# the collection, not on the matter, so rarity stops counting there and scores keep their scale.
RAREST = 5.7
# As evidence a pair counts only above this rarity (one text in five), and up to one in 150.
COMMONEST, PROOF = 1.5, 5.0
TITLE_WEIGHT = 3.0
# A small list cannot show what is rare; count as if so many other texts had been read.
UNREAD = 100.0
# Lines weighed at a time: what is kept of them is far smaller than what it takes.
_SLICE = 2_000_000


@dataclass(frozen=True)
class Vocabulary:
    """The known pairs of letters (sorted) and in how many of `texts` texts each occurs.

    `rarity` is ln(texts / count), at most RAREST, as if UNREAD more texts were known;
    `evidence` is how much sharing a pair proves. Both end with the value of an unknown pair.
    """

    codes: Ints
    counts: Ints
    texts: int

    @cached_property
    def rarity(self) -> Floats:
        """Weight of every pair, and of an unknown one."""
        share = (self.texts + UNREAD) / (np.append(self.counts, 0) + 1.0)
        rarity: Floats = np.clip(np.log(share), 0.02, RAREST).astype(np.float32)
        return rarity

    @cached_property
    def evidence(self) -> Floats:
        """Proof in every pair, and in an unknown one."""
        proof = np.maximum(np.minimum(self.rarity, PROOF) - COMMONEST, 0)
        return proof.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Grams:
    """Three sparse views of the same texts; rows are texts, columns the pairs of `vocabulary`.

    `likeness` rows have length one (title counts threefold, head of the body once); `title`
    holds the evidence of the title's pairs, `whole` is 1 for every pair in the window;
    `title_proof` and `whole_proof` sum their evidence, pairs nobody shares included.
    """

    likeness: sparse.csr_matrix
    title: sparse.csr_matrix
    whole: sparse.csr_matrix
    title_proof: Floats
    whole_proof: Floats
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Lines:
    """One line per text and pair, by row: how often in the title and in the head of the body."""

    row: npt.NDArray[np.int32]
    code: Codes
    title: npt.NDArray[np.uint8]
    head: npt.NDArray[np.uint8]


def weigh(
    lines: Lines, column: Columns, vocabulary: Vocabulary, texts: int, *, keep_single: bool
) -> Grams:
    """Build the three views from counted lines; column -1 counts as rare and is left out."""
    cuts = np.searchsorted(lines.row, np.arange(texts + 1))
    steps = np.searchsorted(cuts, np.arange(0, len(lines.row), _SLICE))
    bounds = np.unique(np.concatenate([[0], steps, [texts]])).tolist()
    parts = [
        _Part.of(lines, column, vocabulary, (low, high), slice(cuts[low], cuts[high]), keep_single)
        for low, high in pairwise(bounds)
    ]
    shape = (texts, len(vocabulary.codes))
    likeness = _stack([part.likeness for part in parts], shape)
    ones = np.ones(len(likeness.indices), dtype=np.int8)
    whole = sparse.csr_matrix((ones, likeness.indices, likeness.indptr), shape)
    whole.has_sorted_indices = True
    none = [np.zeros(0, dtype=np.float32)]
    return Grams(
        likeness,
        _stack([part.title for part in parts], shape),
        whole,
        np.concatenate([part.title_proof for part in parts] or none),
        np.concatenate([part.whole_proof for part in parts] or none),
        vocabulary,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What `Grams` holds, for some of the texts."""

    likeness: sparse.csr_matrix
    title: sparse.csr_matrix
    title_proof: Floats
    whole_proof: Floats

    @staticmethod
    def of(
        lines: Lines,
        columns: Columns,
        vocabulary: Vocabulary,
        texts: tuple[int, int],
        part: slice,
        keep_single: bool,
    ) -> _Part:
        count = texts[1] - texts[0]
        row, column = lines.row[part] - texts[0], columns[part]
        times = np.log1p(TITLE_WEIGHT * lines.title[part] + lines.head[part]).astype(np.float32)
        weight = times * vocabulary.rarity[column]
        length = np.sqrt(_sums(row, weight * weight, count))
        weight /= np.maximum(length, 1e-9)[row]
        proof = vocabulary.evidence[column]
        whole_proof = _sums(row, proof, count)
        proof[lines.title[part] == 0] = 0
        keep = column >= 0
        if not keep_single:
            keep &= vocabulary.counts[column] > 1
        shape = (count, len(vocabulary.codes))
        return _Part(
            _matrix(row, column, weight, keep, shape),
            _matrix(row, column, proof, keep & (proof > 0), shape),
            _sums(row, proof, count),
            whole_proof,
        )


def _sums(row: Columns, values: Floats, count: int) -> Floats:
    return np.bincount(row, weights=values, minlength=count).astype(np.float32)


def _matrix(
    row: Columns,
    column: Columns,
    data: Floats,
    keep: npt.NDArray[np.bool_],
    shape: tuple[int, int],
) -> sparse.csr_matrix:
    """Return a matrix with sorted rows: they multiply by one merge, others by a full-width table."""
    start = np.concatenate([[0], np.cumsum(np.bincount(row[keep], minlength=shape[0]))])
    matrix = sparse.csr_matrix((data[keep], column[keep], start), shape=shape)
    matrix.sort_indices()
    return matrix


def _stack(parts: Sequence[sparse.csr_matrix], shape: tuple[int, int]) -> sparse.csr_matrix:
    if not parts:
        return sparse.csr_matrix(shape, dtype=np.float32)
    return parts[0] if len(parts) == 1 else sparse.vstack(parts, format="csr")
