"""责任交接: the chain is unbroken; the old leader answers until the new one accepts (I-4)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import clock
from luodi.kernel.models import Person
from luodi.kernel.notices import tell
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import Ask, Attempt, Move, Table, Who
from luodi.measures.choices import OPEN_STATES
from luodi.measures.choices import HandoverState as S
from luodi.measures.models import Accountability, Handover, Measure
from luodi.measures.queries.people import leader_of, open_request, voices_of
from luodi.measures.transitions.actors import speaks_for
from luodi.measures.transitions.telling import tell_leader, tell_office, tell_unit

receiver = Who(gettext_lazy("接手领导"), lambda by, record: speaks_for(by, record.to_person_id))


def why_not_taken_over(measure: Measure, from_id: int, to: Person | int) -> str | None:
    """Why this person cannot take the measure over from that one, or None."""
    to_id, leader, request = getattr(to, "pk", to), leader_of(measure), open_request(measure)
    if measure.state not in OPEN_STATES:
        return _("措施已经办结或撤销，不需要交接。")
    if leader is None or leader.pk != from_id:
        return _("移交人已不是牵头领导，请重新提出交接。")
    if measure.verifier_id == to_id:
        return _("接手人正在核验本措施，不能牵头。")
    if request is not None and to_id in (request.by.person_id, request.on_behalf_of_id):
        return _("接手人签了本轮销号申请，不能牵头。")
    return None


def can_be_taken_over(attempt: Attempt) -> str | None:
    """Still open, still the old leader's, and the new one has no other part in the closing."""
    handover = attempt.record
    return why_not_taken_over(handover.measure, handover.from_person_id, handover.to_person_id)


def accept(attempt: Attempt) -> None:
    """Close the old accountability and open the new one in one transaction."""
    handover = attempt.record
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=handover.measure_id)
    if why := why_not_taken_over(measure, handover.from_person_id, handover.to_person_id):
        raise Refused(why)
    measure.accountabilities.filter(until=None).update(until=attempt.today)
    answers_from_now(measure, handover.to_person)
    handover.decided_at = attempt.now
    tell_unit(measure, "handed_over", _("牵头领导变更为%(who)s。") % {"who": handover.to_person})
    tell_office(measure, "handed_over", _("责任交接完成。"))


def decline(attempt: Attempt) -> None:
    """The old leader goes on answering."""
    attempt.record.decided_at = attempt.now
    attempt.record.declined_why = attempt["reason"][:300]
    measure = attempt.record.measure
    tell_leader(measure, "declined", _("接手人未接手，仍由您牵头。"))
    tell_office(measure, "declined", _("接手人未接手。"))


def answers_from_now(measure: Measure, person: Any) -> Accountability:
    """Open an accountability, with the title the person holds today."""
    post = person.post_on(clock.today())
    return Accountability.objects.create(
        measure=measure, person=person, since=clock.today(), title_then=post.title if post else ""
    )


def tell_receiver(handover: Handover) -> None:
    """The new leader and the secretaries are asked to accept."""
    line = _("%(code)s：请确认接手牵头责任。") % {"code": handover.measure.code}
    tell(voices_of([handover.to_person]), "measures.handover", line, about=handover.measure)


HANDOVER = Table(
    Handover,
    initial=(S.PROPOSED,),
    moves=(
        Move(
            "accept", (S.PROPOSED,), S.ACCEPTED, gettext_lazy("接手"), (receiver,),
            needs=(can_be_taken_over,), effect=accept,
        ),
        Move(
            "decline", (S.PROPOSED,), S.DECLINED, gettext_lazy("不接手"), (receiver,),
            asks=(Ask("reason", gettext_lazy("原因"), "long"),), effect=decline, danger=True,
        ),
    ),
)  # fmt: skip
