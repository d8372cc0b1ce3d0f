"""The categories of a campaign, named by its office."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.kernel.editing import create_page, edit_page
from luodi.listening.models import Campaign
from luodi.problems.actions.attempts import require_office
from luodi.problems.forms import CategoryForm
from luodi.problems.models import Category
from luodi.problems.models.problem import ON_THE_LIST
from luodi.problems.views.problems import runs_office


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)


def _list_url(campaign: int) -> str:
    return reverse("problems:categories", args=[campaign])


@login_required
@require_GET
def category_list(request: HttpRequest, campaign: int) -> HttpResponse:
    found = _campaign(request, campaign)
    listed = Count("problems", filter=Q(problems__state__in=ON_THE_LIST))
    return render(request, "problems/category_list.html", {
        "title": _("问题类别"), "campaign": found, "subtitle": str(found),
        "categories": found.categories.annotate(listed=listed),
        "is_office": runs_office(request, found.pk),
        "crumbs": [(_("问题"), reverse("problems:problems"))],
    })  # fmt: skip


@login_required
def category_new(request: HttpRequest, campaign: int) -> HttpResponse:
    found = _campaign(request, campaign)
    require_office(request.user, found)
    last = found.categories.aggregate(last=Max("position"))["last"] or 0
    form = CategoryForm(request.POST or None, instance=Category(campaign=found, position=last + 1))
    return create_page(
        request, form, title=_("增加问题类别"), next_url=_list_url(found.pk),
        cancel_url=_list_url(found.pk),
    )  # fmt: skip


@login_required
def category_edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaigns = Campaign.objects.visible_to(request.user).values("pk")
    found = get_object_or_404(Category, pk=pk, campaign__in=campaigns)
    require_office(request.user, found.campaign_id)
    url = _list_url(found.campaign_id)
    form = CategoryForm(request.POST or None, instance=found)
    return edit_page(request, form, title=_("修改问题类别"), next_url=url, cancel_url=url)
