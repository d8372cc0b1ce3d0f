"""The map of a campaign: themes → problems by size and heat, by unit, over time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from luodi.listening.models import Campaign
from luodi.problems.models import Link, Problem, ProposedProblem
from luodi.problems.queries.portrait import heats
from luodi.problems.queries.runs import latest_run
from luodi.problems.queries.themes import theme_labels

UNITS_SHOWN = 15


@dataclass(frozen=True)
class Cut:
    """What the map is narrowed to: one unit's statements, one month's."""

    unit: int | None = None
    month: date | None = None

    def of(self, links: QuerySet[Link]) -> QuerySet[Link]:
        """The links that remain."""
        if self.unit is not None:
            links = links.filter(statement__unit=self.unit)
        if self.month is not None:
            said = {"year": self.month.year, "month": self.month.month}
            links = links.filter(**{f"statement__said_at__{k}": v for k, v in said.items()})
        return links


WHOLE = Cut()


@dataclass(frozen=True)
class Tile:
    """A problem on the map."""

    problem: Problem
    theme: str
    size: int
    heat: float


def tiles_of(
    campaign: Campaign, reader: Any, *, unnamed: str, cut: Cut = WHOLE, by_category: bool = False
) -> list[Tile]:
    """Problems of the campaign with statements, largest first. The theme is the engine's under the
    office's name for it, else the office's category, else `unnamed`; `by_category` asks for the
    category first. The heat is that of the whole problem, whatever the cut."""
    said, heat = _themes(campaign), heats(campaign.pk)
    links = cut.of(_links(campaign, reader)).values_list("problem")
    sizes = dict(links.annotate(n=Count("pk")))
    tiles = []
    for problem in _problems(campaign, reader).filter(pk__in=sizes).select_related("category"):
        category, theme = str(problem.category or ""), said.get(problem.pk, "")
        theme = (category or theme if by_category else theme or category) or unnamed
        tiles.append(Tile(problem, theme, sizes[problem.pk], heat[problem.pk].value))
    return sorted(tiles, key=lambda tile: (-tile.size, -tile.heat, tile.problem.code))


def by_theme(tiles: list[Tile]) -> list[tuple[str, list[Tile]]]:
    """Themes with their problems, the largest theme first."""
    found: dict[str, list[Tile]] = defaultdict(list)
    for tile in tiles:
        found[tile.theme].append(tile)
    return sorted(found.items(), key=lambda item: (-sum(t.size for t in item[1]), item[0]))


def by_unit(campaign: Campaign, reader: Any, cut: Cut = WHOLE) -> list[tuple[int, str, int]]:
    """(unit, its short name, linked statements), the units that spoke most."""
    rows = cut.of(_links(campaign, reader)).values_list(
        "statement__unit", "statement__unit__short_name"
    )
    counted = rows.annotate(n=Count("pk")).order_by("-n", "statement__unit")
    return list(counted[:UNITS_SHOWN])


def by_month(campaign: Campaign, reader: Any, cut: Cut = WHOLE) -> list[tuple[date, int]]:
    """(month, linked statements said in it)."""
    months = cut.of(_links(campaign, reader)).annotate(month=TruncMonth("statement__said_at"))
    rows = months.values("month").annotate(n=Count("pk")).order_by("month")
    return [(row["month"].date(), row["n"]) for row in rows]


def _problems(campaign: Campaign, reader: Any) -> QuerySet[Problem]:
    return Problem.objects.visible_to(reader).filter(campaign=campaign)


def _links(campaign: Campaign, reader: Any) -> QuerySet[Link]:
    problems = _problems(campaign, reader).values("pk")
    return Link.objects.open().filter(problem__in=problems).order_by()


def _themes(campaign: Campaign) -> dict[int, str]:
    run = latest_run(campaign.pk)
    if run is None:
        return {}
    named = theme_labels(campaign.pk)
    groups = ProposedProblem.objects.filter(run=run, problem__isnull=False).order_by("heat")
    return {g.problem_id: named.get(g.theme, g.theme) for g in groups if g.problem_id}
