"""What the engine left alone: ten statements a screen, one key places one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from luodi.kernel.middleware import HtmxHttpRequest
from luodi.kernel.refusals import Refused
from luodi.listening.models import Campaign, Statement
from luodi.problems.actions import place, place_as_suggested, place_in_new, take_back_last
from luodi.problems.models import Problem
from luodi.problems.queries import alike_first, singles_of, suggestions_for, targets_for

A_SCREEN = 10
KEYS = (
    ("1 … 9", lazy("归入第几个建议")), ("a", lazy("其余都按第一个建议归并")), ("m", lazy("归入其他问题…")),
    ("n", lazy("另立新问题")), ("u", lazy("撤销上一步")), ("j k", lazy("上下移动")),
    ("]", lazy("先放下，看下一屏")),
)  # fmt: skip


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.run_by(request.user), pk=pk)


@login_required
@require_GET
def singles(request: HttpRequest, campaign: int) -> HttpResponse:
    """The screen of `?rows=`; without it the next ten, like ones together. `?skip=` leaves some."""
    found = _campaign(request, campaign)
    waiting = singles_of(found.pk)
    skip = int(request.GET["skip"]) if request.GET.get("skip", "").isdigit() else 0
    asked = [int(key) for key in request.GET.get("rows", "").split(",") if key.isdigit()]
    left = set(waiting)
    shown = [key for key in dict.fromkeys(asked) if key in left]
    if not shown:
        shown = alike_first(found.pk, waiting)[skip : skip + A_SCREEN]
    return render(request, "problems/singles.html", {
        "title": _("逐条归并"), "campaign": found, "waiting": len(waiting),
        "lines": suggestions_for(found.pk, shown), "rows": ",".join(map(str, shown)),
        "skip": skip, "next_skip": skip + len(shown), "more": len(waiting) > skip + len(shown),
        "targets": targets_for(found.pk), "page_keys": KEYS,
        "crumbs": [(_("问题"), reverse("problems:problems")), (_("归并计算"), reverse("problems:runs"))],
    })  # fmt: skip


@login_required
@require_POST
def singles_decide(request: HtmxHttpRequest, campaign: int) -> HttpResponse:
    """One key; a refusal is a line above the desk. A statement placed by a digit has left the
    screen already, so only that line and the count come back."""
    found = _campaign(request, campaign)
    rows = request.POST.get("rows", "")
    try:
        back = _act(request, found)
        rows = f"{back},{rows}" if back else rows
    except Refused as refusal:
        messages.error(request, str(refusal))
    if request.htmx and request.POST.get("action") == "place" and "quick" in request.POST:
        left = {"waiting": len(singles_of(found.pk))}
        return render(request, "problems/singles_said.html", left)
    query = urlencode({"rows": rows, "skip": request.POST.get("skip", "0")})
    return redirect(reverse("problems:singles", args=[found.pk]) + f"?{query}")


def _act(request: HttpRequest, campaign: Campaign) -> int | None:
    """Do what was asked; the key of a statement that came back."""
    given, by = request.POST, request.user
    match given.get("action"):
        case "place":
            place(
                problem=_problem(request, campaign), statement=_statement(request, campaign), by=by
            )
        case "new":
            title = given.get("title", "").strip()
            place_in_new(statement=_statement(request, campaign), title=title, by=by)
        case "accept":
            place_as_suggested(chosen=_first_suggestions(request, campaign), by=by)
        case "undo":
            return take_back_last(campaign=campaign, by=by).pk
        case _:
            raise Refused(_("没有这个决定。"))
    return None


def _first_suggestions(request: HttpRequest, campaign: Campaign) -> dict[Problem, list[Statement]]:
    """What the page showed as first, not what would be first now: nobody accepts the unseen."""
    pairs = [pair.split(":") for pair in request.POST.getlist("seen")]
    keys = [(int(s), int(p)) for s, p in pairs if s.isdigit() and p.isdigit()]
    statements = campaign.statements.in_bulk([s for s, _p in keys])
    problems = targets_for(campaign.pk).in_bulk([p for _s, p in keys])
    chosen: dict[Problem, list[Statement]] = {}
    for s, p in keys:
        if s in statements and p in problems:
            chosen.setdefault(problems[p], []).append(statements[s])
    return chosen


def _statement(request: HttpRequest, campaign: Campaign) -> Statement:
    pk = request.POST.get("statement", "")
    return get_object_or_404(campaign.statements, pk=pk if pk.isdigit() else 0)


def _problem(request: HttpRequest, campaign: Campaign) -> Problem:
    pk = request.POST.get("problem", "")
    return get_object_or_404(targets_for(campaign.pk), pk=pk if pk.isdigit() else 0)
