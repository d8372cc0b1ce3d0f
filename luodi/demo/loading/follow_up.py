"""What goes on under the measures: progress, evidence, what leaders did, extensions, handovers, outcomes."""

from luodi.demo.loading.diary import Diary
from luodi.demo.loading.district import District
from luodi.demo.loading.evidence import KINDS, VISIBILITY, file_of
from luodi.demo.loading.material import day, rows
from luodi.kernel.transitions import perform
from luodi.measures.actions import (
    attach_evidence,
    propose_handover,
    record_leader_action,
    record_outcome,
    report_progress,
    request_extension,
)
from luodi.measures.choices import Assessment, ExtensionState, HandoverState, LeaderActionKind
from luodi.measures.models import Extension, Handover

ASSESSMENTS = {"正常": Assessment.NORMAL, "偏慢": Assessment.SLOW, "受阻": Assessment.STUCK}
ACTIONS = {str(kind.label): kind for kind in LeaderActionKind}
OFFICE = "R018"
DECISIONS = {"同意": "approve", "不同意": "refuse"}

Row = dict[str, str]


def plan(district: District, diary: Diary) -> None:
    """Everything on the day the material gives."""
    for row in rows("leader_actions"):
        diary.note(day(row["acted_on"]), "14:00", lead, district, row)
    for row in rows("evidence"):
        diary.note(day(row["taken_on"]), "14:30", bring, district, row)
    for row in rows("progress"):
        diary.note(day(row["reported_on"]), "15:00", report, district, row)
    for row in rows("outcomes"):
        diary.note(day(row["as_of"]), "16:40", take_stock, district, row)
    for row in rows("extensions"):
        diary.note(day(row["asked_on"]), "15:30", ask_for_time, district, row)
        if row["decided_on"]:
            diary.note(day(row["decided_on"]), "15:40", decide_on_time, district, row)
    for row in rows("handovers"):
        diary.note(day(row["proposed_on"]), "11:30", offer, district, row)
        if row["accepted_on"]:
            diary.note(day(row["accepted_on"]), "11:40", take_over, district, row)


def report(district: District, row: Row) -> None:
    """进展反馈."""
    report_progress(
        district.measures[row["measure"]], by=district.accounts[row["by"]], text=row["text"],
        self_assessment=ASSESSMENTS[row["self_assessment"]], next_step=row["next_step"],
    )  # fmt: skip


def bring(district: District, row: Row) -> None:
    """佐证."""
    attach_evidence(
        district.measures[row["measure"]], by=district.accounts[row["by"]], file=file_of(row),
        title=row["title"], described=row["text"], kind=KINDS[row["kind"]],
        taken_on=day(row["taken_on"]), visibility=VISIBILITY[row["visibility"]],
    )  # fmt: skip


def lead(district: District, row: Row) -> None:
    """领导推动, by the leader's own hand or the secretary's."""
    record_leader_action(
        district.measures[row["measure"]], by=district.hand_of(row["person"]),
        done_on=day(row["acted_on"]), kind=ACTIONS[row["kind"]], content=row["content"],
        decision=row["decision"],
    )  # fmt: skip


def take_stock(district: District, row: Row) -> None:
    """成效."""
    record_outcome(
        by=district.accounts[OFFICE],
        problem=district.problems.get(row["subject"]), measure=district.measures.get(row["subject"]),
        indicator=row["indicator"], unit=row["unit_of_measure"], before=row["before"],
        after=row["after"], as_of=day(row["as_of"]), source=row["source"], story=row["story"],
    )  # fmt: skip


def ask_for_time(district: District, row: Row) -> None:
    """延期申请."""
    request_extension(
        district.measures[row["measure"]], by=district.accounts[row["asked_by"]],
        to_date=day(row["to_on"]), reason=row["reason"],
    )  # fmt: skip


def decide_on_time(district: District, row: Row) -> None:
    """同意 or 不同意, by the approving leader."""
    asked = Extension.objects.get(
        measure=district.measures[row["measure"]], state=ExtensionState.REQUESTED
    )
    move, by = DECISIONS[row["state"]], district.accounts[row["decided_by"]]
    perform(asked, move, by=by, opinion=row["decision_reason"])


def offer(district: District, row: Row) -> None:
    """责任交接, proposed by the leader who gives it away."""
    propose_handover(
        district.measures[row["measure"]], by=district.hand_of(row["from_person"]),
        to_person=district.people[row["to_person"]], remaining=row["reason"] + row["remaining"],
    )  # fmt: skip


def take_over(district: District, row: Row) -> None:
    """The new leader accepts."""
    measure = district.measures[row["measure"]]
    offered = Handover.objects.get(measure=measure, state=HandoverState.PROPOSED)
    perform(offered, "accept", by=district.hand_of(row["to_person"]))
