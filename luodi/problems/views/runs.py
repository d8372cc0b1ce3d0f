"""Runs of the engine: the list, starting one, what came of it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from luodi.kernel.lists import PER_PAGE
from luodi.listening.models import Campaign
from luodi.problems.actions import start_consolidation
from luodi.problems.choices import RunState
from luodi.problems.models import ConsolidationRun
from luodi.problems.queries import (
    by_gain,
    latest_run,
    planned_for,
    singles_of,
    sitting,
    theme_labels,
)

TONES = {
    RunState.QUEUED: "wait",
    RunState.RUNNING: "doing",
    RunState.DONE: "good",
    RunState.FAILED: "bad",
}

PARAMETERS = {
    "stop": lazy("成组下限"), "near": lazy("邻近条数"), "half_life_days": lazy("热度半衰期（天）"),
    "people_weight": lazy("热度：人数权重"), "days_weight": lazy("热度：天数权重"),
    "likes_weight": lazy("热度：点赞权重"), "recency_weight": lazy("热度：新近权重"),
}  # fmt: skip
"""What the engine's options are called on the page."""


def run_or_404(request: HttpRequest, pk: int) -> ConsolidationRun:
    """The run, if the reader works in its campaign's office."""
    rows = ConsolidationRun.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("campaign", "job", "by__person"), pk=pk)


@login_required
@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    rows = ConsolidationRun.objects.visible_to(request.user)
    rows = rows.select_related("campaign", "by__person", "job")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    campaigns = list(Campaign.objects.run_by(request.user))
    for campaign in campaigns:
        campaign.extras = planned_for(campaign.pk)
    return render(request, "problems/run_list.html", {
        "title": _("归并计算"), "page": page, "tones": TONES, "campaigns": campaigns,
        "crumbs": [(_("问题"), reverse("problems:problems"))],
    })  # fmt: skip


@login_required
@require_POST
def run_start(request: HttpRequest) -> HttpResponse:
    campaigns = Campaign.objects.run_by(request.user)
    pk = request.POST.get("campaign", "")
    campaign = get_object_or_404(campaigns, pk=pk if pk.isdigit() else 0)
    return redirect(start_consolidation(campaign=campaign, by=request.user))


@login_required
@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    found = run_or_404(request, pk)
    context: dict[str, Any] = {"sitting": sitting(found, request.user), "groups": []}
    if found.state == RunState.DONE:
        context["groups"] = Paginator(by_gain(found), PER_PAGE).get_page(request.GET.get("page"))
        context["singles"] = len(singles_of(found.campaign_id))
        named = theme_labels(found.campaign_id)
        for group in context["groups"]:
            group.shown_theme = named.get(group.theme, group.theme)
    newest = latest_run(found.campaign_id)
    return render(request, "problems/run.html", context | {
        "title": _("归并计算"), "subtitle": str(found.campaign), "run": found,
        "parameters": [(label, found.parameters.get(key)) for key, label in PARAMETERS.items()],
        "tone": TONES[RunState(found.state)], "is_latest": newest is None or newest.pk == found.pk,
        "newest": newest,
        "crumbs": [
            (_("问题"), reverse("problems:problems")), (_("归并计算"), reverse("problems:runs")),
        ],
    })  # fmt: skip
