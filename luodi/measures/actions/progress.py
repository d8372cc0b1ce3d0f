"""What goes on: reports, what the leader did, milestones."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from luodi.kernel import actions, clock, trail
from luodi.kernel.models import Person
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.measures.actions.permission import handler, writing_under
from luodi.measures.choices import OPEN_STATES, Assessment, MeasureState
from luodi.measures.models import LeaderAction, Measure, Milestone, ProgressReport
from luodi.measures.queries.people import leader_of
from luodi.measures.transitions.actors import leader, office, unit_clerk, unit_head
from luodi.measures.transitions.telling import tell_leader, tell_office

REPORTERS = (unit_clerk, unit_head, handler)
REPORTABLE = (MeasureState.IN_PROGRESS, MeasureState.SUSPENDED, MeasureState.SUSTAINED)
PLANNERS = (office, unit_clerk, unit_head)
PLANNABLE = (
    MeasureState.DRAFT,
    MeasureState.ASSIGNED,
    MeasureState.IN_PROGRESS,
    MeasureState.SUSPENDED,
)


def report_progress(
    measure: Measure,
    *,
    by: Any,
    text: str,
    self_assessment: str = Assessment.NORMAL,
    next_step: str = "",
    needs_coordination: str = "",
    supersedes: ProgressReport | None = None,
    on_behalf_of: Person | None = None,
) -> ProgressReport:
    """Write a report; it is never changed, a correction supersedes it (I-13)."""
    with writing_under(
        measure, "report", by=by, who=REPORTERS, states=REPORTABLE, on_behalf_of=on_behalf_of
    ) as row:
        if supersedes is not None:
            _can_be_superseded(row, supersedes)
        report = ProgressReport(
            measure=row, cycle=row.cycle, text=text.strip(), self_assessment=self_assessment,
            next_step=next_step, needs_coordination=needs_coordination, by=by,
            on_behalf_of=on_behalf_of, supersedes=supersedes, submitted_at=clock.now(),
        )  # fmt: skip
        report.full_clean(exclude=["supersedes", "on_behalf_of"])
        report.save()
        trail.record(
            "measures.measure.report", row, by=by, on_behalf_of=on_behalf_of,
            after={"text": report.text, "self_assessment": self_assessment},
        )  # fmt: skip
        if needs_coordination:
            tell_office(row, "coordination", _("需协调：%(what)s") % {"what": needs_coordination})
            tell_leader(row, "coordination", _("需协调：%(what)s") % {"what": needs_coordination})
    return report


def record_leader_action(
    measure: Measure, *, by: Any, done_on: date, kind: str, content: str, decision: str = ""
) -> LeaderAction:
    """What the leader did for the measure; entered by another hand it says so (代录)."""
    with writing_under(
        measure, "leader_action", by=by, who=(leader, office), states=OPEN_STATES
    ) as row:
        person = leader_of(row)
        if person is None:
            raise Refused(_("本措施没有牵头领导，请先确定。"))
        if done_on > clock.today():
            raise ValidationError({"done_on": _("日期不能晚于今天。")})
        action = LeaderAction(
            measure=row, person=person, done_on=done_on, kind=kind, content=content.strip(),
            decision=decision, by=by, on_behalf_of=None if by.person_id == person.pk else person,
            recorded_at=clock.now(),
        )  # fmt: skip
        action.full_clean(exclude=["on_behalf_of"])
        action.save()
        trail.record(
            "measures.measure.leader_action", row, by=by, on_behalf_of=action.on_behalf_of,
            after={"kind": kind, "content": action.content, "done_on": done_on},
        )  # fmt: skip
    return action


def add_milestone(measure: Measure, *, by: Any, title: str, due_on: date) -> Milestone:
    """Plan a step; a closing waits until it is done or waived."""
    with writing_under(measure, "add_milestone", by=by, who=PLANNERS, states=PLANNABLE) as row:
        return actions.create(Milestone(measure=row, title=title, due_on=due_on), by=by)


def finish_milestone(
    milestone: Milestone, *, by: Any, done_on: date, version: int | None
) -> Milestone:
    """The step is done."""
    with writing_under(
        milestone.measure, "finish_milestone", by=by, who=PLANNERS, states=PLANNABLE
    ):
        _is_open(milestone)
        if done_on > clock.today():
            raise ValidationError({"done_on": _("日期不能晚于今天。")})
        return actions.edit(milestone, {"done_on": done_on}, by=by, version=version)


def waive_milestone(milestone: Milestone, *, by: Any, why: str, version: int | None) -> Milestone:
    """The office lets the step go, and says why."""
    with writing_under(
        milestone.measure, "waive_milestone", by=by, who=(office,), states=PLANNABLE
    ):
        _is_open(milestone)
        if not why.strip():
            raise ValidationError({"waived_why": _("请写明免除原因。")})
        return actions.edit(milestone, {"waived_why": why.strip()}, by=by, version=version)


def _is_open(milestone: Milestone) -> None:
    if milestone.done_on or milestone.waived_why:
        raise Refused(_("这个节点已经完成或免除。"))


def _can_be_superseded(measure: Measure, report: ProgressReport) -> None:
    if report.measure_id != measure.pk:
        raise NotAllowed(_("只能更正本措施的进展反馈。"))
    if ProgressReport.objects.filter(supersedes=report).exists():
        raise Refused(_("这条进展已经更正过，请更正最新的一条。"))
