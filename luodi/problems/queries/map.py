"""The map of a campaign: themes → problems by size and heat, by unit, over time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.timezone import make_aware

from luodi.kernel import clock
from luodi.kernel.models import Unit
from luodi.listening.models import Campaign
from luodi.problems.models import Link, Problem, ProposedProblem
from luodi.problems.queries.portrait import heat_of, options_in_use
from luodi.problems.queries.runs import latest_run
from luodi.problems.queries.themes import theme_labels
from luodi.problems.queries.volume import Volumes

UNITS_SHOWN = 15
TILES_SHOWN = 100
"""Of the largest; the others of a theme stand there together and open as a list."""


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
            first = make_aware(datetime.combine(self.month, time()))
            beyond = make_aware(datetime.combine(clock.next_month(self.month), time()))
            links = links.filter(statement__said_at__gte=first, statement__said_at__lt=beyond)
        return links


WHOLE = Cut()


@dataclass(frozen=True)
class Tile:
    """A problem on the map."""

    pk: int
    code: str
    title: str
    theme: str
    size: int
    heat: float

    @property
    def url(self) -> str:
        """The problem's page."""
        return reverse("problems:problem", args=[self.pk])


@dataclass(frozen=True)
class Ground:
    """A theme with its largest problems; of the rest only how many and how much."""

    name: str
    tiles: list[Tile]
    size: int
    heat: float
    others: int

    @property
    def others_size(self) -> int:
        """Statements of the problems that are not shown."""
        return self.size - sum(tile.size for tile in self.tiles)

    @property
    def others_heat(self) -> float:
        """Heat of the same."""
        return round(self.heat - sum(tile.heat for tile in self.tiles), 2)


def tiles_of(
    campaign: Campaign, reader: Any, volumes: Volumes, *, unnamed: str, cut: Cut = WHOLE, by_category: bool = False
) -> list[Tile]:  # fmt: skip
    """Problems of the campaign this reader may see that have statements, largest first. The theme is
    the engine's under the office's name for it, else the office's category, else `unnamed`;
    `by_category` asks for the category first. The heat is that of the whole problem, whatever the cut."""
    said, now, options = _themes(campaign), volumes.last, options_in_use()
    sizes = _sizes(campaign, volumes, cut)
    seen = Problem.objects.visible_to(reader).filter(campaign=campaign)
    tiles = []
    for pk, code, title, label in seen.values_list("pk", "code", "title", "category__label"):
        if pk in sizes:
            category, theme = label or "", said.get(pk, "")
            theme = (category or theme if by_category else theme or category) or unnamed
            heat = heat_of(volumes.problems[pk], options, now).value
            tiles.append(Tile(pk, code, title, theme, sizes[pk], heat))
    return sorted(tiles, key=lambda tile: (-tile.size, -tile.heat, tile.code))


def by_theme(tiles: list[Tile], *, by_heat: bool = False) -> list[Ground]:
    """Themes with their problems, the largest theme first; of all problems `TILES_SHOWN` are shown."""
    largest = sorted(tiles, key=lambda t: -t.heat) if by_heat else tiles
    shown = {tile.pk for tile in largest[:TILES_SHOWN]}
    found: dict[str, list[Tile]] = defaultdict(list)
    for tile in tiles:
        found[tile.theme].append(tile)
    themes = [_ground(name, own, shown) for name, own in found.items()]
    return sorted(themes, key=lambda theme: (-theme.size, theme.name))


def _ground(name: str, tiles: list[Tile], shown: set[int]) -> Ground:
    own = [tile for tile in tiles if tile.pk in shown]
    size, heat = sum(t.size for t in tiles), round(sum(t.heat for t in tiles), 2)
    return Ground(name, own, size, heat, len(tiles) - len(own))


def by_unit(campaign: Campaign, volumes: Volumes, cut: Cut = WHOLE) -> list[tuple[int, str, int]]:
    """(unit, its short name, linked statements), the units that spoke most; whole for every reader."""
    counts = volumes.units
    if cut != WHOLE:
        counts = dict(_counted(campaign, cut, "statement__unit"))
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:UNITS_SHOWN]
    names = dict(Unit.objects.filter(pk__in=[pk for pk, _n in most]).values_list("pk", "short_name"))  # fmt: skip
    return [(pk, names[pk], n) for pk, n in most]


def by_month(campaign: Campaign, volumes: Volumes, cut: Cut = WHOLE) -> list[tuple[date, int]]:
    """(month, linked statements said in it); whole for every reader."""
    if cut == WHOLE:
        return sorted(volumes.months.items())
    months = cut.of(_links(campaign)).annotate(month=TruncMonth("statement__said_at"))
    rows = months.values("month").annotate(n=Count("pk")).order_by("month")
    return [(row["month"].date(), row["n"]) for row in rows]


def _sizes(campaign: Campaign, volumes: Volumes, cut: Cut) -> dict[int, int]:
    if cut == WHOLE:
        return {pk: volume.n for pk, volume in volumes.problems.items()}
    return dict(_counted(campaign, cut, "problem"))


def _counted(campaign: Campaign, cut: Cut, by: str) -> QuerySet:
    return cut.of(_links(campaign)).values_list(by).annotate(n=Count("pk"))


def _links(campaign: Campaign) -> QuerySet[Link]:
    return Link.objects.open().filter(problem__campaign=campaign).order_by()


def _themes(campaign: Campaign) -> dict[int, str]:
    run = latest_run(campaign.pk)
    if run is None:
        return {}
    named = theme_labels(campaign.pk)
    groups = ProposedProblem.objects.filter(run=run, problem__isnull=False).order_by("heat")
    return {pk: named.get(theme, theme) for pk, theme in groups.values_list("problem", "theme")}
