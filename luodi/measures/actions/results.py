"""What came of it: outcomes and look-backs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luodi.kernel import actions, clock
from luodi.kernel.choices import Role
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import Attempt, perform, table_of, why_not
from luodi.measures.actions.permission import require
from luodi.measures.choices import LookBackResult, MeasureState
from luodi.measures.models import LookBack, Measure, Outcome
from luodi.measures.queries.people import part_taken
from luodi.measures.transitions.actors import leader, office, supervisor, unit_clerk, unit_head
from luodi.measures.transitions.closing import months_after
from luodi.problems.models import Problem


def record_outcome(
    *, by: Any, problem: Problem | None = None, measure: Measure | None = None, **fields: Any
) -> Outcome:
    """Figures before and after, under a problem (by the office) or a measure (also by its unit)."""
    many = {"evidence": list(fields.pop("evidence", ()))}
    subject = problem or measure
    with actions.refusals_kept("measures.outcome.create", subject, by=by):
        if measure is not None:
            require(measure, by, (office, unit_clerk, unit_head, leader))
        elif problem is None or not by.standing.has(Role.OFFICE, campaign=problem.campaign_id):
            raise NotAllowed(_("问题的成效须由工作专班登记。"))
    outcome = Outcome(problem=problem, measure=measure, **fields)
    return actions.create(outcome, by=by, **many)


def do_look_back(
    look_back: LookBack,
    *,
    by: Any,
    result: str,
    note: str,
    version: int | None = None,
    due_on: Any = None,
) -> LookBack:
    """Write down whether the result lasted. A rebound reopens the measure as a new cycle (I-12),
    with `due_on` as its deadline; a lasting routine gets its next review within a year."""
    measure = look_back.measure
    with actions.refusals_kept("measures.lookback.edit", look_back, by=by):
        require(measure, by, (supervisor, office))
        _may_judge(look_back, by, result)
    with transaction.atomic():
        found = {"result": result, "note": note.strip(), "done_on": clock.today(), "by": by}
        done = actions.edit(look_back, found, by=by, version=version)
        if result == LookBackResult.REBOUNDED:
            reason = _("回头看发现问题反弹：%(note)s") % {"note": note.strip()}
            perform(measure, "reopen", by=by, reason=reason, due_on=due_on)
        elif measure.state == MeasureState.SUSTAINED:
            _review_again(measure, by)
    return done


def _may_judge(look_back: LookBack, by: Any, result: str) -> None:
    measure = look_back.measure
    if look_back.result:
        raise Refused(_("这次回头看已经完成。"))
    if look_back.cycle != measure.cycle:
        raise Refused(_("措施已经重新挂号，这次回头看不再需要。"))
    if by.person_id is not None and part_taken(measure, by.person_id):
        raise NotAllowed(_("参与过本措施的人不能做回头看。"))
    if result not in LookBackResult.values:
        raise ValidationError({"result": _("请选择回头看的结果。")})
    reopen = Attempt(measure, by, table_of(measure)["reopen"])
    if result == LookBackResult.REBOUNDED and (why := why_not(reopen)):
        raise Refused(why)


def _review_again(measure: Measure, by: Any) -> None:
    next_on = months_after(clock.today(), 12)
    actions.edit(measure, {"review_on": next_on}, by=by, version=None)
    actions.create(LookBack(measure=measure, cycle=measure.cycle, due_on=next_on), by=by)
