"""Pages of listening."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.context import NavItem, add_nav
from luodi.listening.views import campaigns, gatherings, guests, statements, symposium


def _administers(reader: Any) -> bool:
    """The system administrator sets campaigns up and sees nothing of what is said in them."""
    return bool(reader.standing.has(Role.SYSTEM_ADMIN))


add_nav(NavItem(_("专项工作"), "listening:campaigns", "flag", is_business, position=15, key="c"))
add_nav(NavItem(_("专项工作"), "listening:campaigns", "flag", _administers, position=84))
add_nav(
    NavItem(_("会议"), "listening:gatherings", "users-group", is_business, position=20, key="h")
)
add_nav(NavItem(_("意见"), "listening:statements", "messages", is_business, position=22, key="s"))

__all__ = ["campaigns", "gatherings", "guests", "statements", "symposium"]
