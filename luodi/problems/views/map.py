"""The map of a campaign: what people speak of, how much, how hot, where and when."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.kernel.figures import Context
from luodi.kernel.models import Unit
from luodi.kernel.totals import totals_of
from luodi.listening.models import Campaign
from luodi.problems.queries import (
    Cut,
    Ground,
    Tile,
    Volumes,
    by_month,
    by_theme,
    by_unit,
    tiles_of,
    volumes_of,
)
from luodi.problems.views.problems import runs_office

FIGURE_KEYS = (
    "listening.statements_all", "problems.coverage", "problems.statements_linked", "issue.consolidated.count",
    "issue.category.count", "problems.acceptance_share",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What the address asks for: the cut, what a tile's area is, what stands above problems."""

    campaign: int
    cut: Cut
    heat: bool = False
    category: bool = False

    @staticmethod
    def of(request: HttpRequest, campaign: int) -> "Shown":
        """Read the address; what cannot be read is not asked for."""
        unit, month = request.GET.get("unit", ""), request.GET.get("month", "")
        try:
            asked = date.fromisoformat(f"{month}-01") if month else None
        except ValueError:
            asked = None
        cut = Cut(int(unit) if unit.isdigit() else None, asked)
        by, above = request.GET.get("area"), request.GET.get("above")
        return Shown(campaign, cut, heat=by == "heat", category=above == "category")

    def url(self, **changes: Any) -> str:
        """The same map with something changed."""
        new = replace(self, **changes)
        asked = {
            "unit": new.cut.unit, "month": f"{new.cut.month:%Y-%m}" if new.cut.month else None,
            "area": "heat" if new.heat else None, "above": "category" if new.category else None,
        }  # fmt: skip
        query = urlencode({key: value for key, value in asked.items() if value is not None})
        return reverse("problems:map", args=[new.campaign]) + (f"?{query}" if query else "")

    def ways(self) -> list[tuple[str, str, bool]]:
        """(label, address, is it so now) of the choices above the picture."""
        return [
            (_("面积按意见条数"), self.url(heat=False), not self.heat),
            (_("面积按热度"), self.url(heat=True), self.heat),
            (_("按主题分"), self.url(category=False), not self.category),
            (_("按问题类别分"), self.url(category=True), self.category),
        ]


@login_required
@require_GET
def campaign_map(request: HttpRequest, campaign: int) -> HttpResponse:
    found = get_object_or_404(Campaign.objects.visible_to(request.user), pk=campaign)
    shown = Shown.of(request, found.pk)
    volumes = volumes_of(found.pk, problems_only=False)
    tiles = tiles_of(
        found, request.user, volumes, unnamed=_("未分类"), cut=shown.cut, by_category=shown.category
    )
    themes = by_theme(tiles, by_heat=shown.heat)
    totals = totals_of(FIGURE_KEYS, request.user, Context(campaign=found.pk))
    return render(request, "problems/map.html", {
        "title": _("问题地图"), "subtitle": str(found), "campaign": found, "themes": themes,
        "treemap": _treemap(themes, shown), "units": _units(found, volumes, shown),
        "months": _months(found, volumes, shown), "ways": shown.ways(),
        "narrowed": _narrowed(shown), "is_office": runs_office(request, found.pk),
        "totals": totals.values(), "others": sum(theme.others for theme in themes),
        "crumbs": [(_("问题"), reverse("problems:problems"))],
    })  # fmt: skip


def _narrowed(shown: Shown) -> list[tuple[str, str]]:
    """(what the map is narrowed to, the address without it)."""
    found = []
    if shown.cut.unit is not None:
        unit = Unit.objects.filter(pk=shown.cut.unit).first()
        found.append((str(unit or ""), shown.url(cut=replace(shown.cut, unit=None))))
    if shown.cut.month is not None:
        label = f"{shown.cut.month:%Y-%m}"
        found.append((label, shown.url(cut=replace(shown.cut, month=None))))
    return found


def _treemap(themes: list[Ground], shown: Shown) -> dict[str, Any]:
    def area(of: Tile | Ground) -> float:
        return of.heat if shown.heat else of.size

    listed = f"{reverse('problems:problems')}?campaign={shown.campaign}"
    items = []
    for theme in themes:
        children = [
            {"name": t.title, "value": area(t), "note": _note(t, shown), "url": t.url}
            for t in theme.tiles
        ]
        if theme.others:
            rest = theme.others_heat if shown.heat else theme.others_size
            name = _("其余 %(n)d 个问题") % {"n": theme.others}
            children.append({"name": name, "value": rest, "note": "", "url": listed})
        items.append({"name": theme.name, "value": round(area(theme), 1), "children": children})
    return {"kind": "treemap", "unit": _("热度") if shown.heat else _("条"), "items": items}


def _note(tile: Tile, shown: Shown) -> str:
    return _("%(n)d 条") % {"n": tile.size} if shown.heat else _("热度 %(n).1f") % {"n": tile.heat}


def _units(campaign: Campaign, volumes: Volumes, shown: Shown) -> dict[str, Any]:
    rows = by_unit(campaign, volumes, replace(shown.cut, unit=None))
    series = {
        "name": _("意见"), "values": [n for _pk, _name, n in rows],
        "urls": [shown.url(cut=replace(shown.cut, unit=pk)) for pk, _name, _n in rows],
    }  # fmt: skip
    labels = [name for _pk, name, _n in rows]
    return {"kind": "bar", "across": True, "unit": "", "labels": labels, "series": [series]}


def _months(campaign: Campaign, volumes: Volumes, shown: Shown) -> dict[str, Any]:
    rows = by_month(campaign, volumes, replace(shown.cut, month=None))
    series = {
        "name": _("意见"), "values": [n for _month, n in rows],
        "urls": [shown.url(cut=replace(shown.cut, month=month)) for month, _n in rows],
    }  # fmt: skip
    labels = [f"{month:%Y-%m}" for month, _n in rows]
    return {"kind": "bar", "unit": _("条"), "labels": labels, "series": [series]}
