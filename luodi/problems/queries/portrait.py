"""What a problem looks like from its statements: telling sentences, names, growth, heat.

The statements' readers differ, so a portrait is drawn from those its reader may see.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from luodi.engines.consolidation import Decision, Options, Scheme, consolidate
from luodi.engines.consolidation import Problem as Group
from luodi.engines.consolidation.heat import Counts, parts_of
from luodi.kernel import preferences
from luodi.listening.models import Statement
from luodi.problems.models import Problem, SchemeEntry
from luodi.problems.queries.items import item_of
from luodi.problems.queries.volume import Volume, volumes_of

READ = 60
"""Statements a portrait is drawn from, the latest ones; figures count all of them."""


@dataclass(frozen=True)
class Heat:
    """Heat with the parts it is the sum of (formula: `engines.consolidation.heat`)."""

    parts: tuple[tuple[str, float], ...] = ()
    first: datetime | None = None
    last: datetime | None = None

    @property
    def value(self) -> float:
        """The sum, as it is shown."""
        return round(sum(part for _name, part in self.parts), 2)


def options_in_use() -> Options:
    """The engine's options with the weights of heat as the office set them."""
    return Options(
        people_weight=preferences.get("problems.heat_people"),
        days_weight=preferences.get("problems.heat_days"),
        likes_weight=preferences.get("problems.heat_likes"),
        recency_weight=preferences.get("problems.heat_recency"),
        half_life_days=max(1, preferences.get("problems.heat_half_life_days")),
    )


def heats(campaign: int) -> dict[int, Heat]:
    """Problem → its heat now, from the statements under it; of all with statements."""
    volumes, chosen = volumes_of(campaign), options_in_use()
    now = volumes.last
    return {key: heat_of(volume, chosen, now) for key, volume in volumes.problems.items()}


def heat_of(volume: Volume, options: Options, now: datetime | None) -> Heat:
    """From the counts of one problem; `now` is when anything of its campaign was said last."""
    counts = Counts(volume.people, volume.days, volume.likes, volume.last)
    parts = tuple((name, round(part, 2)) for name, part in parts_of(counts, options, now))
    return Heat(parts, volume.first, volume.last)


def portrait_of(statements: Iterable[Statement], campaign: int) -> Group | None:
    """One problem as the engine describes it; None without statements."""
    rows = sorted(statements, key=lambda row: (row.said_at, row.pk))
    items = [item_of(row) for row in rows[-READ:]]
    if not items:
        return None
    kind = "together" if len(items) > 1 else "pin"
    decisions = [Decision(kind, tuple(item.id for item in items))]
    found = consolidate(
        items, decisions=decisions, options=options_in_use(), scheme=scheme_of(campaign)
    )
    return found.problems[0] if found.problems else None


def portrait_told(found: Group) -> dict[str, Any]:
    """An engine's problem as a run keeps it."""
    return {
        "sentences": list(found.key_sentences), "people": list(found.people),
        "first": found.first_time and found.first_time.isoformat(),
        "last": found.last_time and found.last_time.isoformat(),
        "speakers": found.speakers, "likes": found.likes, "growth": found.growth,
        "heat_parts": [list(part) for part in found.heat_parts],
        "category_reason": found.category_reason,
    }  # fmt: skip


def scheme_of(campaign: int) -> Scheme | None:
    """The office's own categories; None: Luodi's small scheme."""
    rows = SchemeEntry.objects.filter(campaign=campaign).in_force()
    paths = [row.path for row in rows]
    return Scheme.of(paths) if paths else None


@dataclass(frozen=True)
class Hot:
    """A row of 热点问题表."""

    rank: int
    problem: Problem
    heat: Heat
    statements: list[Statement]

    @property
    def where(self) -> str:
        """Place and people: the office's words, else the engine's."""
        if self.problem.place:
            return self.problem.place
        found = portrait_of(self.statements, self.problem.campaign_id)
        return "、".join((*found.places[:2], *found.people[:1])) if found else ""


def hot_problems(problems: QuerySet[Problem], reader: Any) -> Iterator[Hot]:
    """Problems with statements, hottest first; each with the statements this reader may see."""
    rows = list(problems.select_related("campaign", "category"))
    found: dict[int, Heat] = {}
    for campaign in sorted({row.campaign_id for row in rows}):
        found |= heats(campaign)
    hot = [row for row in rows if row.pk in found]
    hot.sort(key=lambda row: (-found[row.pk].value, row.code))
    readable = Statement.objects.visible_to(reader)
    for rank, row in enumerate(hot, 1):
        said = readable.filter(links__in=row.links.open()).select_related(
            "unit", "raised_by", "guest"
        )
        yield Hot(rank, row, found[row.pk], list(said.order_by("said_at", "pk")))
