"""Joins rows into groups by average linkage on sparse pairs, inside what people decided."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.components import connected
from luodi.engines.consolidation.letters import Ints
from luodi.engines.consolidation.views import Floats

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bonds:
    """What people decided, in rows: groups that belong together, pairs that never meet."""

    together: Sequence[tuple[int, ...]] = ()
    apart: Sequence[tuple[int, int]] = ()
    alone: frozenset[int] = frozenset()


def link(count: int, a: Ints, b: Ints, score: Floats, stop: float, bonds: Bonds) -> Labels:
    """Return for each row the lowest row of its group.

    Two groups join while the mean score of all their pairs is at least `stop`; a pair that
    was never measured counts as 0. Equal scores are settled by row, so rows must come in
    an order that does not depend on the input.
    """
    free = _free(a, b, bonds)
    a, b, score = a[free], b[free], score[free]
    labels = np.arange(count, dtype=np.int64)
    apart = _apart(bonds)
    for rows, edges in _components(count, a, b):
        pool = _Pool(stop)
        pool.fill(rows, a[edges].tolist(), b[edges].tolist(), score[edges].tolist())
        pool.never.update({row: set(apart[row]) for row in rows if row in apart})
        for group in pool.run():
            labels[group] = min(group)
    return _unite(labels, bonds.together, apart) if bonds.together else labels


def _apart(bonds: Bonds) -> dict[int, set[int]]:
    """Return for each row the rows it never meets, through what it is tied to as well."""
    tied = {row: group for group in bonds.together for row in group}
    apart: dict[int, set[int]] = defaultdict(set)
    for one, other in bonds.apart:
        for left in tied.get(one, (one,)):
            for right in tied.get(other, (other,)):
                apart[left].add(right)
                apart[right].add(left)
    return apart


def _unite(
    labels: Labels, together: Sequence[tuple[int, ...]], apart: dict[int, set[int]]
) -> Labels:
    """Join the groups of tied rows; where those must not meet, only the tied rows move."""
    members: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels.tolist()):
        members[label].append(row)
    for tied in together:
        homes = sorted({int(labels[row]) for row in tied})
        union = {row for home in homes for row in members[home]}
        if any(apart[row] & union for row in union if row in apart):
            union = set(tied)
        for home in homes:
            members[home] = [row for row in members[home] if row not in union]
        for part in (*(members[home] for home in homes), sorted(union)):
            if part:
                labels[part] = part[0]
                members[part[0]] = list(part)
    return labels


def _free(a: Ints, b: Ints, bonds: Bonds) -> npt.NDArray[np.bool_]:
    if not bonds.alone:
        return np.ones(len(a), dtype=bool)
    alone = np.array(sorted(bonds.alone), dtype=np.int64)
    return ~(np.isin(a, alone) | np.isin(b, alone))


def _components(count: int, a: Ints, b: Ints) -> Iterable[tuple[list[int], Ints]]:
    """Yield the rows and the edge numbers of every connected set of two rows or more."""
    if not len(a):
        return
    name = connected(count, a, b)
    edges = np.argsort(name[a], kind="stable")
    row_order = np.argsort(name, kind="stable")
    row_name = name[row_order]
    for part in np.split(edges, np.flatnonzero(np.diff(name[a][edges])) + 1):
        which = name[a[part[0]]]
        low, high = np.searchsorted(row_name, [which, which + 1])
        yield row_order[low:high].tolist(), part


@dataclass(slots=True)
class _Pool:
    """Average linkage of one connected set."""

    stop: float
    members: dict[int, list[int]] = field(default_factory=dict)
    near: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    never: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    heap: list[tuple[float, int, int]] = field(default_factory=list)

    def fill(
        self, rows: Sequence[int], a: Sequence[int], b: Sequence[int], score: Sequence[float]
    ) -> None:
        self.members = {row: [row] for row in rows}
        for one, other, value in zip(a, b, score, strict=True):
            self.near[one][other] = self.near[other][one] = value

    def run(self) -> Iterable[list[int]]:
        for one in self.near:
            for other in self.near[one]:
                if one < other:
                    self._offer(one, other)
        while self.heap:
            value, one, other = heapq.heappop(self.heap)
            if self._mean(one, other) == -value and other not in self.never[one]:
                kept = self._merge(one, other)
                for next_one in self.near[kept]:
                    self._offer(min(kept, next_one), max(kept, next_one))
        return self.members.values()

    def _mean(self, one: int, other: int) -> float:
        if one not in self.members or other not in self.members:
            return -1.0
        total = self.near[one].get(other, 0.0)
        return total / (len(self.members[one]) * len(self.members[other]))

    def _offer(self, one: int, other: int) -> None:
        mean = self._mean(one, other)
        if mean >= self.stop:
            heapq.heappush(self.heap, (-mean, one, other))

    def _merge(self, one: int, other: int) -> int:
        """Move the smaller neighbourhood into the larger; the group keeps that name."""
        if (len(self.near[one]), -one) < (len(self.near[other]), -other):
            one, other = other, one
        self.members[one] += self.members.pop(other)
        for next_one, value in sorted(self.near.pop(other).items()):
            del self.near[next_one][other]
            if next_one != one:
                total = self.near[one].get(next_one, 0.0) + value
                self.near[one][next_one] = self.near[next_one][one] = total
        for enemy in self.never.pop(other, set()):
            self.never[enemy].discard(other)
            self.never[enemy].add(one)
            self.never[one].add(enemy)
        return one
