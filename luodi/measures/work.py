"""What waits for each person in this room, and its days in the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock, preferences
from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.work import READ, Entry, WorkItem, agenda, work
from luodi.measures.choices import (
    CardLevel,
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
OF_A_MONTH = 100
"""Calendar entries of one kind."""
REPORT_AHEAD_DAYS = 3
REPORT = _("反馈进展")


NOTHING, NO_DAY = Value(""), Value(None)


@dataclass(frozen=True)
class Part:
    """What to do, the keys of the measures for which it is to be done, and a note and a day of each."""

    kind: Any
    keys: QuerySet
    note: Any = NOTHING
    day: Any = NO_DAY


@work
def my_work(reader: Any) -> Iterator[WorkItem]:
    """What I must sign for, report, request, verify, sign, decide. Only roles held cost a query."""
    if not is_business(reader):
        return
    yield from _items([*_of_a_person(reader), *_of_a_unit(reader), *_of_a_campaign(reader)])
    if headed := reader.standing.unit_ids(Role.UNIT_HEAD):
        sent = SupervisionOrder.objects.filter(to_unit__among=headed, state=OrderState.SENT)
        yield from (_order(_("回复督办单"), order) for order in sent[:READ])
    if reader.standing.has(Role.APPROVER):
        yield from _of_an_approver(reader)
    if reader.standing.has(Role.SUPERVISOR):
        yield from _of_a_supervisor(reader)


def _items(parts: list[Part]) -> Iterator[WorkItem]:
    """All parts with one statement, `READ` of each."""
    if not parts:
        return
    first, *others = (
        Measure.objects.filter(pk__in=part.keys[:READ])
        .order_by()
        .annotate(
            part=Value(n),
            told=Cast(part.note, CharField()),
            day=Cast(part.day, DateField()),
            heard_at=_heard_at(),
        )
        for n, part in enumerate(parts)
    )
    for measure in first.union(*others, all=True) if others else first:
        kind = parts[measure.part].kind
        due = _report_due(measure) if kind == REPORT else measure.day
        note = CardLevel(measure.told).label if measure.told in CardLevel else measure.told
        yield _item(kind, measure, due=due, note=note)


def _reports() -> QuerySet:
    """Of the measure outside, in its present cycle."""
    return ProgressReport.objects.filter(measure=OuterRef("pk"), cycle=OuterRef("cycle"))


def _heard_at() -> Subquery:
    """When the latest report of the present cycle came."""
    return Subquery(_reports().order_by("-submitted_at").values("submitted_at")[:1])


def _of_a_person(reader: Any) -> Iterator[Part]:
    if people := reader.standing.speaks_for():
        led = Measure.objects.filter(answered_by(people))
        yield Part(_("签认"), led.filter(state=S.VERIFIED).values("pk"))
        late = led.overdue_on(clock.today()).exclude(state=S.VERIFIED)
        yield Part(_("督促"), late.order_by("due_on").values("pk"))
        offered = Handover.objects.filter(state=HandoverState.PROPOSED, to_person__in=people)
        names = Concat("from_person__name", Value(" → "), "to_person__name")
        yield Part(_("接手"), *_because_of(offered, names))
    if reader.person_id:
        verifying = Measure.objects.filter(state=S.VERIFYING, verifier=reader.person_id)
        yield Part(_("核验"), verifying.values("pk"))


def _because_of(rows: QuerySet, note: Any, day: Any = None) -> tuple[Any, ...]:
    """The measures these rows belong to, with a note and perhaps a day of the first of them. Read
    from the rows, which are few, not from the measures that have one."""
    first = rows.filter(measure=OuterRef("pk")).order_by("pk").annotate(told=note)
    found: tuple[Any, ...] = (
        rows.order_by("pk").values("measure"),
        Subquery(first.values("told")[:1]),
    )
    return (*found, Subquery(first.values(day)[:1])) if day else found


def _of_a_unit(reader: Any) -> Iterator[Part]:
    units = reader.standing.unit_ids(Role.CLERK, Role.UNIT_HEAD)
    if not units:
        return
    mine = Measure.objects.filter(lead_unit__among=units)
    yield Part(_("签收"), mine.filter(state=S.ASSIGNED).values("pk"))
    yield Part(REPORT, _reports_due(mine.filter(state=S.IN_PROGRESS)).values("pk"))
    if headed := reader.standing.unit_ids(Role.UNIT_HEAD):
        soon = clock.today() + timedelta(days=int(preferences.get("measures.blue_days")))
        ending = Measure.objects.filter(
            lead_unit__among=headed, state=S.IN_PROGRESS, due_on__lte=soon
        )
        yield Part(_("申请销号"), ending.order_by("due_on").values("pk"))
        issued = Card.objects.filter(measure__lead_unit__among=headed, state=CardState.ISSUED)
        silent = issued.exclude(level=CardLevel.BLUE)
        yield Part(_("说明情况"), *_because_of(silent, F("level"), "reply_due"))


def _of_a_campaign(reader: Any) -> Iterator[Part]:
    seen = Measure.objects.visible_to(reader)
    if reader.standing.has(Role.VERIFIER):
        yield Part(_("受理"), seen.filter(state=S.CLOSURE_REQUESTED).order_by("pk").values("pk"))
    if reader.standing.has(Role.OFFICE):
        yield Part(_("交办"), seen.filter(state=S.DRAFT).order_by("pk").values("pk"))
    if reader.standing.has(Role.SUPERVISOR):
        proposed = Card.objects.visible_to(reader).filter(state=CardState.PROPOSED)
        yield Part(_("签发亮牌"), *_because_of(proposed, F("level")))
        due = LookBack.objects.visible_to(reader).filter(result="", due_on__lte=clock.today())
        present = due.filter(cycle=F("measure__cycle"))
        yield Part(_("回头看"), *_because_of(present, NOTHING, "due_on"))


def _reports_due(measures: QuerySet) -> QuerySet:
    """Those whose latest report of this cycle, or their receipt, is a period ago; soonest deadline first.

    The latest report is looked up for one measure after the other, so that reading ends with the
    last one shown, however many are due."""
    until, due = clock.today() + timedelta(days=REPORT_AHEAD_DAYS), Q()
    for rhythm, period in DAYS_OF_RHYTHM.items():
        last = until - timedelta(days=period)
        after = make_aware(datetime.combine(last + timedelta(days=1), time()))
        silent = Q(heard_at__lt=after) | Q(heard_at=None, received_on__lte=last)
        due |= Q(report_rhythm=rhythm) & silent
    return measures.alias(heard_at=_heard_at()).filter(due).order_by("due_on")


def _report_due(measure: Any) -> date:
    heard_on = localdate(measure.heard_at) if measure.heard_at else measure.received_on
    due: date = heard_on + timedelta(days=DAYS_OF_RHYTHM[measure.report_rhythm])
    return due


def _of_an_approver(reader: Any) -> Iterator[WorkItem]:
    asked = Extension.objects.visible_to(reader).filter(state=ExtensionState.REQUESTED)
    for extension in asked.select_related("measure")[:READ]:
        note = f"{extension.from_date} → {extension.to_date}"
        yield _item(_("审批延期"), extension.measure, note=note)


def _of_a_supervisor(reader: Any) -> Iterator[WorkItem]:
    orders = SupervisionOrder.objects.visible_to(reader)
    others = Q(state=OrderState.DRAFT) & ~Q(drafted_by=reader)
    for order in orders.filter(others | Q(state=OrderState.REPLIED))[: 2 * READ]:
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
    for measure in seen.open().filter(due_on__range=days)[:OF_A_MONTH]:
        yield _entry(_("到期"), measure.due_on, measure, "warn")
    steps = Milestone.objects.visible_to(reader).filter(
        due_on__range=days, done_on=None, waived_why=""
    )
    for step in steps.select_related("measure")[:OF_A_MONTH]:
        yield _entry(_("节点"), step.due_on, step.measure, note=step.title)
    looks = LookBack.objects.visible_to(reader).filter(due_on__range=days, result="")
    for look in looks.select_related("measure")[:OF_A_MONTH]:
        yield _entry(_("回头看"), look.due_on, look.measure)
    waiting = (OrderState.SENT, OrderState.SIGNED)
    orders = SupervisionOrder.objects.visible_to(reader).filter(
        reply_due__range=days, state__in=waiting
    )
    for order in orders[:OF_A_MONTH]:
        yield Entry(order.reply_due, _("督办反馈"), str(order), order.get_absolute_url(), "warn")


def _entry(kind: Any, day: date, measure: Measure, tone: str = "todo", note: str = "") -> Entry:
    title = f"{measure.code} {note or measure.content[:40]}"
    return Entry(day, kind, title, measure.get_absolute_url(), tone)
