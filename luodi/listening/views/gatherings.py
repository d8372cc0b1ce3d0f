"""Pages of gatherings: list, form, the meeting itself with what was said in it."""

from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from luodi.kernel import actions as kernel_actions
from luodi.kernel import once
from luodi.kernel.choices import EvidenceKind
from luodi.kernel.editing import create_page, edit_page
from luodi.kernel.evidence import add_evidence
from luodi.kernel.lists import ChosenColumn, DayColumn, RecordTable, list_page
from luodi.kernel.models import Evidence
from luodi.kernel.moves import Button, buttons
from luodi.kernel.templatetags.luodi import status
from luodi.listening.actions import (
    check_editable,
    may_enter,
    record_gathering,
    record_statement,
)
from luodi.listening.choices import GatheringKind, GatheringState
from luodi.listening.filters import GatheringFilter
from luodi.listening.forms import EvidenceForm, GatheringForm, InvitationForm, QuickForm, TopicForm
from luodi.listening.models import Gathering, Statement
from luodi.listening.queries import destination_of, stops_of, timeline_of, with_stops
from luodi.listening.transitions import GATHERING, too_short

TONES = {
    "draft": "todo",
    "submitted": "wait",
    "counted": "good",
    "returned": "warn",
    "void": "stopped",
    "withdrawn": "stopped",
}


class GatheringTable(RecordTable):
    chosen = ChosenColumn()
    title = tables.Column(linkify=True, attrs={"td": {"class": "lead"}})
    unit = tables.Column(verbose_name=gettext_lazy("单位"))
    held_on = DayColumn()
    attendance_count = tables.Column(attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    statement_count = tables.Column(
        verbose_name=gettext_lazy("意见"), orderable=False, empty_values=(),
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )  # fmt: skip

    class Meta(RecordTable.Meta):
        model = Gathering
        fields = (
            "chosen",
            "title",
            "unit",
            "kind",
            "held_on",
            "attendance_count",
            "statement_count",
            "state",
        )
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def render_state(self, record: Gathering) -> str:
        return status(record.get_state_display(), TONES[record.state])

    def render_statement_count(self, record: Gathering) -> str:
        count = len(record.statements.all())
        url = f"{reverse('listening:statements')}?gathering={record.pk}"
        return format_html('<a href="{}">{}</a>', url, count) if count else "0"


def gathering_or_404(request: HttpRequest, pk: int) -> Gathering:
    """The gathering, if the reader may see it."""
    found = Gathering.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("campaign", "unit", "chair", "recorder"), pk=pk)


@login_required
@require_GET
def gathering_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, Gathering.objects.visible_to(request.user), title=_("会议"), table=GatheringTable,
        filterset=GatheringFilter, export="listening.gatherings",
        show=lambda rows: rows.select_related("unit").prefetch_related("statements"),
        template="listening/gathering_list.html",
        bulk_url=reverse("kernel:bulk_move", args=["listening.gathering", "count"]),
    )  # fmt: skip


@login_required
@require_GET
def gathering(request: HttpRequest, pk: int) -> HttpResponse:
    found = gathering_or_404(request, pk)
    return render(request, "listening/gathering.html", _shown(request, found))


def _shown(request: HttpRequest, found: Gathering) -> dict[str, Any]:
    statements = with_stops(
        found.statements.select_related("topic", "guest", "raised_by", "unit", "receiving_unit")
    )
    said = [(statement, _fate(statement)) for statement in statements]
    enters = may_enter(request.user, found.unit_id, found.campaign_id)
    context = {
        "title": found.title, "gathering": found, "tone": TONES[found.state],
        "moves": _moves(found, request.user), "events": timeline_of(found),
        "said": said, "papers": found.evidence.all(), "may_enter": enters,
        "editable": enters and found.state in (GatheringState.DRAFT, GatheringState.RETURNED),
        "quick": QuickForm(campaign=found.campaign), "boxes": [("", "")] * 3, "evidence_form": EvidenceForm(),
        "crumbs": [(_("会议"), reverse("listening:gatherings"))],
    }  # fmt: skip
    if found.kind == GatheringKind.SYMPOSIUM:
        context |= _symposium(found, said)
    return context


