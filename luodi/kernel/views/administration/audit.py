"""The audit log, read by the audit administrator."""

from typing import Any

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import auditing
from luodi.kernel.choices import Role
from luodi.kernel.keyset import slice_of
from luodi.kernel.lists import RecordTable
from luodi.kernel.models import TrailEvent
from luodi.kernel.templatetags.luodi import status
from luodi.kernel.views.administration.doors import door, only

door(gettext_lazy("审计日志"), "kernel:trail", "shield-check", Role.AUDIT_ADMIN, 86)

PER_PAGE = 50


class TrailTable(RecordTable):
    """The log in words; the raw name of an action is in the export."""

    seq = tables.Column(
        gettext_lazy("序号"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    at = tables.Column(gettext_lazy("时间"), attrs={"td": {"class": "nowrap"}})
    actor = tables.Column(gettext_lazy("操作人"), attrs={"td": {"class": "nowrap"}})
    action = tables.Column(gettext_lazy("动作"), attrs={"td": {"class": "lead nowrap"}})
    object_code = tables.Column(gettext_lazy("对象"), empty_values=())
    allowed = tables.Column(gettext_lazy("结果"))
    reason = tables.Column(gettext_lazy("原因"))
    address = tables.Column(gettext_lazy("来源地址"), attrs={"td": {"class": "minor nowrap"}})

    class Meta(RecordTable.Meta):
        model = TrailEvent
        fields = ("seq", "at", "actor", "action", "object_code", "allowed", "reason", "address")
        orderable = False

    def render_actor(self, record: TrailEvent) -> str:
        if not record.on_behalf_of:
            return record.actor
        return _("%(actor)s（代%(who)s）") % {"actor": record.actor, "who": record.on_behalf_of}

    def render_action(self, record: TrailEvent) -> Any:
        return format_html(
            '<span title="{}">{}</span>', record.action, auditing.verb_of(record.action)
        )

    def render_object_code(self, record: TrailEvent) -> str:
        return f"{auditing.noun_of(record.model)} {record.object_code}".strip() or "—"

    def render_allowed(self, record: TrailEvent) -> str:
        words = dict(auditing.TrailFilter.OUTCOMES)
        return status(
            words["true" if record.allowed else "false"], "good" if record.allowed else "bad"
        )


@only(Role.AUDIT_ADMIN)
def trail_list(request: HttpRequest) -> HttpResponse:
    """The audit log: read and export, nothing else."""
    found = auditing.narrowed(request, TrailEvent.objects.visible_to(request.user))
    part = slice_of(found.qs, request.GET, size=PER_PAGE)
    return render(request, "kernel/trail.html", {
        "title": _("审计日志"), "table": TrailTable(part.rows), "filter": found, "slice": part,
        "export_url": reverse("kernel:export", args=["kernel.trail"]),
    })  # fmt: skip
