"""The list of problems, a problem's page, its form."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import django_tables2 as tables
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from luodi.kernel.choices import Role
from luodi.kernel.editing import create_page, edit_page
from luodi.kernel.lists import DayColumn, RecordTable, list_page
from luodi.kernel.moves import Button, buttons
from luodi.kernel.relations import note_empty, read_together
from luodi.kernel.templatetags.luodi import status
from luodi.listening.models import Campaign, Gathering
from luodi.problems.actions import create_problem
from luodi.problems.actions.attempts import require_office
from luodi.problems.choices import ProblemState
from luodi.problems.filters import ProblemFilter
from luodi.problems.forms import NewProblemForm, ProblemForm, ReasonForm
from luodi.problems.models import Link, LinkProposal, Problem, Regrouping
from luodi.problems.queries import (
    behind,
    heat_of,
    options_in_use,
    portrait_of,
    timeline_of,
    volume_of,
    with_counts,
    with_lead,
)

EVENTS_PER_PAGE = 15
HANGING = (
    "links",
    "parts",
    "measures",
    "outcomes",
    "merged_from",
    "regrouped_from",
    "regrouped_into",
)
"""What most problems have nothing of, and none needs to be asked for then."""
REGROUPED = {"regrouped_from", "regrouped_into"}
TONES = {
    ProblemState.DRAFT: "todo",
    ProblemState.LISTED: "wait",
    ProblemState.RECTIFYING: "doing",
    ProblemState.CLOSED: "good",
    ProblemState.MERGED: "stopped",
}

HEAT_FORMULA = lazy(
    "热度 = %(people_weight)g×ln(1+人数) + %(days_weight)g×ln(1+天数) + %(likes_weight)g×ln(1+点赞)"
    " + %(recency_weight)g×0.5^(距最近一条的天数÷%(half_life_days)g)"
)
"""The formula of `engines.consolidation.heat` with the weights in use."""


class ProblemTable(RecordTable):
    code = tables.Column(linkify=True, attrs={"td": {"class": "nowrap"}})
    title = tables.Column(attrs={"td": {"class": "lead"}})
    category = tables.Column(order_by=("category__position", "code"))
    statement_count = tables.Column(verbose_name=lazy("意见"), attrs={"td": {"class": "num"}})
    measure_count = tables.Column(verbose_name=lazy("措施"), attrs={"td": {"class": "num"}})
    listed_on = DayColumn(attrs={"td": {"class": "nowrap"}})

    class Meta(RecordTable.Meta):
        model = Problem
        fields = (
            "code", "title", "category", "primary_dimension", "statement_count", "measure_count",
            "state", "listed_on",
        )  # fmt: skip
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def render_state(self, record: Problem) -> str:
        return status(record.get_state_display(), TONES[ProblemState(record.state)])

    def render_statement_count(self, record: Problem, value: int) -> str:
        return format_html('<a href="{}#statements">{}</a>', record.get_absolute_url(), value)

    def render_measure_count(self, record: Problem, value: int) -> str:
        return format_html('<a href="{}#measures">{}</a>', record.get_absolute_url(), value)


def problem_or_404(request: HttpRequest, pk: int) -> Problem:
    """The problem, if the reader may see it."""
    rows = Problem.objects.visible_to(request.user).select_related(
        "campaign", "category", "primary_dimension", "merged_into"
    )
    return get_object_or_404(with_lead(rows, request.user.person_id), pk=pk)


def runs_office(request: HttpRequest, campaign: int) -> bool:
    """Whether the reader works in this campaign's office."""
    return request.user.standing.has(Role.OFFICE, campaign=campaign)


def gatherings_of(links: Iterable[Link], reader: Any) -> set[int]:
    """Keys of the gatherings of these statements that the reader may open."""
    keys = {link.statement.gathering_id for link in links} - {None}
    seen = Gathering.objects.visible_to(reader).filter(pk__in=keys)
    return set(seen.values_list("pk", flat=True))


