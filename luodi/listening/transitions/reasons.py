"""The reason a refusal carries, and that it fits where it is kept."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel.transitions import Ask, Attempt, Condition

WHY = Ask("why", gettext_lazy("原因"), kind="long")


def fits(ask: str, field: str) -> Condition:
    """A condition: what was typed for `ask` is no longer than the column `field` holds."""

    def check(attempt: Attempt) -> str | None:
        limit = attempt.record._meta.get_field(field).max_length
        length = len(attempt[ask] or "")
        if length > limit:
            return _("最多写%(limit)d个字，现有%(length)d个字。") % {
                "limit": limit,
                "length": length,
            }
        return None

    return check
