"""Turns what people decided into bonds between rows and reports what cannot be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from luodi.engines.consolidation.linkage import Bonds
from luodi.engines.consolidation.model import DECISION_KINDS, Conflict, Decision
from luodi.engines.consolidation.scheme import Scheme


@dataclass(slots=True)
class Ruling:
    """The decisions that hold: bonds for the linkage, names and pins by row."""

    bonds: Bonds
    names: dict[int, str]
    pinned: set[int]
    conflicts: tuple[Conflict, ...]
    categories: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def ruled(self) -> set[int]:
        """Return every row that a bond speaks of."""
        return set(self.bonds.alone).union(*self.bonds.together, *self.bonds.apart)


@dataclass(slots=True)
class _Court:
    parent: dict[int, int] = field(default_factory=dict)
    apart: list[tuple[int, int]] = field(default_factory=list)
    alone: set[int] = field(default_factory=set)

    def root(self, row: int) -> int:
        while (above := self.parent.get(row, row)) != row:
            row = above
        return row

    def together(self, rows: Sequence[int]) -> str:
        if alone := self.alone.intersection(rows):
            return f"其中 {len(alone)} 条已被定为单独成条"
        roots = {self.root(row) for row in rows}
        for one, other in self.apart:
            ends = {self.root(one), self.root(other)}
            if len(ends) == 2 and ends <= roots:
                return "其中有两条已被定为不是同一问题"
        lowest = min(roots)
        self.parent.update(dict.fromkeys(roots, lowest))
        return ""

    def separate(self, rows: Sequence[int]) -> str:
        pairs = list(combinations(sorted(set(rows)), 2))
        if any(self.root(one) == self.root(other) for one, other in pairs):
            return "其中有两条已被定为同一问题"
        self.apart += pairs
        return ""

    def set_alone(self, rows: Sequence[int]) -> str:
        bound = {row for row in self.parent if self.root(row) != row}
        bound |= {self.root(row) for row in bound}
        if bound.intersection(rows):
            return "其中有的已被定为与别的条目同一问题"
        self.alone.update(rows)
        return ""


def rule(decisions: Iterable[Decision], rows: Mapping[str, int], scheme: Scheme) -> Ruling:
    """Apply the decisions, the latest first; one that contradicts a later one is a conflict."""
    court, conflicts = _Court(), []
    names: dict[int, str] = {}
    pinned: set[int] = set()
    categories: dict[int, tuple[str, ...]] = {}
    for decision in reversed(list(decisions)):
        known = [rows[item] for item in decision.items if item in rows]
        reason = _missing(decision, known)
        if not reason and decision.kind == "category" and not scheme.has(decision.text):
            reason = f"分类体系里没有“{decision.text}”"
        if not reason and decision.kind in ("together", "apart", "alone"):
            act = {"together": court.together, "apart": court.separate, "alone": court.set_alone}
            reason = act[decision.kind](known)
        if reason:
            conflicts.append(Conflict(decision, f"{_said(decision)}未能照办：{reason}。"))
            continue
        for row in known if decision.kind == "name" else ():
            names.setdefault(row, decision.text)
        for row in known if decision.kind == "category" else ():
            categories.setdefault(row, tuple(decision.text.split("/")))
        if decision.kind == "pin":
            pinned.update(known)
    bonds = Bonds(_groups(court), court.apart, frozenset(court.alone))
    return Ruling(bonds, names, pinned, tuple(reversed(conflicts)), categories)


def _missing(decision: Decision, known: Sequence[int]) -> str:
    if decision.kind not in DECISION_KINDS:
        return f"不认识“{decision.kind}”这种决定"
    least = 2 if decision.kind in ("together", "apart") else 1
    return "" if len(known) >= least else "所说的条目不在这批材料里"


def _said(decision: Decision) -> str:
    shown = "、".join(decision.items[:4]) + ("等" if len(decision.items) > 4 else "")
    return f"决定 {decision.kind}（{shown}）"


def _groups(court: _Court) -> list[tuple[int, ...]]:
    groups: dict[int, list[int]] = {}
    for row in sorted(court.parent):
        groups.setdefault(court.root(row), []).append(row)
    return [tuple(group) for _, group in sorted(groups.items()) if len(group) > 1]
