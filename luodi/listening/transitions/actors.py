"""Who acts in listening: the unit, the campaign's office, its approving leader, a secretary."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from luodi.kernel.choices import Role
from luodi.kernel.transitions import SYSTEM, Who
from luodi.listening.models import Campaign


def holds(by: Any, *roles: str, unit: int | None = None, campaign: int | None = None) -> bool:
    """Whether an account (never the system, never a guest) holds one of these roles."""
    return by is not SYSTEM and by.standing.has(*roles, unit=unit, campaign=campaign)


def campaign_of(record: Any) -> int:
    """The campaign a record belongs to; a campaign belongs to itself."""
    found: int = record.pk if isinstance(record, Campaign) else record.campaign_id
    return found


def _is_reporter(by: Any, record: Any) -> bool:
    return holds(by, Role.CLERK, Role.UNIT_HEAD, unit=record.unit_id, campaign=record.campaign_id)


def _is_office(by: Any, record: Any) -> bool:
    return holds(by, Role.OFFICE, campaign=campaign_of(record))


def _is_approver(by: Any, record: Any) -> bool:
    return holds(by, Role.APPROVER, campaign=campaign_of(record))


def _is_office_of_host(by: Any, record: Any) -> bool:
    return _is_office(by, record) and record.unit_id == record.campaign.host_unit_id


def _entered_for_another(by: Any, record: Any) -> bool:
    return (
        by is not SYSTEM
        and record.on_behalf_of_id is not None
        and record.added_by_id == by.pk
        and record.on_behalf_of_id in by.standing.speaks_for()
    )


def _answers_for(by: Any, record: Any) -> bool:
    units = {record.unit_id, record.receiving_unit_id} - {None}
    return any(holds(by, Role.UNIT_HEAD, unit=unit) for unit in units)


def _imported_it(by: Any, record: Any) -> bool:
    return by is not SYSTEM and record.added_by_id == by.pk


reporter = Who(_("本单位填报员或负责人"), _is_reporter)
office = Who(_("工作专班"), _is_office)
office_of_host = Who(_("主办单位的工作专班"), _is_office_of_host)
approver = Who(_("审批领导"), _is_approver)
secretary = Who(_("代录人"), _entered_for_another)
answering_head = Who(_("所在单位或承办单位负责人"), _answers_for)
importer = Who(_("导入人"), _imported_it)
