"""Gives problems names that keep their meaning from run to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from hashlib import blake2b

from luodi.engines.consolidation.model import Consolidation, Difference, Item

Previous = Consolidation | Mapping[str, Sequence[str]]


def memberships(previous: Previous | None) -> dict[str, frozenset[str]]:
    """Return problem id → member ids of an earlier result."""
    if previous is None:
        return {}
    if isinstance(previous, Consolidation):
        return {problem.id: frozenset(problem.members) for problem in previous.problems}
    return {name: frozenset(members) for name, members in previous.items()}


def name_groups(
    groups: Sequence[Sequence[Item]], previous: Previous | None
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the id of every group and the earlier ids it holds items of.

    A group takes the earlier id it shares most items with (then the larger part of the
    earlier problem, then the lower id); every earlier id is given at most once, and an id
    that was ever given to a problem is never given to another.
    """
    before = memberships(previous)
    home = {member: name for name in sorted(before) for member in before[name]}
    overlaps = [Counter(home[item.id] for item in group if item.id in home) for group in groups]
    claims = sorted(
        (-count, len(before[name]), name, number)
        for number, overlap in enumerate(overlaps)
        for name, count in overlap.items()
    )
    names: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, name, number in claims:
        if number not in names and name not in taken:
            names[number] = name
            taken.add(name)
    used = set(before) | taken
    result = []
    for number, group in enumerate(groups):
        if number not in names:
            names[number] = _fresh(group, used)
            used.add(names[number])
        result.append(names[number])
    return result, [tuple(sorted(overlap)) for overlap in overlaps]


def _fresh(group: Sequence[Item], used: Container[str]) -> str:
    founder = min(group, key=lambda item: (str(item.time or "~"), item.id))
    return fresh_id(founder.id, used)


def fresh_id(founder: str, used: Container[str]) -> str:
    """Return an id made from the id of a problem's first item that no problem has."""
    turn = 0
    while True:
        seed = f"{founder}/{turn}" if turn else founder
        name = "P" + blake2b(seed.encode("utf-8", "replace"), digest_size=5).hexdigest()
        if name not in used:
            return name
        turn += 1


def compare(earlier: Previous, later: Previous) -> Difference:
    """Return what changed between two results, by problem id and by item id."""
    before, after = memberships(earlier), memberships(later)
    return Difference(
        new=tuple(sorted(after.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - after.keys())),
        joined=_moves(after, before),
        left=_moves(before, after),
    )


def _moves(
    here: Mapping[str, frozenset[str]], there: Mapping[str, Iterable[str]]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (item, name)
        for name in sorted(here)
        for item in sorted(here[name] - frozenset(there.get(name, ())))
    )
