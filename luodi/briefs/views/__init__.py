"""Pages of this room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from luodi.briefs.models.template import WRITERS
from luodi.briefs.views import briefs
from luodi.kernel.access import is_business
from luodi.kernel.context import NavItem, add_nav

__all__ = ["briefs"]


def _writes(reader: Any) -> bool:
    return is_business(reader) and reader.standing.has(*WRITERS)


add_nav(NavItem(_("简报"), "briefs:briefs", "news", is_business, 60, "j"))
