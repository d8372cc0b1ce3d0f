"""Recording gatherings and what a symposium asks."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from luodi.kernel import clock
from luodi.kernel.actions import create
from luodi.kernel.codes import next_code
from luodi.kernel.models import Evidence, Person
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.listening.actions.permits import check_may_enter, may_enter
from luodi.listening.choices import GatheringState
from luodi.listening.models import Gathering, Topic

EDITABLE = (GatheringState.DRAFT, GatheringState.RETURNED)
"""Before it is reported, or after it was given back."""


@transaction.atomic
def record_gathering(
    *, by: Any, evidence: Iterable[Evidence] = (), on_behalf_of: Person | None = None, **fields: Any
) -> Gathering:
    """Make a draft of a gathering. `fields` are those of the model; a code is given when missing."""
    gathering = Gathering(**fields)
    check_may_enter(by, gathering.unit, gathering.campaign, on_behalf_of)
    gathering.code = gathering.code or next_code(f"HY-{clock.today().year}")
    return create(gathering, by=by, on_behalf_of=on_behalf_of, evidence=list(evidence))


def check_editable(gathering: Gathering, by: Any) -> None:
    """Refuse to change what was reported, and whoever does not report for the unit."""
    if not may_enter(by, gathering.unit_id, gathering.campaign_id):
        raise NotAllowed(_("您不是%(unit)s的填报员或负责人，不能修改。") % {"unit": gathering.unit})
    if gathering.state not in EDITABLE:
        raise Refused(
            _("当前状态是“%(state)s”，不能修改会议内容。")
            % {"state": gathering.get_state_display()}
        )


@transaction.atomic
def add_topic(gathering: Gathering, *, title: str, by: Any) -> Topic:
    """Add a topic at the end of a symposium's list."""
    if not may_enter(by, gathering.unit_id, gathering.campaign_id):
        raise NotAllowed(_("您不能为这场座谈会设置议题。"))
    last = gathering.topics.aggregate(last=Max("position"))["last"] or 0
    return create(Topic(gathering=gathering, position=last + 1, title=title.strip()), by=by)
