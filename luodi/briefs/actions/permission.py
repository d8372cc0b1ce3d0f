"""Who may write here; a refusal is kept in the trail."""

from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel.choices import Role
from luodi.kernel.refusals import NotAllowed


def may_write(by: Any, campaign: int | None = None) -> bool:
    """The campaign's office writes."""
    held: bool = by.standing.has(Role.OFFICE, campaign=campaign)
    return held


def must_write(by: Any, campaign: int | None = None) -> None:
    """Raise `NotAllowed` for anybody else."""
    if not may_write(by, campaign):
        raise NotAllowed(_("简报和模板须由工作专班起草、修改。"))
