"""Briefs: the list, one brief."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.briefs.actions.permission import may_write
from luodi.briefs.filters import BriefFilter
from luodi.briefs.models import Brief
from luodi.briefs.sheets import REGISTER
from luodi.briefs.tables import BriefTable
from luodi.kernel.lists import list_page
from luodi.kernel.moves import buttons


def brief_or_404(request: HttpRequest, pk: int) -> Brief:
    """The brief, if the reader may see it."""
    people = ("drafted_by__person", "checked_by__person", "signed_by__person")
    seen = Brief.objects.visible_to(request.user).select_related(
        "campaign", "unit", "edition", *people
    )
    return get_object_or_404(seen, pk=pk)


@login_required
@require_GET
def brief_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, Brief.objects.visible_to(request.user), title=_("简报"), table=BriefTable,
        filterset=BriefFilter, template="briefs/brief_list.html", export=REGISTER.key,
        show=lambda rows: rows.select_related("drafted_by__person"),
        may_write=may_write(request.user),
    )  # fmt: skip


@login_required
@require_GET
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    found = brief_or_404(request, pk)
    return render(request, "briefs/brief.html", {
        "title": found.title, "brief": found, "moves": buttons(found, request.user),
        "crumbs": [(_("简报"), reverse("briefs:briefs"))],
    })  # fmt: skip
