"""The parts of a statement that says several things."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.engines.consolidation import split_parts
from luodi.listening.models import Statement
from luodi.problems.actions import end_part, keep_parts
from luodi.problems.actions.attempts import require_office
from luodi.problems.models import Part, Problem
from luodi.problems.queries import targets_for


@login_required
def parts(request: HttpRequest, statement: int) -> HttpResponse:
    """Proposed parts, each with a problem to choose; the statement itself stays as it is."""
    found = get_object_or_404(
        Statement.objects.visible_to(request.user).select_related("campaign"), pk=statement
    )
    require_office(request.user, found.campaign_id)
    proposed = split_parts(found.text)
    if request.method == "POST":
        kept = keep_parts(statement=found, parts=_chosen(request, found, proposed), by=request.user)
        messages.success(request, _("已记下 %(count)d 个部分。") % {"count": len(kept)})
        return redirect("problems:parts", found.pk)
    home = found.links.open().filter(primary=True).select_related("problem").first()
    return render(request, "problems/parts.html", {
        "title": _("拆成几部分"), "subtitle": found.code, "statement": found, "parts": proposed,
        "kept": Part.objects.open().filter(statement=found).select_related("problem"),
        "home": home.problem if home else None, "targets": targets_for(found.campaign_id),
        "crumbs": [(_("问题"), reverse("problems:problems")), (found.code, found.get_absolute_url())],
    })  # fmt: skip


def _chosen(
    request: HttpRequest, statement: Statement, proposed: tuple[str, ...]
) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    for number, words in enumerate(proposed, 1):
        pk = request.POST.get(f"part-{number}", "")
        if pk.isdigit():
            found[words] = get_object_or_404(targets_for(statement.campaign_id), pk=pk)
    return found


@login_required
@require_POST
def part_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a part back."""
    seen = Problem.objects.visible_to(request.user).values("pk")
    part = get_object_or_404(
        Part.objects.select_related("problem", "statement"), pk=pk, problem__in=seen
    )
    end_part(part=part, by=request.user)
    messages.success(request, _("已撤回这个部分。"))
    return redirect("problems:parts", part.statement_id)
