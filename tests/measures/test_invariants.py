"""What must hold whatever path is taken: model save, queryset update, raw SQL, race."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from luodi.kernel import actions, clock
from luodi.kernel.choices import Duty, Role
from luodi.kernel.refusals import NotAllowed, Refused, StaleVersion, StateChangedOutside
from luodi.kernel.transitions import perform
from luodi.measures.actions import (
    attach_evidence,
    draft_measure,
    edit_measure,
    name_leader,
    propose_handover,
    record_outcome,
    report_progress,
    request_extension,
    withdraw_evidence,
)
from luodi.measures.choices import ExtensionState, MeasureState
from luodi.measures.models import Accountability, Closing, Measure, ProgressReport
from luodi.problems.choices import ProblemState
from tests.factories.kernel import PersonFactory
from tests.factories.measures import (
    CardFactory,
    HeldEvidenceFactory,
    OriginFactory,
    ReportFactory,
    measure_at,
)
from tests.people import cast

pytestmark = pytest.mark.django_db
S = MeasureState


def sql(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# --- states, signatures (I-1, I-2) ------------------------------------------------------------------


@pytest.mark.parametrize("state", [s for s in S.values if s != S.VERIFIED])
def test_no_save_and_no_update_changes_a_state(people, state):
    measure = Measure.objects.get(pk=measure_at(S.VERIFIED, people).pk)

    measure.state = state
    with pytest.raises(StateChangedOutside):
        measure.save()
    with pytest.raises(StateChangedOutside):
        Measure.objects.filter(pk=measure.pk).update(state=state)
    with pytest.raises(Refused):
        actions.edit(measure, {"state": state}, by=people.office, version=1)

    assert Measure.objects.get(pk=measure.pk).state == S.VERIFIED


@pytest.mark.parametrize("state", [S.CLOSED, S.SUSTAINED])
def test_the_database_itself_refuses_a_closing_without_verifier_and_signer(people, state):
    measure = measure_at(S.IN_PROGRESS, people)

    with pytest.raises(IntegrityError):
        sql("UPDATE measures_measure SET state = %s WHERE id = %s", state, measure.pk)


def test_the_database_refuses_one_person_as_verifier_and_signer_or_handler(people):
    closed = measure_at(S.CLOSED, people)

    for column in ("signer_id", "handler_id"):
        with pytest.raises(IntegrityError):
            sql(f"UPDATE measures_measure SET {column} = verifier_id WHERE id = %s", closed.pk)


def test_closings_verifications_and_reports_are_written_once(people):
    closed = measure_at(S.CLOSED, people)
    check = closed.closure_requests.get().verification
    Closing.objects.create(
        measure=closed, cycle=1, verification=check, kind="closed", signer=people.leader.person,
        by=people.leader,
    )  # fmt: skip
    ReportFactory(measure=closed, by=people.clerk)
    HeldEvidenceFactory(measure=closed)
    card = CardFactory(measure=closed)

    for table, column in (
        ("progressreport", "text"), ("verification", "opinion"), ("closing", "opinion"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError):
            sql(f"UPDATE measures_{table} SET {column} = 'x'")
    for table in (
        "progressreport",
        "verification",
        "closing",
        "card",
        "measure",
        "measureevidence",
    ):
        with pytest.raises(IntegrityError):
            sql(f"DELETE FROM measures_{table}")
    assert card.pk


def test_a_yellow_card_without_a_persons_name_cannot_be_issued_even_in_sql(people):
    card = CardFactory(measure=measure_at(S.IN_PROGRESS, people))

    with pytest.raises(IntegrityError):
        sql("UPDATE measures_card SET state = 'issued' WHERE id = %s", card.pk)


# --- one leader, one unit, one deadline (I-4, I-5) --------------------------------------------------


def test_a_second_open_accountability_is_refused_by_the_database(people):
    measure = measure_at(S.IN_PROGRESS, people)

    with pytest.raises(IntegrityError), transaction.atomic():
        Accountability.objects.create(measure=measure, person=PersonFactory(), title_then="")


def test_an_assigned_measure_keeps_unit_and_deadline_through_every_path(people):
    measure = Measure.objects.get(pk=measure_at(S.IN_PROGRESS, people).pk)

    with pytest.raises(StateChangedOutside):
        Measure.objects.filter(pk=measure.pk).update(due_on=date(2019, 1, 1))
    for field, value in (("due_on", date(2019, 1, 1)), ("lead_unit", people.other)):
        changed = Measure.objects.get(pk=measure.pk)
        setattr(changed, field, value)
        with pytest.raises(StateChangedOutside):
            changed.save()
        with pytest.raises(Exception, match="交办后"):
            edit_measure(measure, {field: value}, by=people.office, version=1)
    with pytest.raises(IntegrityError):
        sql("UPDATE measures_measure SET original_due_on = '2019-01-01' WHERE id = %s", measure.pk)
    with pytest.raises(IntegrityError):
        sql("UPDATE measures_measure SET lead_unit_id = NULL WHERE id = %s", measure.pk)

    measure.refresh_from_db()
    assert (measure.due_on, measure.lead_unit) == (date(2018, 11, 30), people.street)


def test_only_an_approved_extension_moves_the_deadline_and_the_first_date_stays(people):
    measure = measure_at(S.IN_PROGRESS, people)
    asked = request_extension(measure, by=people.head, to_date=date(2018, 12, 20), reason="等设备")
    assert Measure.objects.get(pk=measure.pk).due_on == date(2018, 11, 30)
    with pytest.raises(Refused, match="请填写“不同意的原因”。"):
        perform(asked, "refuse", by=people.approver)
    with pytest.raises(NotAllowed):
        perform(asked, "approve", by=people.head)

    asked = perform(asked, "approve", by=people.approver)

    measure.refresh_from_db()
    assert asked.state == ExtensionState.APPROVED
    assert (measure.due_on, measure.original_due_on) == (date(2018, 12, 20), date(2018, 11, 30))
    assert measure.version == 2


def test_the_third_extension_says_why(people):
    measure = measure_at(S.IN_PROGRESS, people)
    for month in (1, 2):
        asked = request_extension(
            measure, by=people.head, to_date=date(2019, month, 1), reason="再等"
        )
        perform(asked, "approve", by=people.approver)
    asked = request_extension(measure, by=people.head, to_date=date(2019, 3, 1), reason="三等")

    with pytest.raises(Refused, match="这是第3次延期，同意须写明理由。"):
        perform(asked, "approve", by=people.approver)

    assert perform(asked, "approve", by=people.approver, opinion="确需").state == "approved"


def test_nobody_approves_an_extension_one_asked_for(people):
    people.approver.roles.create(role=Role.UNIT_HEAD, unit=people.street, since=date(2016, 1, 1))
    measure = measure_at(S.IN_PROGRESS, people)
    asked = request_extension(
        measure, by=people.approver, to_date=date(2018, 12, 20), reason="等设备"
    )

    with pytest.raises(Refused, match="不能审批自己提出的延期。"):
        perform(asked, "approve", by=people.approver)


def test_the_old_leader_answers_until_the_new_one_accepts(people):
    measure = measure_at(S.IN_PROGRESS, people)
    handover = propose_handover(
        measure, by=people.leader, to_person=people.approver.person, remaining="两张表"
    )
    assert measure.accountabilities.get(until=None).person == people.leader.person

    perform(handover, "decline", by=people.approver, reason="不分管")
    assert measure.accountabilities.get(until=None).person == people.leader.person

    again = propose_handover(
        measure, by=people.office, to_person=people.approver.person, remaining="两张表"
    )
    perform(again, "accept", by=people.approver)
    assert measure.accountabilities.get(until=None).person == people.approver.person
    with pytest.raises(NotAllowed):
        name_leader(measure, people.leader.person, by=people.leader)


def test_the_verifier_does_not_become_the_leader(people):
    measure = measure_at(S.VERIFYING, people)

    with pytest.raises(Refused, match="接手人正在核验本措施，不能牵头。"):
        propose_handover(
            measure, by=people.office, to_person=people.verifier.person, remaining="无"
        )


# --- lateness (I-6) ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "late"), [(date(2018, 11, 30), 0), (date(2018, 12, 1), 1), (date(2018, 12, 31), 31)]
)
def test_lateness_is_computed_from_the_day(people, day, late):
    measure = measure_at(S.IN_PROGRESS, people)

    with clock.at(day):
        assert measure.days_late(clock.today()) == late
        overdue = Measure.objects.overdue_on(clock.today())
        assert list(overdue) == ([measure] if late else [])


def test_the_verifiers_time_is_not_the_units_delay(people):
    with clock.at(date(2018, 11, 30)):
        measure = measure_at(S.IN_PROGRESS, people)
        measure = perform(measure, "request_closure", by=people.head, result_text="做完了")
    assert measure.days_late(date(2018, 12, 5)) == 5

    with clock.at(date(2018, 12, 10)):
        measure = perform(measure, "accept_request", by=people.verifier)
    with clock.at(date(2018, 12, 20)):
        measure = perform(
            measure, "pass_verification", by=people.verifier, method="on_site", opinion="看过"
        )
        measure = perform(measure, "sign", by=people.leader)

    assert measure.days_late(date(2019, 6, 1)) == 0
    assert Closing.objects.get(measure=measure).days_late == 0
    assert not Measure.objects.late_on(date(2019, 6, 1)).exists()


def test_a_late_request_stays_late_by_the_same_days_for_ever(people):
    with clock.at(date(2018, 12, 3)):
        measure = measure_at(S.IN_PROGRESS, people)
        for move, by, told in (
            ("request_closure", people.head, {"result_text": "做完了"}),
            ("accept_request", people.verifier, {}),
            ("pass_verification", people.verifier, {"method": "on_site", "opinion": "看过"}),
            ("sign", people.leader, {}),
        ):
            measure = perform(measure, move, by=by, **told)

    assert Closing.objects.get(measure=measure).days_late == 3
    assert measure.days_late(date(2020, 1, 1)) == 3


# --- problems (I-11), reports (I-13), administrators (I-20), visibility (I-21), versions (I-22) ------


def test_a_problem_closes_only_after_its_measures_and_with_an_outcome(people):
    problem = OriginFactory()
    measure = measure_at(S.VERIFIED, people, problem=problem)
    with pytest.raises(Refused, match="还有 1 项措施没有办结。"):
        perform(problem, "close", by=people.approver)
    perform(measure, "sign", by=people.leader)
    with pytest.raises(Refused, match="请先登记成效。"):
        perform(problem, "close", by=people.approver)
    record_outcome(
        by=people.office, measure=measure, indicator="表单数", before="11", after="1",
        as_of=date(2018, 11, 8), source="台账",
    )  # fmt: skip

    assert perform(problem, "close", by=people.approver).state == ProblemState.CLOSED
    with pytest.raises(Refused, match="不能再立措施"):
        draft_measure(
            by=people.office, problem=type(problem).objects.get(pk=problem.pk), content="再做一件"
        )


def test_a_correction_supersedes_once_and_both_stay(people):
    measure = measure_at(S.IN_PROGRESS, people)
    first = report_progress(measure, by=people.clerk, text="三张")
    report_progress(measure, by=people.clerk, text="四张", supersedes=first)

    with pytest.raises(Refused, match="这条进展已经更正过"):
        report_progress(measure, by=people.clerk, text="五张", supersedes=first)
    assert ProgressReport.objects.count() == 2


@pytest.mark.parametrize("duty", [Duty.SYSTEM, Duty.SECURITY, Duty.AUDIT])
def test_an_administrator_does_nothing_here_even_with_a_business_role_in_the_table(people, duty):
    measure = measure_at(S.DRAFT, people)
    admin = getattr(people, duty.value)
    sql(
        "INSERT INTO kernel_roleassignment (version, created_at, role, since, user_id) "
        "VALUES (1, '2018-01-01', 'office', '2016-01-01', %s)",
        admin.pk,
    )

    with pytest.raises(NotAllowed):
        perform(measure, "assign", by=type(admin).objects.get(pk=admin.pk))
    assert not Measure.objects.visible_to(admin).exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("clerk", True), ("head", True), ("leader", True), ("office", True), ("supervisor", True),
        ("approver", True), ("verifier", False), ("stranger", False), ("system", False),
        ("security", False), ("audit", False),
    ],
)  # fmt: skip
def test_who_sees_a_measure_in_progress(people, who, sees):
    measure = measure_at(S.IN_PROGRESS, people)
    evidence = measure.evidence.get().evidence

    assert Measure.objects.visible_to(getattr(people, who)).exists() is sees
    assert type(evidence).objects.visible_to(getattr(people, who)).exists() is sees


def test_a_verifier_sees_what_waits_for_a_verifier(people):
    measure = measure_at(S.CLOSURE_REQUESTED, people)

    assert list(Measure.objects.visible_to(people.verifier)) == [measure]


def test_a_stale_version_is_refused_by_move_and_by_edit(people):
    measure = measure_at(S.DRAFT, people)
    edit_measure(measure, {"content": "甲"}, by=people.office, version=1)

    with pytest.raises(StaleVersion):
        edit_measure(measure, {"content": "乙"}, by=people.office, version=1)
    with pytest.raises(StaleVersion):
        perform(measure, "assign", by=people.office, version=1)
    assert Measure.objects.get(pk=measure.pk).content == "甲"


def test_the_title_held_then_stays_when_the_post_changes(people):
    measure = draft_measure(
        by=people.office, problem=OriginFactory(), content="做一件事", leader=people.leader.person
    )
    post = people.leader.person.posts.get()
    post.title = "巡视员"
    post.save()

    assert measure.accountabilities.get().title_then == "牵头领导"


def test_evidence_others_rely_on_is_not_withdrawn(people):
    measure = measure_at(S.IN_PROGRESS, people)
    held = attach_evidence(
        measure, by=people.clerk, title="明细", link="https://intranet.example/x"
    )
    withdraw_evidence(held, by=people.clerk, why="传错了")
    verifying = measure_at(S.VERIFYING, people)

    with pytest.raises(Refused, match="核验开始后不能再撤回佐证材料。"):
        withdraw_evidence(verifying.evidence.get(), by=people.clerk, why="想换")


# --- races --------------------------------------------------------------------------------------------


def test_of_forty_signatures_at_once_one_succeeds(in_threads):
    people = cast()
    measure = measure_at(S.VERIFIED, people)
    start = threading.Barrier(40)

    def attempt() -> str:
        start.wait()
        try:
            perform(measure, "sign", by=people.leader, opinion="同意")
        except Refused as why:
            return str(why)
        return "signed"

    results = in_threads(attempt, 40)
    closings = in_threads(lambda: Closing.objects.filter(measure=measure).count(), 1)

    assert sorted(results) == sorted(["signed", *["当前状态是“已销号”，不能签认销号。"] * 39])
    assert closings == [1]


def test_of_two_editors_at_once_one_wins(in_threads):
    people = cast()
    measure = measure_at(S.IN_PROGRESS, people)
    start = threading.Barrier(2)

    def attempt() -> str:
        text = f"内容{threading.get_ident()}"
        start.wait()
        try:
            edit_measure(measure, {"content": text}, by=people.office, version=1)
        except StaleVersion:
            return "stale"
        return text

    results = in_threads(attempt, 2)
    kept = in_threads(lambda: Measure.objects.get(pk=measure.pk).content, 1)

    assert results.count("stale") == 1
    assert kept[0] in results
