"""The size of the generated district, and what its parts share while it is made."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from benchmarks.house.texts import Texts
from luodi.kernel.models import Person, Unit, User
from luodi.listening.models import Campaign, Gathering, Statement
from luodi.measures.models import Measure
from luodi.problems.models import Category, Problem

TODAY = date(2018, 11, 8)
SEED = 20181108
BATCH = 2000


@dataclass(frozen=True)
class Size:
    """How many of each; `of(1.0)` is the district the targets are set for."""

    statements: int
    problems: int
    measures: int
    units: int
    events: int
    accounts_a_role: int

    @classmethod
    def of(cls, scale: float) -> Size:
        """Everything in proportion, but never so few that a kind would be missing."""
        n = lambda full, least: max(least, round(full * scale))  # noqa: E731 - a table reads better
        return cls(n(200_000, 400), n(5_000, 40), n(50_000, 200), n(2_000, 60), n(1_000_000, 4_000),
                   n(40, 4) if scale < 0.1 else 40)  # fmt: skip


@dataclass
class District:
    """What has been made so far; later parts refer to earlier ones."""

    size: Size
    rng: random.Random
    texts: Texts
    units: list[Unit] = field(default_factory=list)
    busy_units: list[Unit] = field(default_factory=list)
    """Departments and streets: most measures are theirs."""
    people: list[Person] = field(default_factory=list)
    leaders: list[Person] = field(default_factory=list)
    verifiers: list[Person] = field(default_factory=list)
    handlers: list[Person] = field(default_factory=list)
    """Nobody of the leaders or verifiers: three different people close a measure."""
    users: dict[str, list[User]] = field(default_factory=dict)
    campaigns: list[Campaign] = field(default_factory=list)
    dimensions: dict[int, list[Any]] = field(default_factory=dict)
    categories: dict[int, list[Category]] = field(default_factory=dict)
    gatherings: list[Gathering] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def empty(cls, scale: float) -> District:
        """Nothing yet; one seed for all."""
        rng = random.Random(SEED)
        return cls(Size.of(scale), rng, Texts(rng))

    def moment(self, first: date, last: date) -> datetime:
        """Some working hour between two days."""
        day = first + timedelta(days=self.rng.randrange(max(1, (last - first).days)))
        hour = time(self.rng.randint(8, 17), self.rng.randint(0, 59))
        return timezone.make_aware(datetime.combine(day, hour))

    def campaign_for_next(self) -> Campaign:
        """The present campaign has the most; earlier ones less and less."""
        return self.rng.choices(self.campaigns, weights=(1, 2, 3, 4))[0]


def keep(rows: Iterable[Any]) -> list[Any]:
    """Write rows in bulk below the application: no move, no trail line, no check but the database's."""
    made = list(rows)
    if made:
        with transaction.atomic():
            type(made[0])._base_manager.bulk_create(made, batch_size=BATCH)
    return made
