"""What waits for each person in this room, and its days in the calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock, preferences
from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.work import Entry, WorkItem, agenda, work
from luodi.measures.choices import (
    CardState,
    ExtensionState,
    HandoverState,
    MeasureState,
    OrderState,
)
from luodi.measures.models import (
    Card,
    Extension,
    Handover,
    LookBack,
    Measure,
    Milestone,
    SupervisionOrder,
)
from luodi.measures.queries.ledger import answered_by
from luodi.measures.queries.rules import DAYS_OF_RHYTHM

S = MeasureState
MOST = 100
"""Of one kind; who has more opens the ledger."""
REPORT_AHEAD_DAYS = 3


@work
def my_work(reader: Any) -> Iterator[WorkItem]:
    """What I must sign for, report, request, verify, sign, decide. Only roles held cost a query."""
    if not is_business(reader):
        return
    standing = reader.standing
    if people := standing.speaks_for():
        yield from _of_a_leader(people)
    if reader.person_id:
        verifying = Measure.objects.filter(state=S.VERIFYING, verifier=reader.person_id)
        yield from (_item(_("核验"), m) for m in verifying[:MOST])
    if standing.has(Role.VERIFIER):
        asked = Measure.objects.visible_to(reader).filter(state=S.CLOSURE_REQUESTED)
        yield from (_item(_("受理"), m) for m in asked.order_by("pk")[:MOST])
    if units := standing.unit_ids(Role.CLERK, Role.UNIT_HEAD):
        yield from _of_a_unit(units, standing.unit_ids(Role.UNIT_HEAD))
    if standing.has(Role.APPROVER):
        yield from _of_an_approver(reader)
    if standing.has(Role.SUPERVISOR):
        yield from _of_a_supervisor(reader)
    if standing.has(Role.OFFICE):
        drafts = Measure.objects.visible_to(reader).filter(state=S.DRAFT)
        yield from (_item(_("交办"), m) for m in drafts.order_by("pk")[:MOST])


def _of_a_leader(people: set[int]) -> Iterator[WorkItem]:
    waiting = Measure.objects.filter(answered_by(people), state=S.VERIFIED)
    yield from (_item(_("签认"), m) for m in waiting[:MOST])
    today = clock.today()
    late = Measure.objects.filter(answered_by(people)).overdue_on(today).exclude(state=S.VERIFIED)
    yield from (_item(_("督促"), m) for m in late.order_by("due_on")[:MOST])
    offered = Handover.objects.filter(state=HandoverState.PROPOSED, to_person__in=people)
    for handover in offered.select_related("measure")[:MOST]:
        yield _item(_("接手"), handover.measure, note=str(handover))


def _of_a_unit(units: set[int], headed: set[int]) -> Iterator[WorkItem]:
    mine = Measure.objects.filter(lead_unit__in=units)
    yield from (_item(_("签收"), m) for m in mine.filter(state=S.ASSIGNED)[:MOST])
    yield from _reports_due(mine.filter(state=S.IN_PROGRESS))
    if not headed:
        return
    soon = clock.today() + timedelta(days=int(preferences.get("measures.blue_days")))
    ending = Measure.objects.filter(lead_unit__in=headed, state=S.IN_PROGRESS, due_on__lte=soon)
    yield from (_item(_("申请销号"), m) for m in ending.order_by("due_on")[:MOST])
    silent = Card.objects.filter(measure__lead_unit__in=headed, state=CardState.ISSUED)
    for card in silent.exclude(level="blue").select_related("measure")[:MOST]:
        yield _item(_("说明情况"), card.measure, due=card.reply_due, note=card.get_level_display())
    for order in SupervisionOrder.objects.filter(to_unit__in=headed, state=OrderState.SENT)[:MOST]:
        yield _order(_("回复督办单"), order)


def _reports_due(measures: QuerySet) -> Iterator[WorkItem]:
    heard = Max("progress_reports__submitted_at", filter=Q(progress_reports__cycle=F("cycle")))
    until = clock.today() + timedelta(days=REPORT_AHEAD_DAYS)
    for measure in measures.annotate(heard_at=heard):
        heard_on = localdate(measure.heard_at) if measure.heard_at else measure.received_on
        period = DAYS_OF_RHYTHM.get(measure.report_rhythm)
        if heard_on is not None and period is not None:
            due = heard_on + timedelta(days=period)
            if due <= until:
                yield _item(_("反馈进展"), measure, due=due)


def _of_an_approver(reader: Any) -> Iterator[WorkItem]:
    asked = Extension.objects.visible_to(reader).filter(state=ExtensionState.REQUESTED)
    for extension in asked.select_related("measure")[:MOST]:
        note = f"{extension.from_date} → {extension.to_date}"
        yield _item(_("审批延期"), extension.measure, note=note)


def _of_a_supervisor(reader: Any) -> Iterator[WorkItem]:
    proposed = Card.objects.visible_to(reader).filter(state=CardState.PROPOSED)
    for card in proposed.select_related("measure")[:MOST]:
        yield _item(_("签发亮牌"), card.measure, note=card.get_level_display())
    due = LookBack.objects.visible_to(reader).filter(result="", due_on__lte=clock.today())
    for look_back in due.filter(cycle=F("measure__cycle")).select_related("measure")[:MOST]:
        yield _item(_("回头看"), look_back.measure, due=look_back.due_on)
    orders = SupervisionOrder.objects.visible_to(reader)
    for order in orders.filter(state=OrderState.DRAFT).exclude(drafted_by=reader)[:MOST]:
        yield _order(_("签发督办单"), order)
    for order in orders.filter(state=OrderState.REPLIED)[:MOST]:
        yield _order(_("办结督办单"), order)


def _item(kind: Any, measure: Measure, *, due: date | None = None, note: Any = "") -> WorkItem:
    """Late against its own day where it has one, else against the measure's deadline."""
    today = clock.today()
    late = max(0, (today - due).days) if due else measure.days_late(today)
    title = f"{measure.code} {measure.content[:60]}"
    return WorkItem(kind, title, measure.get_absolute_url(), due or measure.due_on, late, note)


