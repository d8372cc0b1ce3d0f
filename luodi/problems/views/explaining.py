"""Why two statements stand together, and why one was left out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.listening.models import Statement
from luodi.problems.forms import PairForm
from luodi.problems.queries import explain_pair
from luodi.problems.views.problems import crumbs_to, problem_or_404


@login_required
@require_GET
def problem_explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Any two statements of the campaign the reader may see; one of them is of this problem."""
    found = problem_or_404(request, pk)
    readable = Statement.objects.visible_to(request.user).filter(campaign=found.campaign_id)
    members = readable.filter(links__in=found.links.open()).order_by("code")
    asked = "one" in request.GET or "other" in request.GET
    form = PairForm(request.GET if asked else None, members=members, readable=readable)
    told = None
    if asked and form.is_valid():
        told = explain_pair(form.cleaned_data["one"], form.cleaned_data["other"])
    return render(request, "problems/explain.html", {
        "title": _("为什么在一起，为什么没归进来"), "problem": found, "form": form, "told": told,
        "crumbs": crumbs_to(found), "pair": form.cleaned_data if told else None,
    }, status=422 if asked and form.errors else 200)  # fmt: skip
