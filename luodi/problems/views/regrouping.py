"""Merging, splitting, taking out, undoing: each page asks why."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.problems.actions import (
    merge_problems,
    move_statements,
    split_problem,
    undo_regrouping,
    unlink,
)
from luodi.problems.actions.attempts import require_office
from luodi.problems.forms import MergeForm, ReasonForm, SplitForm
from luodi.problems.models import Problem, Regrouping
from luodi.problems.queries import with_counts
from luodi.problems.views.problems import crumbs_to, gatherings_of, problem_or_404


@login_required
def problem_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the target, see both side by side, say why."""
    found = problem_or_404(request, pk)
    require_office(request.user, found.campaign_id)
    form = MergeForm(request.POST or None, problem=found, initial={"into": request.GET.get("into")})
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        merge_problems(
            into=into, others=[found], by=request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("已并入“%(title)s”，随时可以撤销。") % {"title": into})
        return redirect(into)
    chosen = form["into"].value()
    return render(request, "problems/merge.html", {
        "title": _("并案"), "problem": found, "form": form, "crumbs": crumbs_to(found),
        "sides": _sides(found, chosen), "submit_label": _("并案"),
        "cancel_url": found.get_absolute_url(),
    }, status=422 if form.errors else 200)  # fmt: skip


def _sides(problem: Problem, chosen: object) -> list[Problem]:
    keys = [problem.pk] + ([int(str(chosen))] if str(chosen or "").isdigit() else [])
    rows = Problem.objects.filter(pk__in=keys, campaign=problem.campaign_id)
    sides = with_counts(rows).select_related("category", "primary_dimension")
    return sorted(sides, key=lambda side: side.pk != problem.pk)


@login_required
def problem_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose statements for a problem of their own, or for another one."""
    found = problem_or_404(request, pk)
    require_office(request.user, found.campaign_id)
    links = found.links.open().select_related("statement__unit", "statement__gathering")
    chosen = {int(key) for key in request.POST.getlist("statement") if key.isdigit()}
    form = SplitForm(request.POST or None, problem=found)
    if request.method == "POST" and form.is_valid():
        step = _split(
            found, [x.statement for x in links if x.statement_id in chosen], form, request
        )
        messages.success(request, _("已移动 %(count)d 条意见。") % {"count": step.moved.count()})
        return redirect(step.target)
    return render(request, "problems/split.html", {
        "title": _("拆分与改归"), "problem": found, "form": form, "links": links,
        "chosen": chosen, "crumbs": crumbs_to(found), "cancel_url": found.get_absolute_url(),
        "gatherings": gatherings_of(links, request.user),
    }, status=422 if form.errors else 200)  # fmt: skip


def _split(problem: Problem, statements: list, form: SplitForm, request: HttpRequest) -> Regrouping:
    given = form.cleaned_data
    if target := given["target"]:
        return move_statements(
            source=problem, target=target, statements=statements, by=request.user,
            reason=given["reason"],
        )  # fmt: skip
    return split_problem(
        source=problem, statements=statements, title=given["title"], by=request.user,
        reason=given["reason"],
    )  # fmt: skip


@login_required
@require_POST
def statement_unlink(request: HttpRequest, pk: int, statement: int) -> HttpResponse:
    """Take one statement out of a problem."""
    found = problem_or_404(request, pk)
    link = get_object_or_404(found.links.open(), statement=statement)
    unlink(statement=link.statement, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("意见%(code)s已移出。") % {"code": link.statement.code})
    return redirect(found)


@login_required
@require_POST
def regrouping_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge, a split or a move back."""
    visible = Problem.objects.visible_to(request.user).values("pk")
    step = get_object_or_404(Regrouping, pk=pk, source__in=visible)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    undo_regrouping(regrouping=step, by=request.user, reason=reason)
    messages.success(request, _("已撤销：%(step)s") % {"step": step})
    return redirect(step.source)