def crumbs_to(problem: Problem) -> list[tuple[str, str]]:
    """The way to a page below a problem's."""
    return [(_("问题"), reverse("problems:problems")), (problem.code, problem.get_absolute_url())]


@login_required
@require_GET
def problem_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, Problem.objects.visible_to(request.user), title=_("问题"),
        table=ProblemTable, filterset=ProblemFilter, template="problems/problem_list.html",
        export="problems.problems",
        show=lambda rows: with_counts(rows).select_related("category", "primary_dimension"),
        runs_office=Campaign.objects.run_by(request.user).exists(),
        import_url=reverse("kernel:upload", args=["problems.problems"]),
    )  # fmt: skip


@login_required
@require_GET
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    found = problem_or_404(request, pk)
    office = runs_office(request, found.campaign_id)
    hanging = note_empty(found, *HANGING)
    read_together(found, outcomes=found.outcomes.all(), merged_from=found.merged_from.all())
    volume, now = volume_of(found)
    read = behind(found, request.user, request.GET.get("said"), total=volume.n if volume else 0)
    events = Paginator(timeline_of(found), EVENTS_PER_PAGE).get_page(request.GET.get("events"))
    measures = found.measures.visible_to(request.user)
    return render(request, "problems/problem.html", {
        "title": found.title, "problem": found, "tone": TONES[found.state], "is_office": office,
        "links": read.links, "hidden": read.hidden, "gatherings": read.gatherings, "parts": read.parts,
        "portrait": portrait_of(read.latest, found.campaign_id),
        "heat": heat_of(volume, options_in_use(), now) if volume else None, "formula": HEAT_FORMULA % asdict(options_in_use()),
        "measures": measures.select_related("lead_unit"), "outcomes": found.outcomes.all(),
        "steps": _steps(found, office) if hanging & REGROUPED else [], "moves": buttons(found, request.user),
        "events": events, "merged": found.merged_from.all(),
        "review": _waiting(found) if office else None,
        "crumbs": [(_("问题"), reverse("problems:problems"))],
    })  # fmt: skip


def _steps(problem: Problem, office: bool) -> list[tuple[Regrouping, list[Button]]]:
    """Merges, splits and moves in force, each with its undo button for the office."""
    rows = Regrouping.objects.involving(problem).in_force()
    rows = rows.select_related("source", "target", "by__person").annotate(count=Count("moved"))
    return [(row, [_undo_button(row)] if office else []) for row in rows]


def _undo_button(step: Regrouping) -> Button:
    return Button(
        name=f"undo-{step.pk}", label=_("撤销"), url=reverse("problems:undo", args=[step.pk]),
        why_not=None, form=ReasonForm(auto_id=f"undo_{step.pk}_%s"), danger=True, primary=False,
    )  # fmt: skip


def _waiting(problem: Problem) -> LinkProposal | None:
    rows = LinkProposal.objects.open().filter(group__problem=problem).select_related("group")
    return rows.order_by("-group__run", "pk").first()


@login_required
def problem_new(request: HttpRequest) -> HttpResponse:
    campaigns = Campaign.objects.run_by(request.user)
    chosen = request.GET.get("campaign", "")
    asked = campaigns.filter(pk=chosen) if chosen.isdigit() else campaigns
    if (campaign := asked.first()) is None:
        raise Http404
    form = NewProblemForm(request.POST or None, instance=Problem(campaign=campaign))
    return create_page(
        request, form, title=_("拟列问题"), campaign=campaign, campaigns=campaigns,
        save=lambda form: create_problem(campaign=campaign, by=request.user, **form.cleaned_data),
        template="problems/problem_form.html", cancel_url=reverse("problems:problems"),
        crumbs=[(_("问题"), reverse("problems:problems"))],
    )  # fmt: skip


@login_required
def problem_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = problem_or_404(request, pk)
    require_office(request.user, found.campaign_id)
    form = ProblemForm(request.POST or None, instance=found)
    context: dict[str, Any] = {"cancel_url": found.get_absolute_url(), "crumbs": crumbs_to(found)}
    return edit_page(request, form, title=_("修改问题"), **context)
