"""The map of a campaign: what people speak of, how much, where and when."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.kernel.figures import FIGURES, Context, values_of
from luodi.listening.models import Campaign
from luodi.problems.queries import Tile, by_month, by_theme, by_unit, tiles_of

FIGURE_KEYS = ("problems.statements_linked", "issue.consolidated.count", "issue.category.count")


@login_required
@require_GET
def campaign_map(request: HttpRequest, campaign: int) -> HttpResponse:
    found = get_object_or_404(Campaign.objects.visible_to(request.user), pk=campaign)
    themes = by_theme(tiles_of(found, request.user, unnamed=_("未分类")))
    context = Context(campaign=found.pk)
    values = values_of(FIGURE_KEYS, request.user, context)
    return render(request, "problems/map.html", {
        "title": _("问题地图"), "subtitle": str(found), "campaign": found, "themes": themes,
        "treemap": _treemap(themes), "units": _units(found, request.user),
        "months": _months(found, request.user),
        "figures": [(FIGURES[k], v, FIGURES[k].url(context)) for k, v in values.items()],
        "crumbs": [(_("问题"), reverse("problems:problems"))],
    })  # fmt: skip


def _treemap(themes: list[tuple[str, list[Tile]]]) -> dict[str, Any]:
    return {
        "kind": "treemap", "unit": _("条"),
        "items": [
            {"name": theme, "value": sum(t.size for t in tiles), "children": _leaves(tiles)}
            for theme, tiles in themes
        ],
    }  # fmt: skip


def _leaves(tiles: list[Tile]) -> list[dict[str, Any]]:
    return [
        {"name": str(t.problem), "value": t.size, "url": t.problem.get_absolute_url()}
        for t in tiles
    ]


def _units(campaign: Campaign, reader: Any) -> dict[str, Any]:
    rows = by_unit(campaign, reader)
    said = reverse("listening:statements") + f"?campaign={campaign.pk}&unit="
    series = {
        "name": _("意见"), "values": [n for _pk, _name, n in rows],
        "urls": [f"{said}{pk}" for pk, _name, _n in rows],
    }  # fmt: skip
    labels = [name for _pk, name, _n in rows]
    return {"kind": "bar", "across": True, "unit": "", "labels": labels, "series": [series]}


def _months(campaign: Campaign, reader: Any) -> dict[str, Any]:
    rows = by_month(campaign, reader)
    series = {"name": _("意见"), "values": [n for _month, n in rows]}
    labels = [f"{month:%Y-%m}" for month, _n in rows]
    return {"kind": "bar", "unit": _("条"), "labels": labels, "series": [series]}
