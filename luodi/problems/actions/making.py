"""A problem begins as a draft of the office."""

from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import actions, codes
from luodi.kernel.refusals import Refused
from luodi.listening.models import Campaign
from luodi.problems.actions.attempts import require_office, whole
from luodi.problems.models import Problem


def create_problem(*, campaign: Campaign, title: str, by: Any, **fields: Any) -> Problem:
    """Make a draft. Raises `ValidationError` by field."""
    with whole("problems.problem.create", None, by=by):
        require_office(by, campaign)
        return new_draft(campaign=campaign, title=title, by=by, **fields)


def new_draft(*, campaign: Campaign, title: str, by: Any, **fields: Any) -> Problem:
    """The draft itself, for actions that have already asked who may."""
    if not title.strip():
        raise Refused(_("请写一句问题表述。"))
    problem = Problem(
        code=codes.next_code("WT"), campaign=campaign, title=title.strip()[:200], **fields
    )
    return actions.create(problem, by=by)
