"""The kinds of people this room's moves are for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from luodi.kernel.choices import Role
from luodi.kernel.transitions import SYSTEM, Who
from luodi.measures.models import Measure
from luodi.measures.queries.people import leader_of


def measure_of(record: Any) -> Measure:
    """The measure itself, or the one a handover, an extension or a card belongs to."""
    return record if isinstance(record, Measure) else record.measure


def holds(by: Any, record: Any, *roles: str) -> bool:
    """Whether `by` holds one of these roles for the record's campaign."""
    return by is not SYSTEM and by.standing.has(*roles, campaign=measure_of(record).campaign_id)


def works_in(by: Any, unit_id: int | None, *roles: str) -> bool:
    """Whether `by` holds one of these roles for this unit."""
    return by is not SYSTEM and unit_id is not None and by.standing.has(*roles, unit=unit_id)


def speaks_for(by: Any, person_id: int | None) -> bool:
    """Whether `by` is this person or a secretary who enters for this person."""
    return by is not SYSTEM and person_id is not None and person_id in by.standing.speaks_for()


def _is_leader(by: Any, record: Any) -> bool:
    leader = leader_of(measure_of(record))
    return leader is not None and speaks_for(by, leader.pk)


def _is_the_verifier(by: Any, record: Any) -> bool:
    return by is not SYSTEM and by.person_id is not None and record.verifier_id == by.person_id


office = Who(_("工作专班"), lambda by, record: holds(by, record, Role.OFFICE))
supervisor = Who(_("督查员"), lambda by, record: holds(by, record, Role.SUPERVISOR))
approver = Who(_("审批领导"), lambda by, record: holds(by, record, Role.APPROVER))
any_verifier = Who(_("核验人"), lambda by, record: holds(by, record, Role.VERIFIER))
the_verifier = Who(_("受理的核验人"), _is_the_verifier)
leader = Who(_("牵头领导"), _is_leader)
unit_head = Who(
    _("责任单位负责人"),
    lambda by, record: works_in(by, measure_of(record).lead_unit_id, Role.UNIT_HEAD),
)
unit_clerk = Who(
    _("责任单位填报员"),
    lambda by, record: works_in(by, measure_of(record).lead_unit_id, Role.CLERK),
)
