"""What waits for each person in this room, and its days in the calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.timezone import localdate, make_aware
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
    ProgressReport,
    SupervisionOrder,
)
from luodi.measures.queries.ledger import answered_by
from luodi.measures.queries.rules import DAYS_OF_RHYTHM

S = MeasureState
MOST = 100
"""Of one kind; who has more opens the ledger."""
REPORT_AHEAD_DAYS = 3
REPORT = _("反馈进展")


Part = tuple[Any, QuerySet]
"""What to do, and the measures for which it is to be done."""


@work
def my_work(reader: Any) -> Iterator[WorkItem]:
    """What I must sign for, report, request, verify, sign, decide. Only roles held cost a query."""
    if not is_business(reader):
        return
    yield from _items([*_of_a_person(reader), *_of_a_unit(reader), *_of_a_campaign(reader)])
    if people := reader.standing.speaks_for():
        offered = Handover.objects.filter(state=HandoverState.PROPOSED, to_person__in=people)
        for handover in offered.select_related("measure", "from_person", "to_person")[:MOST]:
            yield _item(_("接手"), handover.measure, note=str(handover))
    if headed := reader.standing.unit_ids(Role.UNIT_HEAD):
        yield from _of_a_head(headed)
    if reader.standing.has(Role.APPROVER):
        yield from _of_an_approver(reader)
    if reader.standing.has(Role.SUPERVISOR):
        yield from _of_a_supervisor(reader)


def _items(parts: list[Part]) -> Iterator[WorkItem]:
    """All parts with one statement, `MOST` of each."""
    if not parts:
        return
    heard = ProgressReport.objects.filter(measure=OuterRef("pk"), cycle=OuterRef("cycle"))
    latest = heard.order_by("-submitted_at").values("submitted_at")[:1]
    first, *others = (
        Measure.objects.filter(pk__in=rows.values("pk")[:MOST])
        .order_by()
        .annotate(part=Value(n), heard_at=Subquery(latest))
        for n, (_kind, rows) in enumerate(parts)
    )
    for measure in first.union(*others, all=True) if others else first:
        kind = parts[measure.part][0]
        yield _item(kind, measure, due=_report_due(measure) if kind == REPORT else None)


def _of_a_person(reader: Any) -> Iterator[Part]:
    if people := reader.standing.speaks_for():
        led = Measure.objects.filter(answered_by(people))
        yield _("签认"), led.filter(state=S.VERIFIED)
        late = led.overdue_on(clock.today()).exclude(state=S.VERIFIED)
        yield _("督促"), late.order_by("due_on")
    if reader.person_id:
        yield _("核验"), Measure.objects.filter(state=S.VERIFYING, verifier=reader.person_id)


def _of_a_unit(reader: Any) -> Iterator[Part]:
    units = reader.standing.unit_ids(Role.CLERK, Role.UNIT_HEAD)
    if not units:
        return
    mine = Measure.objects.filter(lead_unit__in=units)
    yield _("签收"), mine.filter(state=S.ASSIGNED)
    yield REPORT, _reports_due(mine.filter(state=S.IN_PROGRESS))
    if headed := reader.standing.unit_ids(Role.UNIT_HEAD):
        soon = clock.today() + timedelta(days=int(preferences.get("measures.blue_days")))
        ending = Measure.objects.filter(lead_unit__in=headed, state=S.IN_PROGRESS, due_on__lte=soon)
        yield _("申请销号"), ending.order_by("due_on")


def _of_a_campaign(reader: Any) -> Iterator[Part]:
    seen = Measure.objects.visible_to(reader)
    if reader.standing.has(Role.VERIFIER):
        yield _("受理"), seen.filter(state=S.CLOSURE_REQUESTED).order_by("pk")
    if reader.standing.has(Role.OFFICE):
        yield _("交办"), seen.filter(state=S.DRAFT).order_by("pk")


def _of_a_head(headed: set[int]) -> Iterator[WorkItem]:
    silent = Card.objects.filter(measure__lead_unit__in=headed, state=CardState.ISSUED)
    for card in silent.exclude(level="blue").select_related("measure")[:MOST]:
        yield _item(_("说明情况"), card.measure, due=card.reply_due, note=card.get_level_display())
    for order in SupervisionOrder.objects.filter(to_unit__in=headed, state=OrderState.SENT)[:MOST]:
        yield _order(_("回复督办单"), order)


def _reports_due(measures: QuerySet) -> QuerySet:
    """Those whose latest report of this cycle, or their receipt, is a period ago; soonest deadline first."""
    until, due = clock.today() + timedelta(days=REPORT_AHEAD_DAYS), Q()
    reports = ProgressReport.objects.filter(measure=OuterRef("pk"), cycle=OuterRef("cycle"))
    for rhythm, period in DAYS_OF_RHYTHM.items():
        last = until - timedelta(days=period)
        after = make_aware(datetime.combine(last + timedelta(days=1), time()))
        silent = ~Exists(reports.filter(submitted_at__gte=after))
        begun = Q(received_on__lte=last) | Exists(reports)
        due |= Q(silent, begun, report_rhythm=rhythm)
    return measures.filter(due).order_by("due_on")


def _report_due(measure: Any) -> date:
    heard_on = localdate(measure.heard_at) if measure.heard_at else measure.received_on
    due: date = heard_on + timedelta(days=DAYS_OF_RHYTHM[measure.report_rhythm])
    return due


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
    others = Q(state=OrderState.DRAFT) & ~Q(drafted_by=reader)
    for order in orders.filter(others | Q(state=OrderState.REPLIED))[: 2 * MOST]:
        drafted = order.state == OrderState.DRAFT
        yield _order(_("签发督办单") if drafted else _("办结督办单"), order)


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
