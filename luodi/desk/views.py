"""The desk: what must I do today, what is late, what changed."""

import calendar as calendars
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from luodi.desk.queries.changes import recent_changes
from luodi.desk.queries.finding import found_by
from luodi.desk.queries.loop import OUTLINE, flow_of, loop_of
from luodi.kernel import clock, work
from luodi.kernel.access import is_business
from luodi.kernel.choices import Duty
from luodi.kernel.context import NavItem, add_nav
from luodi.kernel.figures import Context
from luodi.kernel.workdays import Workdays
from luodi.listening.models import Campaign

FIRST_PAGE_OF = {
    Duty.SYSTEM: "kernel:units",
    Duty.SECURITY: "kernel:users",
    Duty.AUDIT: "kernel:trail",
}

add_nav(NavItem(gettext_lazy("今日工作"), "desk:home", "home", is_business, 0, "t"))
add_nav(NavItem(gettext_lazy("日历"), "desk:calendar", "calendar", is_business, 60, "r"))
add_nav(NavItem(gettext_lazy("数字一览"), "kernel:figures", "chart-bar", is_business, 70, "f"))


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first screen; administrators go to what they keep."""
    if request.user.duty in FIRST_PAGE_OF:
        return redirect(FIRST_PAGE_OF[request.user.duty])
    items, more = work.shown_of(work.waiting_for(request.user))
    campaign = _campaign_of(request)
    context = Context(campaign=campaign.pk) if campaign else Context()
    return render(request, "desk/home.html", {
        "title": _("今日工作"), "items": items, "more": more, "late": [i for i in items if i.days_late],
        "changes": recent_changes(request.user), "campaign": campaign,
        "stations": loop_of(request.user, context, OUTLINE) if campaign else [],
    })  # fmt: skip


def _campaign_of(request: HttpRequest) -> Campaign | None:
    """The campaign one is in: the latest that began."""
    seen = Campaign.objects.visible_to(request.user).filter(start__lte=clock.today())
    return seen.order_by("-start", "-pk").first()


@login_required
@require_GET
def loop(request: HttpRequest, pk: int) -> HttpResponse:
    """A campaign as a picture; every count is a link."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    stations = loop_of(request.user, Context(campaign=pk))
    return render(request, "desk/loop.html", {
        "title": campaign.name, "campaign": campaign, "stations": stations,
        "chart": flow_of(request.user, pk),
        "crumbs": [(campaign.name, campaign.get_absolute_url())],
    })  # fmt: skip


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Search over everything one may see."""
    words = request.GET.get("q", "").strip()[:80]
    hits = found_by(words, request.user)
    return render(request, "desk/search.html", {"title": _("搜索"), "words": words, "hits": hits})


@login_required
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """A month: gatherings, deadlines, reviews, and which days are worked."""
    first = _month(request.GET.get("month"))
    last = first.replace(day=calendars.monthrange(first.year, first.month)[1])
    entries = work.between(request.user, first, last)
    return render(request, "desk/calendar.html", {
        "title": _("日历"), "weeks": _weeks(first, last, entries), "first": first, "entries": entries,
        "before": first - timedelta(days=1), "after": last + timedelta(days=1),
    })  # fmt: skip


def _month(text: str | None) -> date:
    try:
        day = date.fromisoformat(f"{text}-01") if text else clock.today()
    except ValueError:
        raise Http404 from None
    return day.replace(day=1)


def _weeks(first: date, last: date, entries: list[work.Entry]) -> list[list[dict[str, Any]]]:
    workdays, today = Workdays(), clock.today()
    by_day: dict[date, list[work.Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    weeks = calendars.Calendar().monthdatescalendar(first.year, first.month)
    return [
        [
            {
                "day": day, "here": first <= day <= last, "today": day == today,
                "free": not workdays.is_workday(day), "entries": by_day.get(day, []),
            }
            for day in week
        ]
        for week in weeks
    ]  # fmt: skip