def _moves(found: Gathering, reader: Any) -> list[Button]:
    """Deciding on a void is offered once it was proposed; before, it would only be noise."""
    decided = {"void", "keep"}
    proposing = found.void_proposed_by_id is None
    names = [m for m in GATHERING.moves if (m not in decided if proposing else m != "propose_void")]
    return buttons(found, reader, only=names)


def _fate(statement: Statement) -> str:
    return "；".join(stop.text for stop in stops_of(statement)) or destination_of(statement)


def _symposium(found: Gathering, said: list[tuple[Statement, str]]) -> dict[str, Any]:
    by_topic: dict[Any, list[Any]] = {topic: [] for topic in found.topics.all()}
    for statement, fate in said:
        by_topic.setdefault(statement.topic, []).append((statement, fate))
    return {
        "invitations": found.invitations.prefetch_related("statements"), "topics": by_topic.items(),
        "invitation_form": InvitationForm(), "topic_form": TopicForm(),
    }  # fmt: skip


@login_required
def gathering_new(request: HttpRequest) -> HttpResponse:
    form = GatheringForm(request.POST or None, by=request.user)
    return create_page(
        request, form, title=_("登记会议"), cancel_url=reverse("listening:gatherings"),
        save=lambda f: record_gathering(by=request.user, **f.cleaned_data),
    )  # fmt: skip


@login_required
def gathering_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = gathering_or_404(request, pk)
    check_editable(found, request.user)
    form = GatheringForm(request.POST or None, instance=found, by=request.user)
    return edit_page(request, form, title=_("修改会议"), cancel_url=found.get_absolute_url())


@login_required
@require_POST
def gathering_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Hang a file on a gathering that was not reported yet."""
    found = gathering_or_404(request, pk)
    check_editable(found, request.user)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        context = _shown(request, found) | {"evidence_form": form}
        return render(request, "listening/gathering.html", context, status=422)
    sent = once.save_once(
        request, lambda: _hang(found, form.cleaned_data, request.user),
        lambda _made: found.get_absolute_url(),
    )  # fmt: skip
    if sent.made is not None:
        messages.success(request, _("已上传“%(title)s”。") % {"title": sent.made})
    return redirect(sent.url)


def _hang(found: Gathering, given: dict[str, Any], by: Any) -> Evidence:
    paper = add_evidence(
        by=by, file=given["file"], title=given["title"],
        kind=given["kind"] or EvidenceKind.MINUTES,
    )  # fmt: skip
    papers = [*found.evidence.values_list("pk", flat=True), paper.pk]
    kernel_actions.edit(found, {"evidence": papers}, by=by, version=None)
    return paper


@login_required
@require_POST
def gathering_statements(request: HttpRequest, pk: int) -> HttpResponse:
    """Several statements at once, each submitted; what is too short comes back with what was typed."""
    found = gathering_or_404(request, pk)
    form = QuickForm(request.POST, campaign=found.campaign)
    lines = form.lines()
    wrong = {text: why for text in lines if (why := too_short(text))}
    typed = {"quick": form, "boxes": [(t, wrong.get(t, "")) for t in lines]}
    if not lines or wrong or not form.is_valid():
        if not lines:
            messages.error(request, _("请至少写一条。"))
        return _quick_again(request, found, typed)
    try:
        sent = once.save_once(
            request, lambda: _record(lines, found, form.cleaned_data, request.user),
            lambda _made: f"{found.get_absolute_url()}#statements",
        )  # fmt: skip
    except once.SavedBefore:
        form.add_error(None, once.ask_again())
        return _quick_again(request, found, typed | {"once": once.new_token()})
    if sent.made is not None:
        messages.success(request, _("已提交%(count)d条意见。") % {"count": len(lines)})
    return redirect(sent.url)


def _record(lines: list[str], found: Gathering, given: dict[str, Any], by: Any) -> list[Statement]:
    return [
        record_statement(
            by=by, gathering=found, text=text, kind=given["kind"], dimensions=given["dimensions"],
            submit=True,
        )
        for text in lines
    ]  # fmt: skip


def _quick_again(request: HttpRequest, found: Gathering, typed: dict[str, Any]) -> HttpResponse:
    context = _shown(request, found) | typed
    return render(request, "listening/gathering.html", context, status=422)
