"""What follows when a measure is assigned, received, handed back, suspended, cancelled, reopened."""

from django.utils.translation import gettext as _

from luodi.kernel.choices import Role
from luodi.kernel.transitions import SYSTEM, Attempt, perform
from luodi.measures.choices import CardLevel, CardState
from luodi.measures.queries.people import accountability_of
from luodi.measures.transitions.telling import tell_leader, tell_office, tell_unit
from luodi.problems.choices import ProblemState


def assign(attempt: Attempt) -> None:
    """Date the assignment, fix the first deadline for ever, start its problem."""
    measure = attempt.record
    measure.assigned_on = attempt.today
    measure.original_due_on = measure.original_due_on or measure.due_on
    if measure.problem and measure.problem.state == ProblemState.LISTED:
        perform(measure.problem, "start", by=SYSTEM)
    tell_unit(measure, "assigned", _("已交办，请签收。"))
    tell_leader(measure, "assigned", _("由您牵头的措施已交办。"))


def receive(attempt: Attempt) -> None:
    """Date the receipt."""
    attempt.record.received_on = attempt.today


def hand_back(attempt: Attempt) -> None:
    """Back to the office, once."""
    attempt.record.returned_once = True
    tell_office(
        attempt.record, "handed_back", _("责任单位退回：%(why)s") % {"why": attempt["reason"]}
    )


def suspension_ends_ahead(attempt: Attempt) -> str | None:
    """A suspension has an end, and it lies ahead."""
    return None if attempt["until"] > attempt.today else _("中止期限须晚于今天。")


def suspend(attempt: Attempt) -> None:
    """The leader stops the work for a while; the clock runs on."""
    attempt.record.suspended_until = attempt["until"]
    tell_office(
        attempt.record, "suspended", _("牵头领导决定中止：%(why)s") % {"why": attempt["reason"]}
    )
    tell_unit(attempt.record, "suspended", _("牵头领导决定中止。"))


def resume(attempt: Attempt) -> None:
    """The work goes on."""
    attempt.record.suspended_until = None
    tell_unit(attempt.record, "resumed", _("已恢复办理。"))


def cancel(attempt: Attempt) -> None:
    """Nobody answers any more; the reason stays."""
    measure = attempt.record
    measure.cancelled_why = attempt["reason"][:300]
    measure.suspended_until = None
    tell_unit(measure, "cancelled", _("已撤销。"))
    tell_leader(measure, "cancelled", _("已撤销。"))
    if held := accountability_of(measure):
        held.until = attempt.today
        held.save()
    lift_blue(attempt)


def problem_can_take_it_back(attempt: Attempt) -> str | None:
    """A merged problem has handed its measures on; a closed one is opened again with the measure."""
    problem = attempt.record.problem
    if problem is not None and problem.state == ProblemState.MERGED:
        return _("所属问题已并案，请先撤销并案。")
    return None


def new_due_day_is_ahead(attempt: Attempt) -> str | None:
    """The deadline of the new cycle lies ahead."""
    due = attempt["due_on"]
    return _("本轮时限须晚于今天。") if due and due <= attempt.today else None


def reopen(attempt: Attempt) -> None:
    """A new cycle: what closed the last one stays in its own rows (I-12), the first deadline too (I-5)."""
    measure = attempt.record
    measure.cycle += 1
    measure.verifier = measure.signer = None
    measure.closed_on = measure.requested_on = measure.review_on = None
    measure.due_on = attempt["due_on"] or measure.due_on
    if measure.problem and measure.problem.state == ProblemState.CLOSED:
        perform(measure.problem, "reopen", by=attempt.by, reason=attempt["reason"])
    tell_unit(measure, "reopened", _("重新挂号：%(why)s") % {"why": attempt["reason"]})
    tell_leader(measure, "reopened", _("重新挂号，仍由您牵头。"))
    tell_office(measure, "reopened", _("重新挂号。"), Role.SUPERVISOR)


def lift_blue(attempt: Attempt) -> None:
    """A reminder has nothing more to say once the measure moved on."""
    reminders = attempt.record.cards.filter(level=CardLevel.BLUE, state=CardState.ISSUED)
    for card in reminders:
        perform(card, "take_down", by=SYSTEM)
