"""Who may write here; a refusal is kept in the trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from luodi.kernel import trail
from luodi.kernel.choices import Role
from luodi.kernel.refusals import NotAllowed, Refused


@contextmanager
def refusals_kept(action: str, record: models.Model | None, *, by: Any) -> Iterator[None]:
    """Write a refusal into the trail after everything else was rolled back."""
    try:
        yield
    except Refused as refusal:
        trail.record(action, record, by=by, allowed=False, reason=str(refusal))
        raise


def may_write(by: Any, campaign: int | None = None) -> bool:
    """The campaign's office writes."""
    held: bool = by.standing.has(Role.OFFICE, campaign=campaign)
    return held


def must_write(by: Any, campaign: int | None = None) -> None:
    """Raise `NotAllowed` for anybody else."""
    if not may_write(by, campaign):
        raise NotAllowed(_("简报和模板须由工作专班起草、修改。"))
