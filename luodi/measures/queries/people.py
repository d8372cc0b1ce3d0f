"""Who answers for a measure, who took part in it, whom to tell."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

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


def open_request(measure: Measure) -> ClosureRequest | None:
    """The closure request that waits for a verifier, is being verified or waits for the signature."""
    waiting = (RequestState.OPEN, RequestState.ACCEPTED, RequestState.PASSED)
    found = measure.closure_requests.filter(state__in=waiting, cycle=measure.cycle)
    return found.order_by("-pk").first()


def part_taken(measure: Measure, person: Person | int) -> str | None:
    """What part this person took in the measure, ever, as the sentence against verifying (I-3)."""
    pk = person if isinstance(person, int) else person.pk
    theirs = Q(by__person=pk) | Q(on_behalf_of=pk)
    brought = Q(evidence__added_by__person=pk) | Q(evidence__on_behalf_of=pk)
    if measure.handler_id == pk:
        return _("您是本措施的责任人，不能核验。")
    if measure.accountabilities.filter(person=pk).exists():
        return _("您是或曾是本措施的牵头领导，不能核验。")
    if ProgressReport.objects.filter(theirs, measure=measure).exists():
        return _("您填报过本措施的进展，不能核验。")
    if MeasureEvidence.objects.filter(brought, measure=measure).exists():
        return _("您上传过本措施的佐证材料，不能核验。")
    if ClosureRequest.objects.filter(theirs, measure=measure).exists():
        return _("您签过本措施的销号申请，不能核验。")
    return None


def is_member(person: Person | int, unit_id: int) -> bool:
    """Whether the person holds a post or a unit role today in this unit or below it."""
    pk, today = person if isinstance(person, int) else person.pk, clock.today()
    units = Unit.objects.ids_under(unit_id)
    posts = Post.objects.filter(person=pk, unit__in=units, start__lte=today)
    if posts.filter(Q(end=None) | Q(end__gte=today)).exists():
        return True
    roles = RoleAssignment.objects.on(today).filter(user__person=pk, unit__in=units)
    return roles.filter(role__in=[Role.CLERK, Role.UNIT_HEAD]).exists()


def why_not_verifier(measure: Measure, person: Person | int | None) -> str | None:
    """Why this person may not verify the measure, or None. The unit part may be relaxed by
    preference; the person part never (I-3)."""
    if person is None:
        return _("您的账号没有对应人员，不能核验。")
    if why := part_taken(measure, person):
        return why
    if preferences.get("measures.verifier_may_share_unit") or measure.lead_unit_id is None:
        return None
    if is_member(person, measure.lead_unit_id):
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
