"""The table of a problem's moves, and I-11."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from luodi.kernel.refusals import NotAllowed, Refused, StateChangedOutside
from luodi.kernel.transitions import SYSTEM, offers, perform
from luodi.measures.models import Accountability, Measure, Outcome
from luodi.problems.choices import ProblemState as S
from luodi.problems.models import Problem
from luodi.problems.transitions import PROBLEM
from tests.factories.problems import ProblemFactory

ALLOWED = {
    "list": {"approver"},
    "start": {"SYSTEM"},
    "unstart": {"SYSTEM"},
    "close": {"approver", "leader"},
    "reopen": {"office", "supervisor"},
    "merge": {"office"},
    "unmerge": {"office"},
}


@pytest.fixture
def measure(world):
    """Makes measures of a problem, led by the leader, in any state."""

    def make(problem, state="in_progress", **fields):
        people = world.people
        ended = {
            "verifier": people.verifier.person, "signer": people.leader.person,
            "requested_on": date(2018, 11, 1), "closed_on": date(2018, 11, 5),
        }  # fmt: skip
        made = Measure.objects.create(
            code=f"ZG-{Measure.objects.count()}", campaign=problem.campaign, problem=problem,
            content="修好路灯", lead_unit=people.street, due_on=date(2018, 11, 30),
            original_due_on=date(2018, 11, 30), state=state,
            **(ended if state == "closed" else {}) | fields,
        )  # fmt: skip
        Accountability.objects.create(measure=made, person=people.leader.person)
        return made

    return make


def outcome_of(problem):
    return Outcome.objects.create(
        problem=problem, indicator="亮灯率", after="100%", as_of=date(2018, 11, 6), source="巡查"
    )


@pytest.mark.parametrize("name", PROBLEM.moves)
def test_each_move_is_open_to_exactly_these(world, measure, name):
    problem = world.problem()
    measure(problem)
    accounts = world.people.everybody() | {"SYSTEM": SYSTEM}

    may = {
        who
        for who, account in accounts.items()
        if any(kind.holds(account, problem) for kind in PROBLEM[name].who)
    }

    assert may == ALLOWED[name]


def test_the_path_of_a_problem(world, measure):
    people = world.people
    problem = world.problem(world.statements(2))

    problem = perform(problem, "list", by=people.approver)
    assert problem.listed_on == date(2018, 11, 8)
    measure(problem, "closed")
    problem = perform(problem, "start", by=SYSTEM)
    outcome_of(problem)
    problem = perform(problem, "close", by=people.leader)
    assert (problem.state, problem.closed_on) == (S.CLOSED, date(2018, 11, 8))
    problem = perform(problem, "reopen", by=people.supervisor, reason="路灯又灭了")

    assert (problem.state, problem.closed_on) == (S.RECTIFYING, None)


@pytest.mark.parametrize(
    ("fields", "linked", "why"),
    [
        ({}, 0, "请先归并至少一条意见。"),
        ({"category": None}, 1, "请先选定问题类别。"),
        ({"primary_dimension": None}, 1, "请先选定对照方面。"),
    ],
)
def test_listing_says_what_is_missing(world, fields, linked, why):
    problem = world.problem(world.statements(linked), **fields)

    [offer] = offers(problem, world.people.approver)

    assert offer.why_not == why
    with pytest.raises(Refused, match=why):
        perform(problem, "list", by=world.people.approver)
    problem.refresh_from_db()
    assert problem.state == S.DRAFT


@pytest.mark.parametrize(
    ("states", "outcome", "why"),
    [
        (["closed", "in_progress"], True, "还有 1 项措施没有办结。"),
        (["closed", "draft"], True, "还有 1 项措施没有办结。"),
        (["cancelled"], True, "至少要有一项措施销号或转入长期坚持。"),
        ([], True, "至少要有一项措施销号或转入长期坚持。"),
        (["closed"], False, "请先登记成效。"),
    ],
)
def test_a_problem_is_not_closed_before_its_measures_ended_and_something_came_of_it(
    world, measure, states, outcome, why
):
    problem = ProblemFactory(
        campaign=world.campaign, category=world.category, primary_dimension=world.dimension,
        state=S.RECTIFYING,
    )  # fmt: skip
    for state in states:
        measure(problem, state, cancelled_why="不再需要" if state == "cancelled" else "")
    if outcome:
        outcome_of(problem)

    with pytest.raises(Refused, match=why):
        perform(problem, "close", by=world.people.approver)

    problem.refresh_from_db()
    assert problem.state == S.RECTIFYING


def test_an_outcome_of_a_measure_is_one_of_the_problem(world, measure):
    problem = ProblemFactory(
        campaign=world.campaign, category=world.category, primary_dimension=world.dimension,
        state=S.RECTIFYING,
    )  # fmt: skip
    Outcome.objects.create(
        measure=measure(problem, "closed"), indicator="亮灯率", after="100%",
        as_of=date(2018, 11, 6), source="巡查",
    )  # fmt: skip

    assert perform(problem, "close", by=world.people.approver).state == S.CLOSED


def test_the_office_alone_lists_nothing(world):
    problem = world.problem(world.statements(1))

    with pytest.raises(NotAllowed, match="“列入清单”须由审批领导办理。"):
        perform(problem, "list", by=world.people.office)


def test_a_state_is_not_saved_around_the_table(world):
    problem = world.problem(world.statements(1))
    problem.state = S.LISTED

    with pytest.raises(StateChangedOutside):
        problem.save()
    with pytest.raises(StateChangedOutside):
        Problem.objects.filter(pk=problem.pk).update(state=S.CLOSED)


def test_the_database_itself_refuses_a_listed_problem_without_category(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProblemFactory(campaign=world.campaign, state=S.LISTED)
