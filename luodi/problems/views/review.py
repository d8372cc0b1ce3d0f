"""The review desk: one group a screen, every decision one key."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from luodi.kernel.middleware import HtmxHttpRequest
from luodi.kernel.refusals import Refused
from luodi.listening.models import Statement
from luodi.problems.actions import (
    decide,
    rename_group,
    take_near,
    undo_decisions,
    undo_last,
)
from luodi.problems.choices import Decision
from luodi.problems.models import LinkProposal, Problem, ProposedProblem
from luodi.problems.queries import (
    latest_run,
    next_number,
    reason_for,
    screen_of,
    sitting,
    targets_for,
    theme_labels,
)
from luodi.problems.views.runs import run_or_404

KEYS = (
    ("a", lazy("全部采纳")), ("x", lazy("不是同一问题")), ("m", lazy("改归…")), ("n", lazy("另立新问题")),
    ("s", lazy("拆出勾选的")), ("v", lazy("勾选当前意见")), ("i", lazy("整组归入已有问题…")), ("t", lazy("第一条相近的也归进来")),
    ("r", lazy("改名")), ("u", lazy("撤销上一步")),
    ("j k", lazy("上下移动")), ("]", lazy("下一组")),
)  # fmt: skip


def _group_or_404(request: HttpRequest, run: int, number: int) -> ProposedProblem:
    found = run_or_404(request, run)
    rows = found.groups.select_related("problem", "run__campaign")
    return get_object_or_404(rows, number=number)


@login_required
@require_GET
def review_next(request: HtmxHttpRequest, run: int) -> HttpResponse:
    """The group whose review settles most; `?after=` goes on from there."""
    found = run_or_404(request, run)
    after = request.GET.get("after", "")
    number = next_number(found, int(after) if after.isdigit() else None)
    if number is None:
        messages.success(request, _("都审阅完了。"))
        if request.htmx:  # the desk swaps pieces of itself; this is another page
            return HttpResponseClientRedirect(found.get_absolute_url())
        return redirect(found)
    return redirect("problems:review", run, number)


@login_required
@require_GET
def review(request: HttpRequest, run: int, number: int) -> HttpResponse:
    group = _group_or_404(request, run, number)
    screen = screen_of(group)
    newest = latest_run(group.run.campaign_id)
    return render(request, "problems/review.html", {
        "title": _("审阅归并建议"), "group": group,
        "theme": theme_labels(group.run.campaign_id).get(group.theme, group.theme), "screen": screen, "run": group.run,
        "sitting": sitting(group.run, request.user), "page_keys": KEYS,
        "targets": targets_for(group.run.campaign_id),
        "newest": newest if newest and newest.pk != group.run_id else None,
        "crumbs": [
            (_("问题"), reverse("problems:problems")), (_("归并计算"), reverse("problems:runs")),
            (str(group.run.campaign), group.run.get_absolute_url()),
        ],
    })  # fmt: skip


@login_required
@require_GET
def review_why(request: HttpRequest, run: int, number: int, statement: int) -> HttpResponse:
    """Why a statement stands in this group or below the line: one sentence, fetched when asked."""
    group = _group_or_404(request, run, number)
    found = get_object_or_404(
        Statement.objects.visible_to(request.user), pk=statement, campaign=group.run.campaign_id
    )
    sentence = reason_for(group, found) or _("这一组没有别的意见可比。")
    return render(request, "problems/review_why.html", {"sentence": sentence})


@login_required
@require_POST
def review_decide(request: HttpRequest, run: int, number: int) -> HttpResponse:
    """One key: a refusal here is a line above the desk, not a page, so that the sitting goes on."""
    group = _group_or_404(request, run, number)
    try:
        group = _act(request, group)
    except Refused as refusal:
        messages.error(request, str(refusal))
    if group.proposals.open().exists():
        return redirect(group)
    return redirect(reverse("problems:review_next", args=[run]) + f"?after={number}")


def _act(request: HttpRequest, group: ProposedProblem) -> ProposedProblem:
    """Do what was asked; returns the group to show afterwards."""
    given, by = request.POST, request.user
    title = given.get("title", "").strip()
    match given.get("action"):
        case "accept":
            keys = _numbers(given.getlist("seen"))
            decide(
                group=group, proposals=keys, decision=Decision.ACCEPTED, by=by, title=title,
                problem=_problem(request, group),
            )  # fmt: skip
        case "refuse":
            decide(group=group, proposals=_chosen(request), decision=Decision.REFUSED, by=by)
        case "move":
            decide(
                group=group, proposals=_chosen(request), decision=Decision.MOVED, by=by,
                problem=_problem(request, group),
            )  # fmt: skip
        case "new":
            keys = _numbers(given.getlist("current"))
            decide(group=group, proposals=keys, decision=Decision.NEW, by=by, title=title)
        case "split":
            decide(
                group=group, proposals=_chosen(request), decision=Decision.NEW, by=by, title=title
            )
        case "take":
            statement = get_object_or_404(
                Statement.objects.visible_to(by), pk=given.get("statement")
            )
            take_near(group=group, statement=statement, by=by)
        case "rename":
            rename_group(group=group, label=title, by=by)
        case "reopen":
            undo_decisions(proposals=_own(group, given.getlist("current")), by=by)
        case "undo":
            return undo_last(run=group.run, by=by)[0].group
        case _:
            raise Refused(_("没有这个决定。"))
    return group


def _chosen(request: HttpRequest) -> list[int]:
    """The ticked statements, else the current one."""
    return _numbers(request.POST.getlist("chosen") or request.POST.getlist("current"))


def _problem(request: HttpRequest, group: ProposedProblem) -> Problem | None:
    pk = request.POST.get("problem", "")
    return get_object_or_404(targets_for(group.run.campaign_id), pk=pk) if pk.isdigit() else None


def _own(group: ProposedProblem, keys: list[str]) -> list[int]:
    rows = LinkProposal.objects.filter(group=group, pk__in=_numbers(keys))
    return list(rows.values_list("pk", flat=True))


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdigit()]
