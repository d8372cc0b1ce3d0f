"""Who may enter something for a unit in a campaign, and for another person."""

from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import clock
from luodi.kernel.choices import Role
from luodi.kernel.models import Person, Unit
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.listening.choices import CampaignState
from luodi.listening.models import Campaign
from luodi.listening.transitions.actors import holds


def check_may_enter(
    by: Any, unit: Unit, campaign: Campaign, on_behalf_of: Person | None = None
) -> None:
    """Refuse whoever is neither the unit's reporter, nor the office, nor a secretary of somebody there.

    Also refuses an archived campaign, and speaking for a person without being told to.
    """
    if campaign.state == CampaignState.ARCHIVED:
        raise Refused(_("“%(campaign)s”已归档，不能再录入。") % {"campaign": campaign})
    if on_behalf_of is not None and on_behalf_of.pk not in by.standing.speaks_for():
        raise NotAllowed(_("您没有被授权代%(who)s录入。") % {"who": on_behalf_of})
    if may_enter(by, unit.pk, campaign.pk) or _speaks_there(on_behalf_of, unit):
        return
    raise NotAllowed(_("您不是%(unit)s的填报员或负责人，不能替它录入。") % {"unit": unit})


def may_enter(by: Any, unit_id: int, campaign_id: int) -> bool:
    """Whether this account reports for the unit or works in the campaign's office."""
    return is_office(by, campaign_id) or holds(
        by, Role.CLERK, Role.UNIT_HEAD, unit=unit_id, campaign=campaign_id
    )


def is_office(by: Any, campaign_id: int) -> bool:
    """Whether this account works in the campaign's office."""
    return holds(by, Role.OFFICE, campaign=campaign_id)


def check_is_office(by: Any, campaign: Campaign) -> None:
    """Refuse whoever is not in the campaign's office."""
    if not is_office(by, campaign.pk):
        raise NotAllowed(_("只有“%(campaign)s”的工作专班可以这样做。") % {"campaign": campaign})


def _speaks_there(person: Person | None, unit: Unit) -> bool:
    post = person.post_on(clock.today()) if person is not None else None
    return post is not None and post.unit_id == unit.pk
