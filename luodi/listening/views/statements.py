"""Pages of statements: the list, and the page that says where a sentence went."""

from datetime import datetime, time
from typing import Any

import django_tables2 as tables
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from luodi.kernel.editing import create_page, edit_page
from luodi.kernel.lists import ChosenColumn, DayColumn, RecordTable, list_page
from luodi.kernel.moves import buttons
from luodi.kernel.templatetags.luodi import status
from luodi.listening.actions import check_revisable, may_enter, record_statement
from luodi.listening.choices import StatementState
from luodi.listening.filters import StatementFilter
from luodi.listening.forms import DraftForm, RevisionForm, StatementForm
from luodi.listening.models import Gathering, Statement
from luodi.listening.queries import (
    destination_of,
    stops_of,
    timeline_of,
    with_destinations,
    with_stops,
)

TONES = {
    "draft": "todo", "submitted": "wait", "returned": "warn", "accepted": "doing", "linked": "good",
    "settled": "good", "answered": "good", "withdrawn": "stopped",
}  # fmt: skip


class StatementTable(RecordTable):
    chosen = ChosenColumn()
    code = tables.Column(linkify=True, attrs={"td": {"class": "lead nowrap"}})
    text = tables.Column(verbose_name=gettext_lazy("意见"), orderable=False)
    unit = tables.Column(verbose_name=gettext_lazy("单位"), attrs={"td": {"class": "nowrap"}})
    kind = tables.Column(attrs={"td": {"class": "nowrap"}})
    said_at = DayColumn(attrs={"td": {"class": "nowrap"}})
    destination = tables.Column(verbose_name=gettext_lazy("去向"), orderable=False, empty_values=())

    class Meta(RecordTable.Meta):
        model = Statement
        fields = ("chosen", "code", "text", "unit", "kind", "said_at", "state", "destination")
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def render_text(self, value: str) -> str:
        return truncatechars(value, 80)

    def render_state(self, record: Statement) -> str:
        return status(record.get_state_display(), TONES[record.state])

    def render_destination(self, record: Statement) -> str:
        return truncatechars(destination_of(record), 40)


def statement_or_404(request: HttpRequest, pk: int) -> Statement:
    """The statement, if the reader may see it."""
    rows = with_stops(Statement.objects.visible_to(request.user)).select_related(
        "campaign", "unit", "gathering", "topic", "raised_by", "guest", "receiving_unit",
        "added_by__person", "on_behalf_of",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def statement_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, Statement.objects.visible_to(request.user), title=_("意见"), table=StatementTable,
        filterset=StatementFilter, export="listening.statements",
        show=lambda rows: with_destinations(rows).select_related("unit", "receiving_unit"),
        template="listening/statement_list.html",
        bulk_url=reverse("kernel:bulk_move", args=["listening.statement", "accept"]),
        import_url=reverse("kernel:upload", args=["listening.statements"]),
    )  # fmt: skip


@login_required
@require_GET
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    found = statement_or_404(request, pk)
    entered = found.added_by_id == request.user.pk and found.state == StatementState.DRAFT
    return render(request, "listening/statement.html", {
        "title": found.code, "statement": found, "tone": TONES[found.state],
        "stops": stops_of(found, request.user),
        "answers": found.answers.select_related("by__person", "unit", "rating"),
        "moves": buttons(found, request.user), "events": timeline_of(found),
        "gathering_opens": Gathering.objects.visible_to(request.user).filter(pk=found.gathering_id).exists(),
        "may_revise": entered or may_enter(request.user, found.unit_id, found.campaign_id),
        "crumbs": [(_("意见"), reverse("listening:statements"))],
    })  # fmt: skip


@login_required
def statement_new(request: HttpRequest) -> HttpResponse:
    form = StatementForm(request.POST or None, by=request.user)
    return create_page(
        request, form, title=_("登记意见"), cancel_url=reverse("listening:statements"),
        save=lambda f: record_statement(by=request.user, **_given(f.cleaned_data)),
    )  # fmt: skip


def _given(values: dict[str, Any]) -> dict[str, Any]:
    said_on = values.pop("said_on")
    said_at = timezone.make_aware(datetime.combine(said_on, time()))
    return values | {"text": values.pop("text_original"), "said_at": said_at}


@login_required
def statement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = statement_or_404(request, pk)
    check_revisable(found, request.user)
    draft = found.state == StatementState.DRAFT
    form = (DraftForm if draft else RevisionForm)(request.POST or None, instance=found)
    title = _("修改草稿") if draft else _("整理与归类")
    return edit_page(
        request, form, title=title, template="listening/statement_edit.html", statement=found,
        cancel_url=found.get_absolute_url(),
    )  # fmt: skip
