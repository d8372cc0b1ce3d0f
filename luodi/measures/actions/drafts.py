"""Drafting a measure and changing what may still be changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luodi.kernel import actions, clock, codes, trail
from luodi.kernel.edits import Edit, at, edit_many
from luodi.kernel.models import Person, Unit
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.listening.models import Statement
from luodi.measures.actions.permission import is_one_of, require, writing_under
from luodi.measures.choices import MeasureState
from luodi.measures.models import Accountability, Measure
from luodi.measures.transitions.actors import office, unit_clerk, unit_head
from luodi.measures.transitions.handover import answers_from_now
from luodi.problems.choices import ProblemState
from luodi.problems.models import Problem

BEING_WORKED_ON = (
    MeasureState.DRAFT,
    MeasureState.ASSIGNED,
    MeasureState.IN_PROGRESS,
    MeasureState.SUSPENDED,
)
"""Until a closing is asked for, wording may still be put right; afterwards only the note."""
OF_THE_UNIT = {"handler", "note"}
"""What the lead unit itself may change."""
SETTLED = {"lead_unit", "deadline_kind", "due_on"}
"""What the assignment settles."""
IN_A_DRAFT = SETTLED | OF_THE_UNIT | {
    "content", "target", "result_form", "cooperating_units", "report_rhythm", "required_evidence",
}  # fmt: skip


def draft_measure(
    *,
    by: Any,
    problem: Problem | None = None,
    suggestion: Statement | None = None,
    content: str,
    leader: Person | None = None,
    cooperating_units: Iterable[Unit] = (),
    code: str = "",
    **fields: Any,
) -> Measure:
    """Write down a measure under a problem or a suggestion; its code continues the origin's (…-02).

    Refused for a problem that is closed or merged. `leader` answers once it is assigned.
    """
    origin = problem or suggestion
    if origin is None:
        raise ValidationError(_("请选定所属问题或建议。"))
    with actions.refusals_kept("measures.measure.create", origin, by=by), transaction.atomic():
        measure = Measure(
            campaign=origin.campaign,
            problem=problem,
            suggestion=suggestion,
            content=content,
            **fields,
        )
        require(measure, by, (office,))
        if problem is not None and problem.state in (ProblemState.CLOSED, ProblemState.MERGED):
            state = problem.get_state_display()
            raise Refused(_("所属问题“%(state)s”，不能再立措施。") % {"state": state})
        measure.code = code or codes.next_code(origin.code, width=2)
        actions.create(measure, by=by, cooperating_units=list(cooperating_units))
        if leader is not None:
            answers_from_now(measure, leader)
    return measure


def edit_measure(
    measure: Measure, changes: dict[str, Any], *, by: Any, version: int | None
) -> Measure:
    """Change fields under the version. The office may change all that is open; the lead unit its
    handler and the note; after a closing was asked for only the note. `leader` is taken in a draft."""
    changes = dict(changes)
    leader = changes.pop("leader", None)
    check_may_edit(measure, changes, by=by)
    measure = actions.edit(measure, changes, by=by, version=version) if changes else measure
    if leader is not None and measure.state == MeasureState.DRAFT:
        name_leader(measure, leader, by=by)
    return measure


def edit_measures(changes: Sequence[Edit], *, by: Any) -> list[Measure]:
    """The same for a whole list; raises `RefusedAt` the one that may not be changed."""
    leaders = [change.changes.get("leader") for change in changes]
    plain = [Edit(c.record, {k: v for k, v in c.changes.items() if k != "leader"}, c.version)
             for c in changes]  # fmt: skip
    for place, change in enumerate(plain):
        with at(place):
            check_may_edit(change.record, change.changes, by=by)
    measures: list[Measure] = edit_many(plain, by=by)
    for place, (measure, leader) in enumerate(zip(measures, leaders, strict=True)):
        if leader is not None and measure.state == MeasureState.DRAFT:
            with at(place):
                name_leader(measure, leader, by=by)
    return measures


def name_leader(measure: Measure, person: Person, *, by: Any) -> Accountability:
    """Choose who will answer for a draft. Later the leader changes by handover only (I-4)."""
    with writing_under(
        measure, "name_leader", by=by, who=(office,), states=(MeasureState.DRAFT,)
    ) as row:
        held = row.accountabilities.filter(until=None).first()
        if held is not None and held.person_id == person.pk:
            return held
        row.accountabilities.filter(until=None).update(until=clock.today())
        answers = answers_from_now(row, person)
        trail.record("measures.measure.name_leader", row, by=by, after={"leader": str(person)})
        return answers


def check_may_edit(measure: Measure, fields: Iterable[str], *, by: Any) -> None:
    """Raise, and keep in the trail, why `by` may not change these fields now."""
    names = set(fields)
    with actions.refusals_kept("measures.measure.edit", measure, by=by):
        require(measure, by, (office, unit_clerk, unit_head))
        if not office.holds(by, measure) and names - OF_THE_UNIT:
            raise NotAllowed(_("责任单位只能修改责任人和备注，其他内容请联系工作专班。"))
        if measure.state not in BEING_WORKED_ON and names - {"note"}:
            state = measure.get_state_display()
            raise Refused(_("措施当前状态是“%(state)s”，只能修改备注。") % {"state": state})


def editable_fields(measure: Measure, by: Any) -> set[str]:
    """The fields `by` may change now; empty when none."""
    if measure.state not in BEING_WORKED_ON:
        mine = {"note"}
    elif not office.holds(by, measure):
        mine = set(OF_THE_UNIT)
    elif measure.state == MeasureState.DRAFT:
        mine = IN_A_DRAFT - ({"due_on"} if measure.original_due_on else set())
    else:
        mine = IN_A_DRAFT - SETTLED
    allowed = is_one_of((office, unit_clerk, unit_head))(by, measure)
    return mine if allowed else set()
