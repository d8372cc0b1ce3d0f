"""Pages of this room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from luodi.briefs.models.template import WRITERS
from luodi.briefs.views import briefs, checking, files, templates, verifying, writing
from luodi.kernel.access import is_business
from luodi.kernel.context import NavItem, add_nav

__all__ = ["briefs", "checking", "files", "templates", "verifying", "writing"]


def _writes(reader: Any) -> bool:
    return is_business(reader) and reader.standing.has(*WRITERS)


add_nav(NavItem(_("简报"), "briefs:briefs", "news", is_business, 60, "j"))
add_nav(NavItem(_("简报模板"), "briefs:templates", "clipboard-list", _writes, 61))
add_nav(NavItem(_("数字核对"), "briefs:texts", "checkup-list", is_business, 62, "n"))
