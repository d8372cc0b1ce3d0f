"""Weighs the counted pairs of letters of every text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.letters import Ints
from luodi.engines.consolidation.usual import usual

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint32]
Columns = npt.NDArray[np.int32]
Marks = npt.NDArray[np.uint8]

# Beyond one text in about 300 a pair is a name; how much rarer it is depends on the size of
# the collection, not on the matter, so rarity stops counting there and scores keep their scale.
RAREST = 5.7
# As evidence a pair counts only above this rarity (one text in five), and up to one in 150.
COMMONEST, PROOF = 1.5, 5.0
# A small list cannot show what is rare; count as if so many other texts had been read, which
# hold usual words as often as usual.
UNREAD = 100.0
# What so few texts say is a name, however many texts there are: in a collection larger than the
# one the weights were learnt on, all rarities shrink so that a name keeps its weight.
NAME, LEARNT_ON = 10.0, 2_816

# A mark says where in its text a pair stands: times in the title (at most 3) × 8, times in the
# head of the body (at most 3) × 2, and 1 when it stands in the rest of the window.
IN_TITLE, IN_BODY = 8, 7
MOST_TIMES = 3
# By mark: the title counts threefold, the head of the body once, the rest not at all.
TIMES: Floats = np.log1p(
    3.0 * (np.arange(32) >> 3) + (np.arange(32) >> 1 & 3)
).astype(np.float32)  # fmt: skip
# Lines weighed at a time: what is kept of them is far smaller than what it takes.
SLICE = 2_000_000


def shrinkage(texts: int) -> float:
    """Return by what rarities are divided in a collection of so many texts, at least 1."""
    return max(1.0, float(np.log((texts + UNREAD) / NAME)) / RAREST)


@dataclass(frozen=True)
class Vocabulary:
    """The known pairs of letters (sorted) and in how many of `texts` texts each occurs.

    `rarity` is ln(texts / count), at most RAREST, as if UNREAD more texts were known;
    `evidence` is how much sharing a pair proves. Both end with the value of an unknown pair.
    """

    codes: Ints
    counts: Columns
    texts: int

    @cached_property
    def rarity(self) -> Floats:
        """Weight of every pair, and of an unknown one."""
        texts = self.texts + UNREAD
        scale = shrinkage(self.texts)
        unread = UNREAD * usual(self.codes)
        share = texts / (np.append(self.counts + unread, 0) + 1.0)
        rarity: Floats = np.clip(np.log(share) / scale, 0.02, RAREST).astype(np.float32)
        return rarity

    @cached_property
    def evidence(self) -> Floats:
        """Proof in every pair, and in an unknown one.

        A short list cannot prove much by rarity; its rarest shared pairs prove all the same.
        """
        rarest = min(np.log((self.texts + UNREAD) / 5.0), PROOF)
        proof = np.maximum(np.minimum(self.rarity, rarest) - COMMONEST, 0)
        evidence: Floats = (proof * (PROOF - COMMONEST) / (rarest - COMMONEST)).astype(np.float32)
        return evidence


@dataclass(frozen=True, slots=True)
class Grams:
    """The pairs of every text: text r has `column[start[r]:start[r + 1]]`, with a mark each.

    Pairs that nobody shares are left out but counted in what is summed by text: `length` and
    `body_length` (of the weights), `title_proof` and `whole_proof` (of the evidence).
    """

    start: Ints
    column: Columns
    mark: Marks
    length: Floats
    body_length: Floats
    title_proof: Floats
    whole_proof: Floats
    vocabulary: Vocabulary

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.length)


@dataclass(frozen=True, slots=True)
class Lines:
    """One line per text and pair, text after text; text r has lines `start[r]:start[r + 1]`."""

    start: Ints
    code: Codes
    mark: Marks


def weigh(lines: Lines, column: Columns, vocabulary: Vocabulary, *, keep_single: bool) -> Grams:
    """Weigh counted lines; column -1 counts as rare and is left out.

    Pairs that only one text of the collection has are left out unless `keep_single`.
    """
    texts = len(lines.start) - 1
    steps = np.searchsorted(lines.start, np.arange(0, lines.start[-1] + 1, SLICE), "right") - 1
    bounds = np.unique(np.append(steps, texts)).tolist() or [0]
    parts = [
        _Part.of(lines, column, vocabulary, (low, high), keep_single)
        for low, high in pairwise(bounds)
    ]
    size = np.concatenate([np.zeros(1, dtype=np.int64), *(part.size for part in parts)])
    sums = [_joined([part.sums[name] for part in parts], np.float32) for name in range(4)]
    return Grams(
        np.cumsum(size),
        _joined([part.column for part in parts], np.int32),
        _joined([part.mark for part in parts], np.uint8),
        length=sums[0],
        body_length=sums[1],
        title_proof=sums[2],
        whole_proof=sums[3],
        vocabulary=vocabulary,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What `Grams` holds, for some of the texts."""

    size: Ints
    column: Columns
    mark: Marks
    sums: tuple[Floats, Floats, Floats, Floats]

    @staticmethod
    def of(
        lines: Lines,
        columns: Columns,
        vocabulary: Vocabulary,
        texts: tuple[int, int],
        keep_single: bool,
    ) -> _Part:
        start = lines.start[texts[0] : texts[1] + 1]
        column, mark = columns[start[0] : start[-1]], lines.mark[start[0] : start[-1]]
        start = start - start[0]
        rarity, proof = vocabulary.rarity[column], vocabulary.evidence[column]
        square = rarity * rarity
        sums = (
            np.sqrt(_sums(TIMES[mark] ** 2 * square, start)),
            np.sqrt(_sums(square * ((mark & IN_BODY) > 0), start)),
            _sums(proof * (mark >= IN_TITLE), start),
            _sums(proof, start),
        )
        keep = column >= 0
        if not keep_single:
            keep &= vocabulary.counts[column] > 1
        size = np.diff(np.concatenate([[0], np.cumsum(keep)])[start])
        return _Part(size, column[keep], mark[keep], sums)


def _sums(values: Floats, start: Ints) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    sums: Floats = (total[start[1:]] - total[start[:-1]]).astype(np.float32)
    return sums


def _joined(parts: Sequence[npt.NDArray[Any]], kind: type) -> npt.NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
