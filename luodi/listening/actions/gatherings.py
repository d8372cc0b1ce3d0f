"""Recording gatherings and what a symposium asks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from luodi.kernel import bulk, clock
from luodi.kernel.actions import create, create_many
from luodi.kernel.codes import next_code, next_codes
from luodi.kernel.edits import RefusedAt, at
from luodi.kernel.models import Evidence, Person
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.listening.actions.permits import check_may_enter, may_enter
from luodi.listening.choices import GatheringState
from luodi.listening.models import Gathering, Topic

EDITABLE = (GatheringState.DRAFT, GatheringState.RETURNED)
"""Before it is reported, or after it was given back."""
LINKS_AND_CODE = {"code", "campaign", "unit", "chair", "recorder", "void_proposed_by"}
"""What a list's own reader looked up; the database checks it too."""


@transaction.atomic
def record_gathering(
    *, by: Any, evidence: Iterable[Evidence] = (), on_behalf_of: Person | None = None, **fields: Any
) -> Gathering:
    """Make a draft of a gathering. `fields` are those of the model; a code is given when missing."""
    gathering = Gathering(**fields)
    check_may_enter(by, gathering.unit, gathering.campaign, on_behalf_of)
    gathering.code = gathering.code or next_code(gathering_prefix())
    return create(gathering, by=by, on_behalf_of=on_behalf_of, evidence=list(evidence))


@transaction.atomic
def record_gatherings(gatherings: Sequence[Gathering], *, by: Any) -> list[Gathering]:
    """Make drafts of a whole list; raises `RefusedAt` the one that may not be made."""
    places: set[tuple[int, int]] = set()
    for place, gathering in enumerate(gatherings):
        where = gathering.unit_id, gathering.campaign_id
        with at(place):
            if where not in places:
                check_may_enter(by, gathering.unit, gathering.campaign)
                places.add(where)
            gathering.clean_fields(exclude=LINKS_AND_CODE)
    missing = [gathering for gathering in gatherings if not gathering.code]
    for gathering, code in zip(missing, next_codes(gathering_prefix(), len(missing)), strict=True):
        gathering.code = code
    _check_codes_are_free(gatherings)
    return create_many(gatherings, by=by)


def _check_codes_are_free(gatherings: Sequence[Gathering]) -> None:
    wanted = bulk.any_of([gathering.code for gathering in gatherings])
    taken = set(Gathering.objects.filter(code__in=wanted).values_list("code", flat=True))
    for place, gathering in enumerate(gatherings):
        if gathering.code in taken:
            why = _("编号“%(code)s”已被别的会议使用。") % {"code": gathering.code}
            raise RefusedAt(place, why)
        taken.add(gathering.code)


def gathering_prefix() -> str:
    """What the codes of gatherings begin with this year."""
    return f"HY-{clock.today().year}"


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
