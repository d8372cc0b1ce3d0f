"""Setting up a campaign: its phases and six slots for what a unit compares itself in."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luodi.kernel.actions import create
from luodi.kernel.choices import Role
from luodi.kernel.refusals import NotAllowed
from luodi.listening.actions.permits import is_office
from luodi.listening.choices import PhaseKind
from luodi.listening.models import Campaign, Dimension, Phase

DIMENSIONS = 6


def may_set_up(by: Any) -> bool:
    """Whether this account may begin a campaign: the system administrator or a standing office."""
    return bool(by.standing.has(Role.SYSTEM_ADMIN) or by.standing.everywhere(Role.OFFICE))


def check_may_configure(by: Any, campaign: Campaign) -> None:
    """Refuse whoever neither runs this campaign nor administers the system."""
    if not may_configure(by, campaign):
        raise NotAllowed(_("专项工作由系统管理员或它的工作专班设置。"))


def may_configure(by: Any, campaign: Campaign) -> bool:
    """Whether this account may change the campaign's name, days, phases and dimensions."""
    return is_office(by, campaign.pk) or bool(by.standing.has(Role.SYSTEM_ADMIN))


@transaction.atomic
def set_up_campaign(*, by: Any, **fields: Any) -> Campaign:
    """Make a campaign in preparation, with three phases over its days and six unnamed dimensions."""
    if not may_set_up(by):
        raise NotAllowed(_("专项工作由系统管理员或工作专班设立。"))
    campaign = create(Campaign(**fields), by=by)
    for kind in PhaseKind:
        name = _("“%(kind)s”环节") % {"kind": kind.label}
        end = campaign.end or campaign.start
        create(Phase(campaign=campaign, kind=kind, name=name, start=campaign.start, end=end), by=by)
    for position in range(1, DIMENSIONS + 1):
        label = _("对照方面%(number)d") % {"number": position}
        create(Dimension(campaign=campaign, position=position, label=label), by=by)
    return campaign
