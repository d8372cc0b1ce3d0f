"""What waits for whom, late first."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luodi.kernel.work import between, waiting_for
from luodi.measures.actions import propose_handover, request_extension
from luodi.measures.choices import CardState, MeasureState
from tests.factories.measures import (
    CardFactory,
    LookBackFactory,
    OrderFactory,
    ReportFactory,
    measure_at,
)

pytestmark = pytest.mark.django_db
S = MeasureState


def waits(reader) -> list[tuple[str, int]]:
    return [
        (str(item.kind), item.days_late)
        for item in waiting_for(reader)
        if item.url.startswith("/measures/")
    ]


def test_a_leader_signs_and_takes_over(people):
    measure_at(S.VERIFIED, people)
    handed = measure_at(S.IN_PROGRESS, people)
    propose_handover(handed, by=people.office, to_person=people.approver.person, remaining="两张表")

    assert waits(people.leader) == [("签认", 0)]
    assert ("接手", 0) in waits(people.approver)


def test_a_unit_receives_reports_requests_and_explains_late_first(people):
    measure_at(S.ASSIGNED, people)
    late = measure_at(S.IN_PROGRESS, people, due_on=date(2018, 11, 1))
    heard = measure_at(S.IN_PROGRESS, people)
    ReportFactory(measure=heard, by=people.clerk)
    CardFactory(
        measure=late,
        state=CardState.ISSUED,
        issued_by=people.supervisor,
        reply_due=date(2018, 11, 6),
    )

    assert waits(people.head) == [("申请销号", 7), ("说明情况", 2), ("反馈进展", 0), ("签收", 0)]
    assert waits(people.clerk) == [("反馈进展", 0), ("签收", 0)]


def test_a_verifier_accepts_and_verifies(people):
    measure_at(S.CLOSURE_REQUESTED, people)
    measure_at(S.VERIFYING, people)

    assert sorted(waits(people.verifier)) == [("受理", 0), ("核验", 0)]


def test_office_supervisor_and_approver_have_their_own(people):
    measure_at(S.DRAFT, people)
    measure = measure_at(S.IN_PROGRESS, people)
    request_extension(measure, by=people.head, to_date=date(2018, 12, 20), reason="等设备")
    CardFactory(measure=measure)
    LookBackFactory(measure=measure_at(S.CLOSED, people), due_on=date(2018, 11, 5))
    OrderFactory(to_unit=people.street)

    assert waits(people.office) == [("交办", 0)]
    assert waits(people.approver) == [("审批延期", 0)]
    assert waits(people.supervisor) == [("回头看", 3), ("签发督办单", 0), ("签发亮牌", 0)]


def test_administrators_and_strangers_have_nothing(people):
    for state in S.values:
        measure_at(state, people)

    for who in ("stranger", "system", "security", "audit"):
        assert waits(getattr(people, who)) == []


def test_the_calendar_shows_deadlines_steps_and_look_backs(people):
    measure = measure_at(S.IN_PROGRESS, people)
    measure.milestones.create(title="定方案", due_on=date(2018, 11, 20))
    LookBackFactory(measure=measure_at(S.CLOSED, people), due_on=date(2018, 11, 25))

    days = [
        (e.day.day, str(e.kind))
        for e in between(people.clerk, date(2018, 11, 1), date(2018, 11, 30))
        if e.url.startswith("/measures/")
    ]

    assert days == [(20, "节点"), (25, "回头看"), (30, "到期")]


def test_the_desk_costs_the_same_for_one_and_three(people):
    measure_at(S.VERIFIED, people)
    waits(people.leader)  # roles and settings are read once
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            waits(people.leader)
        counts.append(len(caught))
        measure_at(S.VERIFIED, people)
        measure_at(S.VERIFIED, people)

    assert counts[0] == counts[1]
    assert counts[0] <= 5
