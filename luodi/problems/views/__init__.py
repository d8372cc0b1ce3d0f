"""Pages of this room."""

from django.utils.translation import gettext_lazy as _

from luodi.kernel.access import is_business
from luodi.kernel.context import NavItem, add_nav
from luodi.problems.views import (
    categories,
    consents,
    explaining,
    map,
    parts,
    problems,
    regrouping,
    review,
    runs,
    singles,
    sorting,
)

add_nav(
    NavItem(
        _("问题"), "problems:problems", "zoom-question", shown=is_business, position=30, key="p"
    )
)

__all__ = [
    "categories",
    "consents",
    "explaining",
    "map",
    "parts",
    "problems",
    "regrouping",
    "review",
    "runs",
    "singles",
    "sorting",
]
