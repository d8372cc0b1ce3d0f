"""Units, kept by the system administrator."""

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel.choices import Role
from luodi.kernel.editing import create_page, edit_page
from luodi.kernel.forms import RecordForm
from luodi.kernel.lists import RecordFilter, RecordTable, list_page
from luodi.kernel.models import Unit
from luodi.kernel.views.administration.doors import door, only

door(gettext_lazy("单位"), "kernel:units", "building", Role.SYSTEM_ADMIN, 80)


class UnitTable(RecordTable):
    short_name = tables.Column(linkify=True)
    parent = tables.Column(linkify=True)

    class Meta(RecordTable.Meta):
        model = Unit
        fields = ("code", "short_name", "full_name", "kind", "parent", "valid_to", "succeeded_by")


class UnitFilter(RecordFilter):
    class Meta:
        model = Unit
        fields = ("kind",)


class UnitForm(RecordForm):
    class Meta:
        model = Unit
        fields = ("code", "full_name", "short_name", "kind", "parent", "position", "valid_from",
                  "valid_to", "succeeded_by")  # fmt: skip


@only(Role.SYSTEM_ADMIN)
def unit_list(request: HttpRequest) -> HttpResponse:
    """All units, ended ones too."""
    return list_page(
        request, Unit.objects.visible_to(request.user), title=_("单位"), table=UnitTable,
        filterset=UnitFilter, show=lambda rows: rows.select_related("parent", "succeeded_by"),
        template="kernel/admin_list.html", new_url="kernel:unit_new",
    )  # fmt: skip


@only(Role.SYSTEM_ADMIN)
def unit_new(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    return create_page(request, UnitForm(request.POST or None), title=_("新建单位"))


@only(Role.SYSTEM_ADMIN)
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, move, end a unit; it is never deleted."""
    unit = get_object_or_404(Unit, pk=pk)
    form = UnitForm(request.POST or None, instance=unit)
    return edit_page(request, form, title=unit.full_name, next_url="/admin/units/")
