"""How well each item fits its problem, and which items just missed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from luodi.engines.consolidation.grouping import Scores
from luodi.engines.consolidation.model import Options


@dataclass(frozen=True, slots=True)
class Nearness:
    """Fit of every member (in order) and the nearest rows outside with their score."""

    fit: tuple[float, ...]
    near: tuple[tuple[int, float], ...]


def nearness(groups: Sequence[Sequence[int]], scores: Scores, options: Options) -> list[Nearness]:
    """Return for each group the mean score of every member to the rest, and the near misses."""
    home = {row: number for number, group in enumerate(groups) for row in group}
    inside: dict[int, float] = defaultdict(float)
    outside: list[dict[int, float]] = [defaultdict(float) for _ in groups]
    for a, b, score in zip(
        scores.a.tolist(), scores.b.tolist(), scores.score.tolist(), strict=True
    ):
        one, other = home.get(a, -1), home.get(b, -1)
        if one == other and one >= 0:
            inside[a] += score
            inside[b] += score
            continue
        if one >= 0:
            outside[one][b] += score / len(groups[one])
        if other >= 0:
            outside[other][a] += score / len(groups[other])
    return [
        Nearness(_fit(group, inside, scores), _nearest(outside[number], options.near))
        for number, group in enumerate(groups)
    ]


def _fit(group: Sequence[int], inside: dict[int, float], scores: Scores) -> tuple[float, ...]:
    """Return how well each row fits; a copy fits as well as the row it copies."""
    kinds = scores.kind[list(group)].tolist()
    others = len(set(kinds)) - 1
    if others == 0:
        return (1.0,) * len(kinds)
    return tuple(round(min(1.0, inside[kind] / others), 3) for kind in kinds)


def _nearest(outside: dict[int, float], count: int) -> tuple[tuple[int, float], ...]:
    ranked = sorted(outside.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple((row, round(score, 3)) for row, score in ranked[:count])
