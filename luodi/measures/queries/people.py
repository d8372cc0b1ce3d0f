"""Who answers for a measure, who took part in it, whom to tell."""

from collections.abc import Iterable

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from luodi.kernel import clock, preferences
from luodi.kernel.choices import Role
from luodi.kernel.models import Person, Post, RoleAssignment, Unit, User
from luodi.measures.choices import RequestState
from luodi.measures.models import (
    Accountability,
    ClosureRequest,
    Measure,
    MeasureEvidence,
    ProgressReport,
)


def accountability_of(measure: Measure) -> Accountability | None:
    """The open accountability; read from a prefetch where there is one."""
    return next((a for a in measure.accountabilities.all() if a.until is None), None)


def leader_of(measure: Measure) -> Person | None:
    """The leader who answers for the measure now."""
    held = accountability_of(measure)
    return held.person if held else None


WAITING = (RequestState.OPEN, RequestState.ACCEPTED, RequestState.PASSED)


def open_request(measure: Measure) -> ClosureRequest | None:
    """The closure request that waits for a verifier, is being verified or waits for the signature;
    read from a prefetch where there is one."""
    found = [r for r in measure.closure_requests.all() if r.state in WAITING]
    return max((r for r in found if r.cycle == measure.cycle), key=lambda r: r.pk, default=None)


PARTS = {
    "handles": _lazy("您是本措施的责任人，不能核验。"),
    "answers": _lazy("您是或曾是本措施的牵头领导，不能核验。"),
    "reported": _lazy("您填报过本措施的进展，不能核验。"),
    "brought": _lazy("您上传过本措施的佐证材料，不能核验。"),
    "asked": _lazy("您签过本措施的销号申请，不能核验。"),
}
"""What a person did for a measure, ever, as the sentence against verifying (I-3)."""


def with_parts(measures: QuerySet[Measure], person: int | None) -> QuerySet[Measure]:
    """The same measures; each knows what part this person took in it, at no query of its own."""
    if person is None:
        return measures
    return measures.annotate(
        part_of=Value(person), part=_part(person),
        in_own_unit=Case(When(lead_unit__in=_units_of(person), then=True), default=False),
    )  # fmt: skip


def _part(person: int) -> Case:
    """The first of `PARTS` that holds."""
    theirs = Q(by__person=person) | Q(on_behalf_of=person)
    brought = Q(evidence__added_by__person=person) | Q(evidence__on_behalf_of=person)
    of_this = {"measure": OuterRef("pk")}
    found = {
        "handles": Q(handler=person),
        "answers": Exists(Accountability.objects.filter(**of_this, person=person)),
        "reported": Exists(ProgressReport.objects.filter(theirs, **of_this)),
        "brought": Exists(MeasureEvidence.objects.filter(brought, **of_this)),
        "asked": Exists(ClosureRequest.objects.filter(theirs, **of_this)),
    }
    parts = [When(condition, then=Value(part)) for part, condition in found.items()]
    return Case(*parts, default=Value(""), output_field=CharField())


def part_taken(measure: Measure, person: Person | int) -> str | None:
    """What part this person took in the measure, ever, as the sentence against verifying (I-3)."""
    pk = person if isinstance(person, int) else person.pk
    if measure.handler_id == pk:
        return str(PARTS["handles"])
    if getattr(measure, "part_of", None) != pk:
        fresh = Measure.objects.filter(pk=measure.pk).annotate(part=_part(pk))
        part = fresh.values_list("part", flat=True).get()
    else:
        part = measure.part
    return str(PARTS[part]) if part else None


def is_member(person: Person | int, unit_id: int) -> bool:
    """Whether the person holds a post or a unit role today in this unit or below it."""
    return unit_id in _units_of(person if isinstance(person, int) else person.pk)


def _units_of(person: int) -> set[int]:
    """Units the person works or acts in today, with all above them."""
    today = clock.today()
    posts = Post.objects.filter(Q(end=None) | Q(end__gte=today), person=person, start__lte=today)
    roles = RoleAssignment.objects.on(today).filter(
        user__person=person, unit__isnull=False, role__in=[Role.CLERK, Role.UNIT_HEAD]
    )
    works_in = posts.order_by().values_list("unit").union(roles.order_by().values_list("unit"))
    return Unit.objects.ids_above(unit for (unit,) in works_in)


def why_not_verifier(measure: Measure, person: Person | int | None) -> str | None:
    """Why this person may not verify the measure, or None. The unit part may be relaxed by
    preference; the person part never (I-3)."""
    if person is None:
        return _("您的账号没有对应人员，不能核验。")
    if why := part_taken(measure, person):
        return why
    if preferences.get("measures.verifier_may_share_unit") or measure.lead_unit_id is None:
        return None
    known = getattr(measure, "part_of", None) == person
    if measure.in_own_unit if known else is_member(person, measure.lead_unit_id):
        return _("您是责任单位的人员，不能核验本单位的措施。")
    return None


def unit_users(measure: Measure, *roles: str) -> list[User]:
    """Accounts that hold these roles (填报员 and 负责人 when none is named) for the lead unit."""
    roles = roles or (Role.CLERK, Role.UNIT_HEAD)
    found = RoleAssignment.objects.on(clock.today()).filter(
        unit=measure.lead_unit_id, role__in=roles
    )
    return _users(found) if measure.lead_unit_id else []


def office_users(measure: Measure, *roles: str) -> list[User]:
    """Accounts that hold these roles (工作专班 when none is named) for the measure's campaign."""
    found = RoleAssignment.objects.on(clock.today()).filter(
        Q(campaign=None) | Q(campaign=measure.campaign_id), role__in=roles or (Role.OFFICE,)
    )
    return _users(found)


def voices_of(people: Iterable[Person | None]) -> list[User]:
    """Accounts of these people and of the secretaries who enter for them."""
    ids = [person.pk for person in people if person is not None]
    secretaries = RoleAssignment.objects.on(clock.today()).filter(
        role=Role.SECRETARY, for_person__in=ids
    )
    return [*User.objects.filter(person__in=ids, is_active=True), *_users(secretaries)]


def _users(assignments) -> list[User]:  # noqa: ANN001 - a queryset of role assignments
    return list(User.objects.filter(pk__in=assignments.values("user"), is_active=True))
