"""What follows when a closing is asked for, verified, returned, signed."""

from datetime import date

from django.utils.translation import gettext as _

from luodi.kernel import preferences
from luodi.kernel.choices import Role
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import Attempt
from luodi.measures.choices import RequestState
from luodi.measures.models import Closing, ClosureRequest, LookBack, Verification
from luodi.measures.queries.people import is_member, leader_of
from luodi.measures.transitions.life import lift_blue
from luodi.measures.transitions.telling import tell_leader, tell_office, tell_unit


def request_closure(attempt: Attempt) -> None:
    """The head's request, kept word for word."""
    measure = attempt.record
    ClosureRequest.objects.create(
        measure=measure, cycle=measure.cycle, result_text=attempt["result_text"], by=attempt.by,
        on_behalf_of=attempt.on_behalf_of, requested_on=attempt.today, requested_at=attempt.now,
    )  # fmt: skip
    lift_blue(attempt)
    tell_office(measure, "requested", _("申请销号，待受理核验。"), Role.VERIFIER)
    tell_leader(measure, "requested", _("责任单位已申请销号。"))


def withdraw_request(attempt: Attempt) -> None:
    """Before anybody took it up."""
    _request_of(attempt, RequestState.OPEN, RequestState.WITHDRAWN)


def accept_request(attempt: Attempt) -> None:
    """The verifier takes it up: lateness is frozen at the day it was asked for (I-6)."""
    measure = attempt.record
    request = _request_of(attempt, RequestState.OPEN, RequestState.ACCEPTED)
    measure.verifier = attempt.by.person
    measure.requested_on = request.requested_on
    tell_unit(measure, "accepted", _("销号申请已受理，正在核验。"))


def pass_verification(attempt: Attempt) -> None:
    """Somebody who took no part says that it is done."""
    measure = attempt.record
    request = _request_of(attempt, RequestState.ACCEPTED, RequestState.PASSED)
    _verification(attempt, request, attempt["opinion"], passed=True)
    tell_leader(measure, "verified", _("核验通过，请您签认。"))
    tell_unit(measure, "verified", _("核验通过，待牵头领导签认。"))


def return_to_work(attempt: Attempt) -> None:
    """Not done yet: the delay counts on."""
    request = _request_of(attempt, RequestState.ACCEPTED, RequestState.RETURNED)
    why = _("%(why)s（%(when)s）") % {"why": attempt["reason"], "when": attempt["again_by"]}
    request.returned_why = why[:500]
    request.save()
    _verification(attempt, request, why, passed=False)
    _back_to_work(attempt)
    tell_unit(attempt.record, "returned", _("核验退回：%(why)s") % {"why": why})


def decline_signature(attempt: Attempt) -> None:
    """The leader does not sign; the verification stays readable, the work goes on."""
    request = _request_of(attempt, RequestState.PASSED, RequestState.RETURNED)
    request.returned_why = attempt["reason"][:500]
    request.save()
    _back_to_work(attempt)
    tell_unit(
        attempt.record, "returned", _("牵头领导不予签认：%(why)s") % {"why": attempt["reason"]}
    )


def review_is_within_a_year(attempt: Attempt) -> str | None:
    """A long-term measure is looked at again within twelve months."""
    review = attempt["review_on"]
    if review <= attempt.today:
        return _("复查日期须晚于今天。")
    if review > months_after(attempt.today, 12):
        return _("复查日期最迟为%(day)s。") % {"day": months_after(attempt.today, 12)}
    return None


def sign(attempt: Attempt) -> None:
    """The leader's signature closes the cycle and dates the look-back."""
    months = int(preferences.get("measures.look_back_months"))
    _close(attempt, look_back_on=months_after(attempt.today, months))


def sign_sustained(attempt: Attempt) -> None:
    """Routine from now on, with a day on which it is looked at again."""
    attempt.record.review_on = attempt["review_on"]
    _close(attempt, look_back_on=attempt["review_on"])


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def _request_of(attempt: Attempt, state: str, becomes: str) -> ClosureRequest:
    found = ClosureRequest.objects.filter(
        measure=attempt.record, cycle=attempt.record.cycle, state=state
    )
    request = found.order_by("-pk").first()
    if request is None:
        raise Refused(_("没有找到相应的销号申请。"))
    request.state = becomes
    request.save()
    return request


def _verification(attempt: Attempt, request: ClosureRequest, opinion: str, *, passed: bool) -> None:
    Verification.objects.create(
        request=request, verifier=attempt.by.person, by=attempt.by, method=attempt["method"],
        opinion=opinion, passed=passed, at=attempt.now,
        shares_unit=is_member(attempt.by.person, attempt.record.lead_unit_id),
    )  # fmt: skip


def _back_to_work(attempt: Attempt) -> None:
    attempt.record.requested_on = None
    attempt.record.verifier = None


def _close(attempt: Attempt, *, look_back_on: date) -> None:
    measure, leader = attempt.record, leader_of(attempt.record)
    if attempt.by.person_id != leader.pk:
        attempt.on_behalf_of = leader
    measure.signer, measure.closed_on = leader, attempt.today
    verification = Verification.objects.get(
        request__measure=measure, request__cycle=measure.cycle, request__state=RequestState.PASSED
    )
    Closing.objects.create(
        measure=measure, cycle=measure.cycle, verification=verification, kind=attempt.move.target,
        signer=leader, by=attempt.by, on_behalf_of=attempt.on_behalf_of, at=attempt.now,
        opinion=(attempt["opinion"] or "")[:300], days_late=measure.days_late(attempt.today),
    )  # fmt: skip
    LookBack.objects.create(measure=measure, cycle=measure.cycle, due_on=look_back_on)
    tell_unit(measure, "closed", _("牵头领导已签认。"))
    tell_office(measure, "closed", _("牵头领导已签认。"))
