"""The audit log, read by the audit administrator."""

import django_filters
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel.choices import Role
from luodi.kernel.lists import RecordTable, list_page
from luodi.kernel.models import TrailEvent
from luodi.kernel.views.administration.doors import door, only

door(gettext_lazy("审计日志"), "kernel:trail", "shield-check", Role.AUDIT_ADMIN, 86)


class TrailTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = TrailEvent
        fields = ("seq", "at", "actor", "on_behalf_of", "address", "action", "object_code", "allowed",
                  "reason")  # fmt: skip


class TrailFilter(django_filters.FilterSet):
    actor = django_filters.CharFilter(label=gettext_lazy("操作人"), lookup_expr="contains")
    action = django_filters.CharFilter(label=gettext_lazy("动作"), lookup_expr="contains")
    object_code = django_filters.CharFilter(label=gettext_lazy("对象"))

    class Meta:
        model = TrailEvent
        fields = ("actor", "action", "object_code", "allowed")


@only(Role.AUDIT_ADMIN)
def trail_list(request: HttpRequest) -> HttpResponse:
    """The audit log: read and export, nothing else."""
    return list_page(
        request, TrailEvent.objects.visible_to(request.user), title=_("审计日志"), table=TrailTable,
        filterset=TrailFilter, export="kernel.trail",
    )  # fmt: skip
