"""Proposes a category of an office's scheme for every text, by a vote of words, without labels.

A scheme is rows of up to three levels. Its own words vote, and everyday words vote for the
official words they stand for (`everyday.csv`). Proposals, never facts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.corrections import Taught
from luodi.engines.consolidation.letters import UNICODE, Ints
from luodi.engines.consolidation.linkage import Labels
from luodi.engines.consolidation.model import Item
from luodi.engines.consolidation.pairs import spans
from luodi.engines.consolidation.presence import presence
from luodi.engines.consolidation.usual import shipped

Path = tuple[str, ...]
Votes = npt.NDArray[np.float64]

# Names of "everything else" win nothing.
_OTHER = ("其他", "其它", "other", "Other")
_LEVEL_WEIGHT = (0.4, 0.7, 1.0)
_NAME_WEIGHT = 0.5
# How loudly corrections speak beside the words of the scheme.
_CORRECTED = 6.0
# What people set outvotes everything.
_SET = 1e9
_CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Scheme:
    """Official categories, one path of one to three names per row."""

    paths: tuple[Path, ...]

    @staticmethod
    def of(rows: Sequence[Sequence[str]]) -> Scheme:
        """Return the scheme of table rows; empty cells and repeated rows are dropped."""
        cleaned = (tuple(cell.strip() for cell in row if cell.strip())[:3] for row in rows)
        paths = tuple(dict.fromkeys(path for path in cleaned if path))
        if not paths:
            raise ValueError("分类体系是空的：每行应有一至三级名称。")
        return Scheme(paths)

    def has(self, name: str) -> bool:
        """Return whether a category, or its upper levels divided by /, stands in the scheme."""
        wanted = tuple(name.split("/"))
        return any(path[: len(wanted)] == wanted for path in self.paths)


@dataclass(frozen=True, slots=True)
class Placing:
    """Theme and category by row; empty when no word spoke."""

    themes: list[str]
    categories: list[str]


@cache
def own_scheme() -> Scheme:
    """Return the small scheme that Luodi ships; its two upper levels are the themes."""
    return Scheme.of(shipped("scheme.csv"))


def place_items(
    rows: Sequence[Item], labels: Labels, scheme: Scheme, told: Mapping[int, Path] | None = None
) -> Placing:
    """Place every row; the rows of one group are placed together, by the sum of their votes.

    `told` holds the categories people set, by row: they hold, and others learn from them.
    """
    own = own_scheme()
    told = told or {}
    themes = _vote(rows, labels, own, told)
    places = themes if scheme == own else _vote(rows, labels, scheme, told)
    return Placing(
        ["/".join(own.paths[leaf][:2]) if leaf >= 0 else "" for leaf in themes],
        ["/".join(scheme.paths[leaf]) if leaf >= 0 else "" for leaf in places],
    )


def _vote(
    rows: Sequence[Item], labels: Labels, scheme: Scheme, told: Mapping[int, Path]
) -> list[int]:
    """Return the number of the winning path for each row, -1 when no word voted."""
    totals: dict[int, Counter[int]] = defaultdict(Counter)
    told = {row: path for row, path in told.items() if any(_under(scheme, path))}
    taught = Taught.of(rows, told)
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        votes = _votes(part, scheme)
        if taught:
            votes = _corrected(part, votes, taught, scheme)
        for row in told.keys() & set(range(start, start + len(part))):
            votes[row - start] = _SET * (votes[row - start] + 1e-6) * _under(scheme, told[row])
        best = votes.argmax(axis=1)
        value = votes[np.arange(len(votes)), best]
        for label, leaf, weight in zip(
            labels[start : start + _CHUNK].tolist(), best.tolist(), value.tolist(), strict=True
        ):
            if weight > 0:
                totals[label][leaf] += weight
    winner = {label: min(votes, key=lambda leaf: (-votes[leaf], leaf))
              for label, votes in totals.items()}  # fmt: skip
    return [winner.get(label, -1) for label in labels.tolist()]


def _corrected(rows: Sequence[Item], votes: Votes, taught: Taught, scheme: Scheme) -> Votes:
    """Return the votes on one scale, with what the corrections say added to them."""
    voices = taught.voices(rows)
    votes = votes / np.maximum(votes.max(axis=1, keepdims=True), 1e-9)
    for at, path in enumerate(taught.paths):
        votes += _CORRECTED * voices[:, at : at + 1] * _under(scheme, path) * (0.5 + votes / 2)
    return votes


def _under(scheme: Scheme, path: Path) -> npt.NDArray[np.bool_]:
    """Return which paths of the scheme begin with `path`."""
    return np.array([leaf[: len(path)] == path for leaf in scheme.paths])


def _votes(rows: Sequence[Item], scheme: Scheme) -> Votes:
    """Return the votes of every row for every path."""
    ballots = _ballots(scheme)
    row, pair, weight = presence(rows, ballots.codes)
    at, owner = spans(ballots.start[pair], ballots.start[pair + 1])
    cell = row[owner] * len(scheme.paths) + ballots.path[at]
    size = len(rows) * len(scheme.paths)
    votes: Votes = np.bincount(cell, weight[owner] * ballots.weight[at], size).astype(np.float64)
    return votes.reshape(len(rows), len(scheme.paths))


@dataclass(frozen=True, slots=True)
class _Ballots:
    """The pairs of letters that vote (sorted); pair p votes with `start[p]:start[p + 1]`."""

    codes: Ints
    start: Ints
    path: Ints
    weight: npt.NDArray[np.float64]


@cache
def _ballots(scheme: Scheme) -> _Ballots:
    """Return the pairs of letters that vote and what each gives every path."""
    names = [[_pairs(name) for name in path] for path in scheme.paths]
    known = Counter(pair for path in names for pair in set().union(*path))
    weights: dict[tuple[str, int], float] = defaultdict(float)
    for leaf, path in enumerate(names):
        for level, pairs in enumerate(path):
            for pair in pairs:
                share = 2 * _LEVEL_WEIGHT[level] / (len(pairs) * known[pair]) ** 0.5
                weights[pair, leaf] += _NAME_WEIGHT * share
    for official, words in _everyday().items():
        for leaf, share in _leaves(_pairs(official), names, known):
            for word in words:
                for pair in _pairs(word):
                    weights[pair, leaf] += share / max(1, len(word) - 1) ** 0.7
    cells = sorted(
        (ord(pair[0]) * UNICODE + ord(pair[1]), leaf, weight)
        for (pair, leaf), weight in weights.items()
    )
    codes, first = np.unique(np.array([code for code, _, _ in cells]), return_index=True)
    return _Ballots(
        codes,
        np.append(first, len(cells)),
        np.array([leaf for _, leaf, _ in cells]),
        np.array([weight for _, _, weight in cells]),
    )


def _leaves(
    official: set[str], names: Sequence[Sequence[set[str]]], known: Mapping[str, int]
) -> list[tuple[int, float]]:
    """Return the paths an official term points to, the best with 1."""
    scores = [
        sum(
            _LEVEL_WEIGHT[level] * known[pair] ** -0.5 / len(pairs) ** 0.5
            for level, pairs in enumerate(path)
            for pair in official & pairs
        )
        for path in names
    ]
    best = max(scores)
    return [
        (leaf, score / best) for leaf, score in enumerate(scores) if score and score >= best / 2
    ]


def reasons(rows: Sequence[Item], placing: Placing, scheme: Scheme) -> list[str]:
    """Return for each row the words of its title that spoke for the category of its place."""
    leaf_of = {"/".join(path): leaf for leaf, path in enumerate(scheme.paths)}
    ballots = _ballots(scheme)
    pair = np.repeat(ballots.codes, np.diff(ballots.start))
    voters = {
        name: set(pair[ballots.path == leaf_of[name]].tolist())
        for name in set(placing.categories) - {""}
    }
    return [
        _spoken(item.title, voters[name]) if name else ""
        for item, name in zip(rows, placing.categories, strict=True)
    ]


def _spoken(title: str, voters: set[int]) -> str:
    words: list[str] = []
    last = -2
    for at, (left, right) in enumerate(pairwise(title)):
        if ord(left) * UNICODE + ord(right) not in voters:
            continue
        if at == last + 1:
            words[-1] += right
        else:
            words.append(left + right)
        last = at
    return "、".join(dict.fromkeys(words))


def _pairs(name: str) -> set[str]:
    if name in _OTHER:
        return set()
    return {name[at : at + 2] for at in range(len(name) - 1) if name[at : at + 2].isalnum()}


@cache
def _everyday() -> Mapping[str, tuple[str, ...]]:
    return {official: tuple(words.split()) for official, words in shipped("everyday.csv")}
