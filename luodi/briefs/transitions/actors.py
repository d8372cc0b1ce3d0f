"""Who writes, checks, signs and publishes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from luodi.kernel.choices import Role
from luodi.kernel.transitions import SYSTEM, Who


def _holds(*roles: str) -> Any:
    def holds(by: Any, brief: Any) -> bool:
        if by is SYSTEM or by.pk is None:
            return False
        held: bool = by.standing.has(*roles, campaign=brief.campaign_id)
        return held

    return holds


office = Who(_("工作专班"), _holds(Role.OFFICE))
checker = Who(_("工作专班或督查员"), _holds(Role.OFFICE, Role.SUPERVISOR))
signatory = Who(_("牵头领导或审批领导"), _holds(Role.LEADER, Role.APPROVER))
reviewer = Who(
    _("工作专班、督查员或签发领导"),
    _holds(Role.OFFICE, Role.SUPERVISOR, Role.LEADER, Role.APPROVER),
)