def _order(kind: Any, order: SupervisionOrder) -> WorkItem:
    late = max(0, (clock.today() - order.reply_due).days)
    title = f"{order.number or ''} {order.subject}".strip()
    return WorkItem(kind, title, order.get_absolute_url(), order.reply_due, late)


@agenda
def my_days(reader: Any, first: date, last: date) -> Iterator[Entry]:
    """Deadlines, milestones, look-backs, reviews and replies between two days."""
    days = (first, last)
    seen = Measure.objects.visible_to(reader)
    for measure in seen.open().filter(due_on__range=days)[:MOST]:
        yield _entry(_("到期"), measure.due_on, measure, "warn")
    steps = Milestone.objects.visible_to(reader).filter(
        due_on__range=days, done_on=None, waived_why=""
    )
    for step in steps.select_related("measure")[:MOST]:
        yield _entry(_("节点"), step.due_on, step.measure, note=step.title)
    looks = LookBack.objects.visible_to(reader).filter(due_on__range=days, result="")
    for look in looks.select_related("measure")[:MOST]:
        yield _entry(_("回头看"), look.due_on, look.measure)
    waiting = (OrderState.SENT, OrderState.SIGNED)
    orders = SupervisionOrder.objects.visible_to(reader).filter(
        reply_due__range=days, state__in=waiting
    )
    for order in orders[:MOST]:
        yield Entry(order.reply_due, _("督办反馈"), str(order), order.get_absolute_url(), "warn")


def _entry(kind: Any, day: date, measure: Measure, tone: str = "todo", note: str = "") -> Entry:
    title = f"{measure.code} {note or measure.content[:40]}"
    return Entry(day, kind, title, measure.get_absolute_url(), tone)
