"""Briefs and templates. A brief moves on by its own moves, as in an office."""

from luodi.briefs.actions import draft_brief, make_template
from luodi.briefs.models import Brief, BriefTemplate
from luodi.kernel.transitions import perform
from tests.factories.listening import CampaignFactory

SOURCE = '寄出包裹{{ fig("parcels.sent") }}，共{{ fig("parcels.weight") }}，{{ yoy("parcels.weight") }}。\n'
WAY = (("check", "supervisor"), ("sign", "approver"), ("publish", "office"))


def make(people, source: str = SOURCE, *, until: str = "draft", **fields) -> Brief:
    """A brief by the office, moved on until this state by those who may."""
    campaign = fields.pop("campaign", None) or CampaignFactory()
    fields = {"masthead": "试行简报", "title": "包裹情况"} | fields
    brief = draft_brief(by=people.office, campaign=campaign, source=source, **fields)
    for move, who in WAY:
        if brief.state == until:
            break
        brief = perform(brief, move, by=getattr(people, who))
    assert brief.state == until
    return brief


def template(people, source: str = SOURCE, **fields) -> BriefTemplate:
    """A template by the office."""
    fields = {"code": "trial", "name": "试行", "masthead": "试行简报", "kind": "brief"} | fields
    return make_template(by=people.office, source=source, **fields)
