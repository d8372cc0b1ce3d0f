"""What the district promises holds at every door: page, bulk, API, command, code, save and SQL.

docs/invariants.md says which promise is kept by what; the sheets' door is in each room's
test_sheets.py, because no sheet has a column that moves anything.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.db import DatabaseError, connection, transaction

from luodi.kernel import clock
from luodi.kernel.models import TrailEvent
from luodi.kernel.refusals import StateChangedOutside
from luodi.kernel.sheets.declare import SHEETS
from luodi.kernel.transitions import TABLES, perform, state_of
from luodi.listening.choices import Settlement, StatementState
from luodi.measures.choices import CardLevel, ExtensionState, MeasureState
from luodi.measures.models import Closing, Extension, Handover
from luodi.problems.models import Link
from tests.config.doors import DOORS, code
from tests.conftest import DAY
from tests.factories.kernel import PostFactory
from tests.factories.listening import GatheringFactory, PhaseFactory, StatementFactory
from tests.factories.measures import CardFactory, MeasureFactory, OriginFactory, measure_at
from tests.factories.problems import ProblemFactory

pytestmark = pytest.mark.django_db
S = MeasureState


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.at(date.fromisoformat(DAY)):
        yield


class Attempt(NamedTuple):
    """A move that must not happen, and words of the sentence that says so."""

    record: Any
    move: str
    by: Any
    told: dict[str, str]
    says: str


RESULT = {"result_text": "三张表并成一张。"}
CHECKED = {"method": "on_site", "opinion": "到窗口看过。"}


def withdrawn(measure):
    """The measure after its evidence was withdrawn."""
    paper = measure.evidence.get().evidence
    type(paper).objects.filter(pk=paper.pk).update(withdrawn_at=clock.now(), withdrawn_why="传错了")
    return measure


def i1_request_without_evidence(people) -> Attempt:
    measure = measure_at(S.IN_PROGRESS, people, required_evidence=["photo"])
    return Attempt(measure, "request_closure", people.head, RESULT, "佐证")


def i1_evidence_of_an_earlier_cycle(people) -> Attempt:
    measure = measure_at(S.IN_PROGRESS, people)
    type(measure).objects.filter(pk=measure.pk).update(cycle=2)
    return Attempt(measure, "request_closure", people.head, RESULT, "佐证")


def i1_pass_without_evidence(people) -> Attempt:
    measure = withdrawn(measure_at(S.VERIFYING, people))
    return Attempt(measure, "pass_verification", people.verifier, CHECKED, "佐证")


def i1_sign_without_evidence(people) -> Attempt:
    return Attempt(withdrawn(measure_at(S.VERIFIED, people)), "sign", people.leader, {}, "佐证")


def i2_sign_without_verification(people) -> Attempt:
    return Attempt(measure_at(S.VERIFYING, people), "sign", people.leader, {}, "当前状态")


def i2_sign_by_another(people) -> Attempt:
    return Attempt(measure_at(S.VERIFIED, people), "sign", people.office, {}, "须由牵头领导办理")


def i3_verifier_is_the_handler(people) -> Attempt:
    measure = measure_at(S.CLOSURE_REQUESTED, people, handler=people.verifier.person)
    return Attempt(measure, "accept_request", people.verifier, {}, "您是本措施的责任人")


def i3_verifier_of_the_lead_unit(people) -> Attempt:
    PostFactory(person=people.verifier.person, unit=people.street)
    measure = measure_at(S.CLOSURE_REQUESTED, people)
    return Attempt(measure, "accept_request", people.verifier, {}, "您是责任单位的人员")


def i3_another_verifier_finishes(people) -> Attempt:
    return Attempt(
        measure_at(S.VERIFYING, people), "pass_verification", people.supervisor, CHECKED,
        "须由受理的核验人办理",
    )  # fmt: skip


def i4_assign_without_a_leader(people) -> Attempt:
    measure = MeasureFactory(lead_unit=people.street)
    return Attempt(measure, "assign", people.office, {}, "牵头领导")


def i4_assign_without_a_unit(people) -> Attempt:
    return Attempt(
        measure_at(S.DRAFT, people, lead_unit=None), "assign", people.office, {}, "责任单位"
    )


def i10_return_without_a_reason(people) -> Attempt:
    told = {"method": "on_site", "again_by": "月底前"}
    return Attempt(measure_at(S.VERIFYING, people), "return_to_work", people.verifier, told, "原因")


def i10_cancel_without_a_reason(people) -> Attempt:
    return Attempt(measure_at(S.DRAFT, people), "cancel", people.office, {"reason": " "}, "原因")


def i10_statement_returned_without_a_reason(people) -> Attempt:
    statement = StatementFactory(unit=people.street, state=StatementState.SUBMITTED)
    return Attempt(statement, "return", people.office, {}, "原因")


def i10_statement_refused_by_the_office(people) -> Attempt:
    told = {"settled_as": Settlement.NOT_ADOPTED.value, "why": "不宜"}
    statement = StatementFactory(unit=people.street)
    return Attempt(statement, "settle", people.office, told, "须由审批领导决定")


def i10_gathering_returned_without_a_reason(people) -> Attempt:
    gathering = GatheringFactory(unit=people.street, state="submitted")
    return Attempt(gathering, "return", people.office, {}, "原因")


def i11_close_with_an_open_measure(people) -> Attempt:
    problem = OriginFactory()
    measure_at(S.IN_PROGRESS, people, problem=problem)
    return Attempt(problem, "close", people.approver, {}, "措施没有办结")


def i11_close_without_an_outcome(people) -> Attempt:
    problem = OriginFactory()
    measure_at(S.CLOSED, people, problem=problem)
    return Attempt(problem, "close", people.approver, {}, "登记成效")


def list_what_nobody_said(people) -> Attempt:
    return Attempt(ProblemFactory(), "list", people.approver, {}, "至少一条意见")


ATTEMPTS = (
    i1_request_without_evidence, i1_evidence_of_an_earlier_cycle, i1_pass_without_evidence,
    i1_sign_without_evidence, i2_sign_without_verification, i2_sign_by_another,
    i3_verifier_is_the_handler, i3_verifier_of_the_lead_unit, i3_another_verifier_finishes,
    i4_assign_without_a_leader, i4_assign_without_a_unit, i10_return_without_a_reason,
    i10_cancel_without_a_reason, i10_statement_returned_without_a_reason,
    i10_statement_refused_by_the_office, i10_gathering_returned_without_a_reason,
    i11_close_with_an_open_measure, i11_close_without_an_outcome, list_what_nobody_said,
)  # fmt: skip


def by_name(something: Callable) -> str:
    return something.__name__


@pytest.mark.parametrize("door", DOORS, ids=by_name)
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=by_name)
def test_no_door_lets_it_through(people, capsys, attempt, door):
    tried = attempt(people)
    tried.record.refresh_from_db()
    before = dict(tried.record.__dict__)
    closings = Closing.objects.count()

    answer = door(tried.record, tried.move, tried.by, tried.told, capsys)

    assert tried.says in answer
    tried.record.refresh_from_db()
    changed = {k for k in before if not k.startswith("_") and tried.record.__dict__[k] != before[k]}
    assert changed == set()
    assert Closing.objects.count() == closings


@pytest.mark.parametrize("door", DOORS, ids=by_name)
def test_i9_the_examine_phase_ends_at_no_door_while_a_sentence_lies_about(people, capsys, door):
    phase = PhaseFactory(state="open")
    StatementFactory(campaign=phase.campaign)
    if door.__name__ == "command":  # phases have no code to be called by
        door = code

    answer = door(phase, "end", people.office, {}, capsys)

    assert "去向" in answer
    phase.refresh_from_db()
    assert phase.state == "open"


@pytest.mark.parametrize("door", [d for d in DOORS if by_name(d) != "command"], ids=by_name)
def test_i4_i5_only_the_right_person_decides_on_handover_and_extension(people, capsys, door):
    measure = measure_at(S.IN_PROGRESS, people)
    handover = Handover.objects.create(
        measure=measure, from_person=people.leader.person, to_person=people.approver.person,
        remaining="两张表", proposed_by=people.office,
    )  # fmt: skip
    asked = Extension.objects.create(
        measure=measure, from_date=date(2018, 11, 30), to_date=date(2018, 12, 20), reason="等设备",
        requested_by=people.head,
    )  # fmt: skip

    assert "接手领导" in door(handover, "accept", people.leader, {}, capsys)
    assert "审批领导" in door(asked, "approve", people.head, {}, capsys)
    assert "原因" in door(asked, "refuse", people.approver, {}, capsys)

    asked.refresh_from_db()
    measure.refresh_from_db()
    assert asked.state == ExtensionState.REQUESTED
    assert measure.due_on == date(2018, 11, 30)
    assert measure.accountabilities.get(until=None).person == people.leader.person


@pytest.mark.parametrize("door", DOORS, ids=by_name)
def test_i22_a_stale_version_is_refused_at_every_door(people, capsys, door):
    measure = measure_at(S.VERIFIED, people)
    seen = type(measure).objects.get(pk=measure.pk)
    type(measure).objects.filter(pk=measure.pk).update(version=2)
    if by_name(door) == "command":  # it takes no version: it reads the record when it is called
        door = code

    answer = door(seen, "sign", people.leader, {}, capsys)

    assert "刚被别人改过" in answer
    assert type(measure).objects.get(pk=measure.pk).state == S.VERIFIED


@pytest.mark.parametrize("door", DOORS, ids=by_name)
@pytest.mark.parametrize("who", ["stranger", "system", "security", "audit"])
def test_i20_i21_who_may_not_see_it_moves_it_at_no_door(people, capsys, who, door):
    measure = measure_at(S.VERIFIED, people)

    door(measure, "sign", getattr(people, who), {}, capsys)

    measure.refresh_from_db()
    assert (measure.state, measure.version) == (S.VERIFIED, 1)


def test_i13_a_refusal_is_told_to_the_trail_whatever_the_door(people, capsys):
    measure = measure_at(S.VERIFIED, people)

    for door in DOORS:
        door(measure, "sign", people.office, {}, capsys)

    told = TrailEvent.objects.filter(action="measures.measure.sign", allowed=False)
    assert told.count() == len(DOORS)


MAKE = {
    "listening.statement": lambda people: StatementFactory(unit=people.street),
    "listening.gathering": lambda people: GatheringFactory(unit=people.street),
    "problems.problem": lambda people: OriginFactory(),
    "measures.measure": lambda people: measure_at(S.IN_PROGRESS, people),
}


@pytest.mark.parametrize("label", MAKE)
def test_i1_i2_no_save_update_or_delete_goes_round_the_moves(people, label):
    record = type(made := MAKE[label](people))._default_manager.get(pk=made.pk)
    table = TABLES[type(record)]
    before = state_of(record)
    for state in [s for s in table.states if s != before]:
        setattr(record, record.state_field, state)
        with pytest.raises(StateChangedOutside):
            record.save()
        with pytest.raises(StateChangedOutside):
            type(record)._default_manager.filter(pk=record.pk).update(**{record.state_field: state})
        with pytest.raises(StateChangedOutside):
            type(record)._default_manager.bulk_update([record], [record.state_field])
    with pytest.raises(StateChangedOutside):
        record.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {record._meta.db_table} WHERE id = %s", [record.pk])

    assert state_of(type(record)._default_manager.get(pk=record.pk)) == before


def test_no_sheet_reads_a_column_that_moves_something():
    written = {
        (key, column.key)
        for key, sheet in SHEETS.items()
        for column in sheet.columns
        if column.parse is not None and column.key in ("state", "verified", "signer", "closed_on")
    }

    assert written == set()


def answered_card(people):
    """A red card that was issued and answered."""
    card = CardFactory(measure=measure_at(S.IN_PROGRESS, people), level=CardLevel.RED)
    card = perform(card, "issue", by=people.supervisor)
    return perform(card, "answer", by=people.head, reply="设备下周到。")


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda people: measure_at(S.DRAFT, people), "state = 'cancelled'"),
        (lambda people: OriginFactory(), "state = 'closed'"),
        (lambda people: OriginFactory(), "state = 'merged'"),
        (lambda people: StatementFactory(), "state = 'settled'"),
        (lambda people: StatementFactory(), "state = 'returned'"),
        (lambda people: GatheringFactory(), "state = 'void'"),
        (lambda people: StatementFactory(), "text_original = '改过的话'"),
        (lambda people: measure_at(S.IN_PROGRESS, people), "original_due_on = '2019-01-01'"),
        (lambda people: measure_at(S.VERIFYING, people), "state = 'closed'"),
        (lambda people: answered_card(people), "reason = '改过的原因'"),
        (lambda people: answered_card(people), "level = 'yellow'"),
        (lambda people: answered_card(people), "reply_due = '2019-01-01'"),
        (lambda people: answered_card(people), "reply = '改过的说明'"),
    ],
)
def test_the_database_itself_refuses(people, make, fields):
    row = make(people)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {fields} WHERE id = %s", [row.pk])


def test_i8_a_link_is_neither_repointed_nor_taken_up_again_nor_erased(people):
    problem, other = OriginFactory(), OriginFactory()
    rows = StatementFactory.create_batch(2, campaign=problem.campaign, state="linked")
    begun, ended = (
        Link.objects.create(statement=row, problem=problem, by=people.office) for row in rows
    )
    Link.objects.filter(pk=ended.pk).update(until=clock.now())

    for attempt in (
        f"UPDATE problems_link SET problem_id = {other.pk} WHERE id = {begun.pk}",
        f"UPDATE problems_link SET until = NULL WHERE id = {ended.pk}",
        f"DELETE FROM problems_link WHERE id = {begun.pk}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)

    assert (problem.links.count(), problem.links.open().get()) == (2, begun)
