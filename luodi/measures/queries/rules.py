"""What the card rules look at, read for many measures at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from luodi.kernel import preferences
from luodi.kernel.workdays import Workdays
from luodi.measures.choices import CardLevel, CardState, MeasureState, RequestState, Rhythm
from luodi.measures.models import Card, ClosureRequest, Measure, ProgressReport

DAYS_OF_RHYTHM = {Rhythm.FORTNIGHTLY: 15, Rhythm.MONTHLY: 31, Rhythm.QUARTERLY: 92}
"""After so many days without a report one is missed."""
NEARLY_DUE, OVERDUE, LONG_OVERDUE = "nearly_due", "overdue", "long_overdue"
MISSED_REPORTS, RETURNED, UNANSWERED = "missed_reports", "returned", "unanswered"

STANDING = (CardState.PROPOSED, CardState.ISSUED, CardState.ANSWERED)


@dataclass(frozen=True)
class Finding:
    """A rule says that a card is due: which, by what rule, why, and since when the reason holds."""

    measure: Measure
    level: str
    rule: str
    reason: str
    since: date


def watched_measures() -> list[Measure]:
    """Everything somebody works on, with what the rules look at: four queries for any number."""
    working = (MeasureState.ASSIGNED, MeasureState.IN_PROGRESS, MeasureState.SUSPENDED)
    reports = ProgressReport.objects.order_by("measure", "-submitted_at")
    returned = ClosureRequest.objects.filter(state=RequestState.RETURNED)
    return list(
        Measure.objects.filter(state__in=working).prefetch_related(
            Prefetch("progress_reports", reports, to_attr="reports_read"),
            Prefetch("closure_requests", returned, to_attr="returns_read"),
            Prefetch("cards", Card.objects.all(), to_attr="cards_read"),
        )
    )


def findings(measure: Measure, day: date, workdays: Workdays) -> Iterator[Finding]:
    """Every card the rules would show this measure on `day`, whether it was shown before or not."""
    if measure.due_on is not None:
        yield from _of_the_deadline(measure, measure.due_on, day, workdays)
    if measure.state == MeasureState.IN_PROGRESS:
        yield from _of_the_reports(measure, day)
    yield from _of_the_returns(measure)
    yield from _of_the_answers(measure, day, workdays)


def was_shown(finding: Finding) -> bool:
    """Whether this rule spoke already: about the same reason, or by a card that still stands.

    A dismissed card is not proposed again; after an extension the old reminder goes on reminding."""
    return any(
        card.cycle == finding.measure.cycle
        and card.level == finding.level
        and card.rule == finding.rule
        and (card.proposed_on >= finding.since or card.state in STANDING)
        for card in finding.measure.cards_read
    )


def _of_the_deadline(
    measure: Measure, due: date, day: date, workdays: Workdays
) -> Iterator[Finding]:
    warn_from = due - timedelta(days=int(preferences.get("measures.blue_days")))
    if warn_from <= day <= due:
        why = _("距完成时限%(due)s还有%(n)d天，尚未申请销号。") % {
            "due": due,
            "n": (due - day).days,
        }
        yield Finding(measure, CardLevel.BLUE, NEARLY_DUE, why, warn_from)
    if day <= due:
        return
    late = workdays.between(due, day)
    why = _("完成时限%(due)s已过%(n)d个工作日，尚未申请销号。") % {"due": due, "n": late}
    if late >= int(preferences.get("measures.yellow_workdays")):
        yield Finding(measure, CardLevel.YELLOW, OVERDUE, why, due)
    if late >= int(preferences.get("measures.red_workdays")):
        yield Finding(measure, CardLevel.RED, LONG_OVERDUE, why, due)


def _of_the_reports(measure: Measure, day: date) -> Iterator[Finding]:
    period, last = DAYS_OF_RHYTHM.get(Rhythm(measure.report_rhythm)), last_heard_on(measure)
    if period is None or last is None:
        return
    missed = (day - last).days // period
    if missed >= int(preferences.get("measures.missed_reports_for_yellow")):
        why = _("自%(day)s起已有%(n)d期没有反馈进展。") % {"day": last, "n": missed}
        yield Finding(measure, CardLevel.YELLOW, MISSED_REPORTS, why, last)


def last_heard_on(measure: Measure) -> date | None:
    """The day of the last report of this cycle, or of the receipt."""
    days = [localdate(r.submitted_at) for r in measure.reports_read if r.cycle == measure.cycle]
    return max([*days, measure.received_on], default=None) if measure.received_on else None


def _of_the_returns(measure: Measure) -> Iterator[Finding]:
    returned = [r for r in measure.returns_read if r.cycle == measure.cycle]
    if len(returned) >= int(preferences.get("measures.returns_for_yellow")):
        why = _("销号申请已被退回%(n)d次。") % {"n": len(returned)}
        yield Finding(
            measure, CardLevel.YELLOW, RETURNED, why, max(r.requested_on for r in returned)
        )


def _of_the_answers(measure: Measure, day: date, workdays: Workdays) -> Iterator[Finding]:
    patience = int(preferences.get("measures.red_after_yellow_workdays"))
    for card in measure.cards_read:
        silent = card.level == CardLevel.YELLOW and card.state == CardState.ISSUED
        if not silent or card.cycle != measure.cycle or card.issued_at is None:
            continue
        issued = localdate(card.issued_at)
        if workdays.between(issued, day) >= patience:
            why = _("黄牌签发于%(day)s，至今没有说明情况。") % {"day": issued}
            yield Finding(measure, CardLevel.RED, UNANSWERED, why, issued)
