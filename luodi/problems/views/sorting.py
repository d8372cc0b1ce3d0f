"""How a campaign is sorted: the office's category scheme and its names for themes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luodi.kernel.lists import PER_PAGE
from luodi.listening.models import Campaign
from luodi.problems.actions import name_theme, retire_entries
from luodi.problems.queries import themes_of
from luodi.problems.views.problems import runs_office


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)


@login_required
@require_GET
def scheme(request: HttpRequest, campaign: int) -> HttpResponse:
    """The categories proposals are drawn from; without rows it is Luodi's own small scheme."""
    found = _campaign(request, campaign)
    rows = found.scheme.in_force()
    return render(request, "problems/scheme.html", {
        "title": _("分类体系"), "subtitle": str(found), "campaign": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "is_office": runs_office(request, found.pk),
        "import_url": reverse("kernel:upload", args=["problems.scheme"]),
        "export_url": reverse("kernel:export", args=["problems.scheme"]) + f"?campaign={found.pk}",
        "crumbs": [(_("问题"), reverse("problems:problems"))],
    })  # fmt: skip


@login_required
@require_POST
def scheme_retire(request: HttpRequest, campaign: int) -> HttpResponse:
    """Take one row, or the whole scheme, out of force."""
    found = _campaign(request, campaign)
    rows = found.scheme.in_force()
    if (chosen := request.POST.get("entry", "")).isdigit():
        rows = rows.filter(pk=chosen)
    count = retire_entries(rows, by=request.user)
    messages.success(request, _("已停用 %(count)d 行分类。") % {"count": count})
    return redirect("problems:scheme", found.pk)


@login_required
@require_GET
def themes(request: HttpRequest, campaign: int) -> HttpResponse:
    """Themes the engine proposed in the latest run, each with the name the office gives it."""
    found = _campaign(request, campaign)
    return render(request, "problems/themes.html", {
        "title": _("主题名称"), "subtitle": str(found), "campaign": found,
        "themes": themes_of(found.pk), "is_office": runs_office(request, found.pk),
        "crumbs": [
            (_("问题"), reverse("problems:problems")),
            (_("问题地图"), reverse("problems:map", args=[found.pk])),
        ],
    })  # fmt: skip


@login_required
@require_POST
def theme_name(request: HttpRequest, campaign: int) -> HttpResponse:
    """Give a theme a name."""
    found = _campaign(request, campaign)
    given = request.POST
    name_theme(
        campaign=found, theme=given.get("theme", "")[:100], label=given.get("label", ""),
        by=request.user,
    )  # fmt: skip
    messages.success(request, _("已改名，以后每次计算都用这个名称。"))
    return redirect("problems:themes", found.pk)
