"""The plain values that go into the engine and come out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

Progress = Callable[[int, int, str], None]

DECISION_KINDS = ("together", "apart", "alone", "name", "pin", "category")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing somebody said; `id` is unique within a run."""

    id: str
    title: str
    body: str = ""
    time: datetime | None = None
    speaker: str = ""
    place: str = ""
    likes: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about items; every later run keeps it.

    together: one problem. apart: no two of them in one problem. alone: in no problem.
    name: `text` is the label of their problem. category: `text` is their category (levels divided
    by /, the lower ones may be left out); others learn from it. pin: their problem is kept even with one item.
    """

    kind: str
    items: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that could not be kept whole, with the reason in one sentence."""

    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that may be set; the defaults are the ones the measured figures hold for.

    stop: lowest mean score inside a problem. near: near misses listed per problem. details:
    key sentences, names and near misses too. The weights belong to heat.py.
    """

    stop: float = 0.22
    near: int = 3
    details: bool = True
    half_life_days: float = 30.0
    people_weight: float = 10.0
    days_weight: float = 3.0
    likes_weight: float = 2.0
    recency_weight: float = 5.0

    def __post_init__(self) -> None:
        """Refuse a stop value that would join everything or nothing."""
        if not 0 < self.stop <= 1:
            raise ValueError(f"stop 应在 0 与 1 之间，现为 {self.stop}。")


@dataclass(frozen=True, slots=True)
class Problem:
    """One concrete matter at one place or object, with everything a person needs to judge it.

    `scores` stands in the order of `members`: how well each item fits, 0 to 1. `growth` is the
    number of items in the last half-life of the run less that in the half-life before it.
    """

    id: str
    label: str
    members: tuple[str, ...]
    scores: tuple[float, ...]
    theme: str = ""
    category: str = ""
    category_reason: str = ""
    heat: float = 0.0
    heat_parts: tuple[tuple[str, float], ...] = ()
    key_sentences: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    first_time: datetime | None = None
    last_time: datetime | None = None
    speakers: int = 0
    likes: int = 0
    growth: int = 0
    near: tuple[tuple[str, float], ...] = ()
    pinned: bool = False
    came_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The result of one run: problems by falling heat, the items that stay alone, what clashed.

    `categories` holds the proposed category of every item, alone or not.
    """

    problems: tuple[Problem, ...]
    alone: tuple[str, ...]
    engine_version: str
    conflicts: tuple[Conflict, ...] = ()
    categories: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two results: problem ids, and (item id, problem id) moves."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    joined: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two items are, or are not, in one problem; `sentence` says it to a reader."""

    shared_rare: tuple[str, ...]
    shared_common: tuple[str, ...]
    clash: tuple[tuple[str, ...], tuple[str, ...]]
    score: float
    together: bool
    sentence: str
