"""The leader's phone page and the verifier's desk."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.kernel import clock
from luodi.kernel.access import is_business
from luodi.kernel.moves import buttons
from luodi.measures.choices import HandoverState, MeasureState
from luodi.measures.models import Handover, Measure
from luodi.measures.queries.closing import papers, standing_evidence
from luodi.measures.queries.leading import led_by
from luodi.measures.queries.ledger import open_accountabilities
from luodi.measures.queries.people import open_request, with_parts
from luodi.measures.tables import TONE_OF_STATE


@login_required
@require_GET
def leader_page(request: HttpRequest) -> HttpResponse:
    """One glance at all one answers for: to sign, late, due soon, the rest."""
    people: Any = request.user.standing.speaks_for() if is_business(request.user) else set()
    led = led_by(people, clock.today())
    offered = Handover.objects.filter(state=HandoverState.PROPOSED, to_person__in=people)
    return render(request, "measures/leader.html", {
        "title": _("我牵头的"), "groups": led.groups(), "counts": led.counts(), "total": led.total,
        "handovers": [
            {"handover": h, "moves": buttons(h, request.user)}
            for h in offered.select_related("measure", "from_person", "to_person")
        ],
    })  # fmt: skip


@login_required
@require_GET
def verification_desk(request: HttpRequest) -> HttpResponse:
    """What waits to be accepted and what I am verifying, with why I may not where I may not."""
    seen = Measure.objects.visible_to(request.user).select_related(
        "lead_unit", "problem", "verifier"
    )
    person = request.user.person_id
    seen = with_parts(seen, person)
    waiting = seen.filter(state=MeasureState.CLOSURE_REQUESTED)
    taken = seen.filter(state=MeasureState.VERIFYING, verifier=person) if person else seen.none()
    asked, mine = (list(rows.order_by("due_on", "pk")[:50]) for rows in (waiting, taken))
    prefetch_related_objects([*asked, *mine], open_accountabilities(), papers(), "closure_requests")
    return render(request, "measures/verification.html", {
        "title": _("核验"), "asked": [_line(m, request.user) for m in asked],
        "mine": [_line(m, request.user) for m in mine],
    })  # fmt: skip


def _line(measure: Measure, reader: Any) -> dict[str, Any]:
    only = ("accept_request", "pass_verification", "return_to_work")
    return {
        "measure": measure, "request": open_request(measure), "moves": buttons(measure, reader, only=only),
        "tone": TONE_OF_STATE[MeasureState(measure.state)], "papers": standing_evidence(measure),
    }  # fmt: skip
