"""Pages of this room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.context import NavItem, add_nav
from luodi.measures.views import cards, desks, ledger, measure, orders, writing

__all__ = ["cards", "desks", "ledger", "measure", "orders", "writing"]


def _leads(reader: Any) -> bool:
    return is_business(reader) and reader.standing.has(Role.LEADER, Role.SECRETARY)


def _verifies(reader: Any) -> bool:
    return is_business(reader) and reader.standing.has(Role.VERIFIER, Role.SUPERVISOR)


def _watches(reader: Any) -> bool:
    roles = (Role.SUPERVISOR, Role.OFFICE, Role.APPROVER, Role.UNIT_HEAD, Role.CLERK)
    return is_business(reader) and reader.standing.has(*roles)


add_nav(NavItem(_("我牵头的"), "measures:leader", "device-mobile", _leads, 5, "l"))
add_nav(NavItem(_("整改台账"), "measures:measures", "list-check", is_business, 40, "m"))
add_nav(NavItem(_("核验"), "measures:verification", "shield-check", _verifies, 42, "v"))
add_nav(NavItem(_("亮牌"), "measures:cards", "alert-triangle", _watches, 44))
add_nav(NavItem(_("督办单"), "measures:orders", "file-text", _watches, 46))
