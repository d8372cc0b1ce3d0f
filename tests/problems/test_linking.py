"""Statements come to a problem and leave it."""

import pytest

from luodi.kernel.models import TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import perform
from luodi.listening.choices import StatementState
from luodi.problems import actions
from luodi.problems.models import Link
from tests.factories.listening import StatementFactory


def test_linking_moves_the_statements_and_is_in_the_trail(world):
    one, other = world.statements(2)
    problem = world.problem()

    links = actions.link_statements(
        problem=problem, statements=[one, other], by=world.people.office, reason="同一处路灯"
    )

    assert [link.statement for link in links] == [one, other]
    assert {type(s).objects.get(pk=s.pk).state for s in (one, other)} == {StatementState.LINKED}
    event = TrailEvent.objects.get(action="problems.problem.link")
    assert event.after["statements"] == [one.code, other.code]


@pytest.mark.parametrize("who", ["clerk", "head", "leader", "supervisor", "approver", "stranger"])
def test_nobody_but_the_office_links_and_nothing_changes(world, who):
    [statement] = world.statements(1)
    problem = world.problem()

    with pytest.raises(NotAllowed, match="归并、并案和拆分须由工作专班办理。"):
        actions.link_statement(problem=problem, statement=statement, by=getattr(world.people, who))

    assert not Link.objects.exists()
    assert TrailEvent.objects.filter(action="problems.problem.link", allowed=False).count() == 1


def test_a_linked_statement_is_not_linked_again(world):
    [statement] = world.statements(1)
    first, second = world.problem([statement]), world.problem()

    with pytest.raises(Refused, match=f"已归并到“{first.title}”，请在那里改归。"):
        actions.link_statement(problem=second, statement=statement, by=world.people.office)

    assert Link.objects.get().problem == first


def test_only_accepted_statements_are_linked_and_all_or_none(world):
    [good] = world.statements(1)
    [early] = world.statements(1, state=StatementState.SUBMITTED)
    problem = world.problem()

    with pytest.raises(Refused, match=f"意见{early.code}已提交，不能归并。"):
        actions.link_statements(problem=problem, statements=[good, early], by=world.people.office)

    good.refresh_from_db()
    assert good.state == StatementState.ACCEPTED
    assert not Link.objects.exists()


def test_a_statement_of_another_campaign_is_refused(world):
    foreign = StatementFactory()

    with pytest.raises(Refused, match=f"意见{foreign.code}不属于这项专项工作。"):
        actions.link_statement(problem=world.problem(), statement=foreign, by=world.people.office)


def test_unlinking_gives_the_statement_back(world):
    [statement] = world.statements(1)
    problem = world.problem([statement])

    actions.unlink(statement=statement, by=world.people.office, reason="另一件事")

    statement.refresh_from_db()
    assert statement.state == StatementState.ACCEPTED
    assert problem.links.get().ended_by == world.people.office


def test_the_last_statement_of_a_listed_problem_stays(world):
    [statement] = world.statements(1)
    problem = world.problem([statement])
    perform(problem, "list", by=world.people.approver)

    with pytest.raises(Refused, match="已列入清单，至少要留一条意见。"):
        actions.unlink(statement=statement, by=world.people.office, reason="另一件事")

    assert problem.links.open().count() == 1


def test_unlinking_needs_a_reason(world):
    [statement] = world.statements(1)
    world.problem([statement])

    with pytest.raises(Refused, match="请填写“原因”。"):
        actions.unlink(statement=statement, by=world.people.office, reason="  ")
