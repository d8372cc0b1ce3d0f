"""Pages of campaigns: what they are made of, and how far every sentence has come."""

from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.kernel import actions as kernel_actions
from luodi.kernel import clock
from luodi.kernel.access import is_business
from luodi.kernel.editing import create_page, edit_page
from luodi.kernel.figures import Context
from luodi.kernel.lists import RecordTable, list_page
from luodi.kernel.models import RoleAssignment
from luodi.kernel.moves import buttons
from luodi.kernel.totals import Total, totals_of
from luodi.listening.actions import (
    check_may_configure,
    may_configure,
    may_set_up,
    set_up_campaign,
)
from luodi.listening.forms import CampaignForm, DimensionForm, PhaseForm
from luodi.listening.models import Campaign, Phase, Statement
from luodi.listening.queries import Line, coverage, timeline_of, whole_of

COLLECTED, COVERED = "listening.statements_all", "listening.statements_covered"
SHOWN = (
    "meeting.special.count", COLLECTED, COVERED,
    "listening.statements_uncovered", "listening.statements_waiting", "listening.suggestions",
)  # fmt: skip
TONES = {"preparing": "todo", "running": "doing", "wrapping_up": "wait", "archived": "stopped"}


class CampaignTable(RecordTable):
    name = tables.Column(linkify=True, attrs={"td": {"class": "lead"}})

    class Meta(RecordTable.Meta):
        model = Campaign
        fields = ("name", "host_unit", "start", "end", "state")


def campaign_or_404(request: HttpRequest, pk: int) -> Campaign:
    """The campaign, if the reader may see it."""
    found = Campaign.objects.visible_to(request.user).select_related("host_unit")
    return get_object_or_404(found, pk=pk)


@login_required
@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, Campaign.objects.visible_to(request.user), title=_("专项工作"), table=CampaignTable,
        template="listening/campaign_list.html", show=lambda rows: rows.select_related("host_unit"),
        may_set_up=may_set_up(request.user),
    )  # fmt: skip


@login_required
@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    context = Context(campaign=found.pk)
    totals = totals_of(SHOWN, request.user, context) if is_business(request.user) else {}
    return render(request, "listening/campaign.html", {
        "title": found.name, "campaign": found, "business": bool(totals), "totals": totals.values(),
        "covered": _covered(found, totals), "phases": _phases(found, request.user),
        "dimensions": found.dimensions.all(), "roles": _roles(found),
        "moves": buttons(found, request.user), "events": timeline_of(found),
        "may_configure": may_configure(request.user, found), "tone": TONES[found.state],
        "crumbs": [(_("专项工作"), reverse("listening:campaigns"))],
    })  # fmt: skip


def _covered(found: Campaign, totals: dict[str, Total]) -> Line | None:
    """How many have a destination: two of the totals beside one another."""
    numbers = (totals[key].value.number or 0 for key in (COLLECTED, COVERED) if key in totals)
    return whole_of(found, *map(int, numbers)) if totals else None


def _phases(found: Campaign, reader: Any) -> list[dict[str, Any]]:
    back = found.get_absolute_url()
    phases = list(found.phases.all())
    for phase in phases:
        phase.campaign = found
    return [{"phase": p, "moves": buttons(p, reader, next_url=back)} for p in phases]


def _roles(found: Campaign) -> list[RoleAssignment]:
    held = RoleAssignment.objects.on(clock.today()).filter(campaign=found)
    return list(held.select_related("user__person", "unit", "for_person").order_by("role", "since"))


@login_required
def campaign_new(request: HttpRequest) -> HttpResponse:
    form = CampaignForm(request.POST or None)
    return create_page(
        request, form, title=_("新建专项工作"), cancel_url=reverse("listening:campaigns"),
        save=lambda f: set_up_campaign(by=request.user, **f.cleaned_data),
    )  # fmt: skip


@login_required
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    check_may_configure(request.user, found)
    form = CampaignForm(request.POST or None, instance=found)
    return edit_page(request, form, title=_("修改专项工作"), cancel_url=found.get_absolute_url())


@login_required
def phase_edit(request: HttpRequest, pk: int, phase: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    check_may_configure(request.user, found)
    form = PhaseForm(
        request.POST or None, instance=get_object_or_404(Phase, campaign=found, pk=phase)
    )
    return edit_page(request, form, title=_("修改环节"), cancel_url=found.get_absolute_url())


@login_required
def dimensions_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All slots at once, each under its own version."""
    found = campaign_or_404(request, pk)
    check_may_configure(request.user, found)
    forms = [
        DimensionForm(request.POST or None, instance=d, prefix=f"d{d.pk}")
        for d in found.dimensions.all()
    ]
    valid = [form.is_valid() for form in forms]  # all of them, so that each shows its own errors
    if request.method == "POST" and all(valid):
        for form in forms:
            version = request.POST.get(f"{form.prefix}-version", "")
            kernel_actions.edit(
                form.instance, form.cleaned_data, by=request.user,
                version=int(version) if version.isdigit() else form.instance.version,
            )  # fmt: skip
        messages.success(request, _("已保存。"))
        return redirect(found)
    context = {"title": _("对照方面"), "forms": forms, "campaign": found,
               "crumbs": [(found.name, found.get_absolute_url())]}  # fmt: skip
    return render(
        request, "listening/dimensions.html", context, status=200 if not request.POST else 422
    )


@login_required
@require_GET
def campaign_coverage(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    return render(request, "listening/coverage.html", {
        "title": _("意见去向覆盖率"), "campaign": found,
        "coverage": coverage(found, request.user, request.GET.get("page")),
        "partly": not Statement.objects.all().reads_all(request.user, pk),
        "crumbs": [(found.name, found.get_absolute_url())],
    })  # fmt: skip
