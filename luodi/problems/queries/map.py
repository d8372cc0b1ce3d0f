"""The map of a campaign: themes → problems by size and heat, by unit, over time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from luodi.listening.models import Campaign
from luodi.problems.models import Link, Problem, ProposedProblem
from luodi.problems.queries.problems import with_counts
from luodi.problems.queries.runs import latest_run

UNITS_SHOWN = 15


@dataclass(frozen=True)
class Tile:
    """A problem on the map."""

    problem: Problem
    theme: str
    size: int
    heat: float


def tiles_of(campaign: Campaign, reader: Any, *, unnamed: str) -> list[Tile]:
    """Problems of the campaign with statements, largest first; the theme is the engine's, else the
    office's category, else `unnamed`."""
    said = _said_by_engine(campaign)
    problems = with_counts(_problems(campaign, reader)).filter(statement_count__gt=0)
    tiles = []
    for problem in problems.select_related("category"):
        theme, heat = said.get(problem.pk, ("", 0.0))
        theme = theme or str(problem.category or unnamed)
        tiles.append(Tile(problem, theme, problem.statement_count, heat))
    return sorted(tiles, key=lambda tile: (-tile.size, -tile.heat, tile.problem.code))


def by_theme(tiles: list[Tile]) -> list[tuple[str, list[Tile]]]:
    """Themes with their problems, the largest theme first."""
    found: dict[str, list[Tile]] = defaultdict(list)
    for tile in tiles:
        found[tile.theme].append(tile)
    return sorted(found.items(), key=lambda item: (-sum(t.size for t in item[1]), item[0]))


def by_unit(campaign: Campaign, reader: Any) -> list[tuple[int, str, int]]:
    """(unit, its short name, linked statements), the units that spoke most."""
    rows = _links(campaign, reader).values_list("statement__unit", "statement__unit__short_name")
    counted = rows.annotate(n=Count("pk")).order_by("-n", "statement__unit")
    return list(counted[:UNITS_SHOWN])


def by_month(campaign: Campaign, reader: Any) -> list[tuple[date, int]]:
    """(month, linked statements said in it)."""
    months = _links(campaign, reader).annotate(month=TruncMonth("statement__said_at"))
    rows = months.values("month").annotate(n=Count("pk")).order_by("month")
    return [(row["month"].date(), row["n"]) for row in rows]


def _problems(campaign: Campaign, reader: Any) -> QuerySet[Problem]:
    return Problem.objects.visible_to(reader).filter(campaign=campaign)


def _links(campaign: Campaign, reader: Any) -> QuerySet[Link]:
    problems = _problems(campaign, reader).values("pk")
    return Link.objects.open().filter(problem__in=problems).order_by()


def _said_by_engine(campaign: Campaign) -> dict[int, tuple[str, float]]:
    run = latest_run(campaign.pk)
    if run is None:
        return {}
    groups = ProposedProblem.objects.filter(run=run, problem__isnull=False).order_by("heat")
    return {g.problem_id: (g.theme, g.heat) for g in groups if g.problem_id}
