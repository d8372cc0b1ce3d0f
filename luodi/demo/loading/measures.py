"""The measures: drafted with their problem, assigned, received, and some of them stopped."""

from datetime import date

from luodi.demo.loading.diary import TODAY, Diary
from luodi.demo.loading.district import District
from luodi.demo.loading.evidence import KINDS
from luodi.demo.loading.material import day, day_or_none, rows, several
from luodi.demo.loading.problems import listed_on
from luodi.demo.loading.symposium import SETTLED
from luodi.kernel.choices import EvidenceKind
from luodi.kernel.transitions import perform
from luodi.measures.actions import draft_measure
from luodi.measures.choices import DeadlineKind, Rhythm

OFFICE, APPROVER = "R018", "R003"
RHYTHMS = {
    DeadlineKind.IMMEDIATE: Rhythm.NONE,
    DeadlineKind.DATED: Rhythm.FORTNIGHTLY,
    DeadlineKind.SUSTAINED: Rhythm.QUARTERLY,
}
STILL_THERE = ("draft", "assigned")
"""States in which the unit has not received it."""
ACTIVITY = {
    "progress": "reported_on", "evidence": "taken_on", "leader_actions": "acted_on",
    "closures": "requested_on", "extensions": "asked_on", "handovers": "proposed_on",
}  # fmt: skip

Row = dict[str, str]


def plan(district: District, diary: Diary) -> None:
    """Each measure until it is in its unit's hands; what is done there is in `follow_up`."""
    for row in rows("measures"):
        drafted = listed_on(row["origin"]) if row["origin"].startswith("P") else SETTLED
        diary.note(drafted, "10:15", draft, district, row)
        if not row["assigned_on"]:
            continue
        assigned = day(row["assigned_on"])
        diary.note(assigned, "10:30", assign, district, row)
        if row["state"] not in STILL_THERE:
            diary.note(_received_on(row, diary), "11:00", receive, district, row)
        if row["stopped_on"]:
            diary.note(day(row["stopped_on"]), "16:45", stop, district, row)


def draft(district: District, row: Row) -> None:
    """The wording, the leader, the unit and the first deadline."""
    units = [district.units[code] for code in several(row["cooperating_units"])]
    kind = DeadlineKind(row["deadline_kind"])
    district.measures[row["code"]] = draft_measure(
        by=district.accounts[OFFICE],
        problem=district.problems.get(row["origin"]),
        suggestion=district.suggestions.get(row["origin"]),
        content=row["content"], leader=district.people[_first_leader(row)], cooperating_units=units,
        target=row["target"], result_form=row["result_form"], lead_unit=district.units[row["lead_unit"]],
        handler=district.people[row["handler"]], deadline_kind=kind, due_on=_first_due(row),
        report_rhythm=RHYTHMS[kind], required_evidence=[_required(row)],
    )  # fmt: skip


def assign(district: District, row: Row) -> None:
    """交办."""
    perform(district.measures[row["code"]], "assign", by=district.accounts[OFFICE])


def receive(district: District, row: Row) -> None:
    """签收."""
    measure = district.measures[row["code"]]
    perform(measure, "receive", by=district.reporter(row["lead_unit"]))


def stop(district: District, row: Row) -> None:
    """Suspended by its leader until a day, or cancelled with the approving leader's consent."""
    measure = district.measures[row["code"]]
    if row["state"] == "suspended":
        until = day(row["resumes_or_replaced_by"])
        leader = district.accounts[row["leader"]]
        perform(measure, "suspend", by=leader, reason=row["reason"], until=until)
    else:
        approver = district.accounts[APPROVER]
        perform(measure, "cancel_in_progress", by=approver, reason=row["reason"])


def _received_on(row: Row, diary: Diary) -> date:
    """The next working day, or the day on which something was already done."""
    code = row["code"]
    done = [
        r[column] for name, column in ACTIVITY.items() for r in rows(name) if r["measure"] == code
    ]
    return min([diary.after(day(row["assigned_on"])), TODAY, *map(day, done)])  # fmt: skip


def _first_leader(row: Row) -> str:
    """Whoever led before an accepted handover."""
    accepted = [h for h in rows("handovers") if h["measure"] == row["code"] and h["accepted_on"]]
    return accepted[0]["from_person"] if accepted else row["leader"]


def _first_due(row: Row) -> date | None:
    """The deadline before approved extensions and before a second cycle."""
    for change in (*rows("extensions"), *rows("lookbacks")):
        moved = change.get("state") == "同意" or change.get("first_due_on")
        if change["measure"] == row["code"] and moved:
            return day(change.get("from_on") or change["first_due_on"])
    return day_or_none(row["due_on"])


def _required(row: Row) -> str:
    """The kind of what was brought first; one kind is enough."""
    brought = [e for e in rows("evidence") if e["measure"] == row["code"]]
    return KINDS[brought[0]["kind"]] if brought else EvidenceKind.DOCUMENT
