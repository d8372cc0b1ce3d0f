"""延期: only an approved extension moves the deadline; the first date stays (I-5)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import trail
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import Ask, Attempt, Move, Table
from luodi.measures.choices import ExtensionState as S
from luodi.measures.choices import MeasureState
from luodi.measures.models import Extension, Measure
from luodi.measures.transitions.actors import approver, unit_head
from luodi.measures.transitions.telling import tell_leader, tell_unit

EXTENDABLE = (MeasureState.ASSIGNED, MeasureState.IN_PROGRESS, MeasureState.SUSPENDED)
"""States in which a deadline may still move."""


def measure_can_be_extended(attempt: Attempt) -> str | None:
    """The measure is still being worked on and its deadline is the one asked about."""
    extension = attempt.record
    if extension.measure.state not in EXTENDABLE:
        return _("措施当前状态是“%(state)s”，不能延期。") % {
            "state": extension.measure.get_state_display()
        }
    if extension.measure.due_on != extension.from_date:
        return _("完成时限已经变化，请重新申请延期。")
    return None


def decider_did_not_ask(attempt: Attempt) -> str | None:
    """Nobody approves his own request."""
    if attempt.record.requested_by_id == attempt.by.pk:
        return _("不能审批自己提出的延期。")
    return None


def third_says_why(attempt: Attempt) -> str | None:
    """The third extension and any later one says why it is given."""
    earlier = Extension.objects.filter(measure=attempt.record.measure_id, state=S.APPROVED).count()
    if earlier >= 2 and not attempt["opinion"]:
        return _("这是第%(n)s次延期，同意须写明理由。") % {"n": earlier + 1}
    return None


def approve(attempt: Attempt) -> None:
    """Move the deadline, and nothing else."""
    extension = attempt.record
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=extension.measure_id)
    extension.measure = measure
    if why := measure_can_be_extended(attempt):
        raise Refused(why)
    before = measure.due_on
    measure.due_on = extension.to_date
    measure.version += 1
    measure.save()
    _decide(attempt)
    trail.record(
        "measures.measure.extend", measure, by=attempt.by, before={"due_on": before},
        after={"due_on": measure.due_on},
    )  # fmt: skip
    tell_unit(measure, "extended", _("同意延期至%(day)s。") % {"day": measure.due_on})
    tell_leader(measure, "extended", _("同意延期至%(day)s。") % {"day": measure.due_on})


def refuse(attempt: Attempt) -> None:
    """The deadline stays; the reason is said (I-10)."""
    _decide(attempt)
    tell_unit(
        attempt.record.measure,
        "extension_refused",
        _("不同意延期：%(why)s") % {"why": attempt["opinion"]},
    )


def _decide(attempt: Attempt) -> None:
    attempt.record.decided_by = attempt.by
    attempt.record.decided_at = attempt.now
    attempt.record.decision_why = (attempt["opinion"] or "")[:300]


EXTENSION = Table(
    Extension,
    initial=(S.REQUESTED,),
    moves=(
        Move(
            "approve", (S.REQUESTED,), S.APPROVED, gettext_lazy("同意延期"), (approver,),
            needs=(decider_did_not_ask, measure_can_be_extended),
            asks=(Ask("opinion", gettext_lazy("审批意见"), required=False),),
            accepts=(third_says_why,), effect=approve,
        ),
        Move(
            "refuse", (S.REQUESTED,), S.REFUSED, gettext_lazy("不同意延期"), (approver,),
            needs=(decider_did_not_ask,), asks=(Ask("opinion", gettext_lazy("不同意的原因")),),
            effect=refuse, danger=True,
        ),
        Move(
            "withdraw", (S.REQUESTED,), S.WITHDRAWN, gettext_lazy("撤回延期申请"), (unit_head,),
        ),
    ),
)  # fmt: skip
