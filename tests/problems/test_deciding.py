"""People decide on proposals; decisions are kept, undone, and never overwritten."""

import pytest

from luodi.kernel.choices import Role
from luodi.kernel.models import TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.listening.choices import StatementState
from luodi.problems import actions
from luodi.problems.choices import Decision, LinkMethod
from luodi.problems.models import Link, LinkProposal, Problem
from luodi.problems.queries import by_gain, constraints_of, sitting
from tests.factories.problems import ProposalFactory
from tests.people import account


def keys(group) -> list[int]:
    return list(group.proposals.order_by("pk").values_list("pk", flat=True))


def test_accepting_a_group_makes_a_problem_titled_by_its_label(world):
    statements = world.statements(3)
    group = world.group(statements, label="听涛菜市场门口路灯不亮", places=["听涛菜市场"])

    actions.accept_group(group=group, by=world.people.office)

    group.refresh_from_db()
    assert (group.problem.title, group.problem.place) == ("听涛菜市场门口路灯不亮", "听涛菜市场")
    assert group.reviewed_by == world.people.office
    links = Link.objects.open().filter(problem=group.problem)
    assert {link.statement for link in links} == set(statements)
    assert {(link.method, link.score) for link in links} == {(LinkMethod.PROPOSED, 0.8)}


def test_accepting_into_an_existing_problem(world):
    problem = world.problem()
    group = world.group(world.statements(2))

    actions.accept_group(group=group, by=world.people.office, problem=problem)

    assert problem.links.open().count() == 2
    group.refresh_from_db()
    assert group.problem == problem


def test_each_decision_takes_its_statement_where_it_says(world):
    kept, moved, alone, refused = world.statements(4)
    elsewhere = world.problem()
    group = world.group([kept, moved, alone, refused])
    _first, second, third, fourth = keys(group)
    office = world.people.office

    actions.decide(group=group, proposals=[fourth], decision=Decision.REFUSED, by=office)
    actions.decide(
        group=group, proposals=[second], decision=Decision.MOVED, by=office, problem=elsewhere
    )
    actions.decide(
        group=group, proposals=[third], decision=Decision.NEW, by=office, title="另一处路灯"
    )
    actions.accept_group(group=group, by=office)

    group.refresh_from_db()
    homes = dict(Link.objects.open().values_list("statement", "problem__title"))
    assert homes == {
        kept.pk: group.label, moved.pk: elsewhere.title, alone.pk: "另一处路灯",
    }  # fmt: skip
    refused.refresh_from_db()
    assert refused.state == StatementState.ACCEPTED
    assert group.reviewed_at is not None


def test_two_reviewers_do_not_overwrite_each_other(world):
    group = world.group(world.statements(2))
    colleague = account("colleague", Role.OFFICE, post=world.people.district)
    seen = keys(group)
    actions.decide(group=group, proposals=seen[:1], decision=Decision.REFUSED, by=colleague)

    with pytest.raises(Refused, match="已由某colleague决定：不是同一问题。"):
        actions.decide(
            group=group, proposals=seen, decision=Decision.ACCEPTED, by=world.people.office
        )

    assert list(group.proposals.order_by("pk").values_list("decision", flat=True)) == [
        "refused", "open",
    ]  # fmt: skip
    assert not Link.objects.exists()
    assert not Problem.objects.exists()
    assert TrailEvent.objects.filter(action="problems.linkproposal.decide", allowed=False).exists()


def test_only_the_office_decides(world):
    group = world.group(world.statements(2))

    with pytest.raises(NotAllowed):
        actions.accept_group(group=group, by=world.people.approver)

    assert not LinkProposal.objects.decided().exists()


def test_proposals_of_an_older_run_are_decided_no_more(world):
    group = world.group(world.statements(2))
    world.run()

    with pytest.raises(Refused, match="已有新的归并计算，请到最新一次审阅。"):
        actions.accept_group(group=group, by=world.people.office)


def test_a_decision_is_undone_at_any_time_and_can_be_made_again(world):
    statements = world.statements(2)
    group = world.group(statements)
    actions.accept_group(group=group, by=world.people.office)

    actions.undo_decisions(proposals=keys(group), by=world.people.office)

    assert not Link.objects.open().exists()
    assert set(group.proposals.values_list("decision", flat=True)) == {Decision.OPEN}
    assert {type(s).objects.get(pk=s.pk).state for s in statements} == {StatementState.ACCEPTED}
    actions.accept_group(group=group, by=world.people.office)
    assert Problem.objects.count() == 1


def test_undo_takes_back_ones_own_last_step(world):
    run = world.run()
    first = world.group(world.statements(2), run=run)
    second = world.group(world.statements(3), run=run)
    office = world.people.office
    actions.accept_group(group=first, by=office)
    actions.accept_group(group=second, by=office)

    undone = actions.undo_last(run=run, by=office)

    assert {row.group for row in undone} == {second}
    assert first.proposals.decided().count() == 2
    actions.undo_last(run=run, by=office)
    with pytest.raises(Refused, match="没有可以撤销的决定。"):
        actions.undo_last(run=run, by=office)


def test_a_statement_that_moved_on_is_not_undone_behind_its_problem(world):
    [statement, other] = world.statements(2)
    group = world.group([statement, other])
    actions.accept_group(group=group, by=world.people.office)
    group.refresh_from_db()
    actions.move_statements(
        source=group.problem, target=world.problem(), statements=[statement],
        by=world.people.office, reason="另一处",
    )  # fmt: skip

    with pytest.raises(Refused, match="有意见后来又改归别处"):
        actions.undo_decisions(proposals=keys(group), by=world.people.office)


def test_a_near_miss_is_taken_in_as_a_persons_own_decision(world):
    near = world.statements(1)[0]
    group = world.group(world.statements(2), near=[])
    group.near = [[near.pk, 0.2]]
    group.save()

    proposal = actions.take_near(group=group, statement=near, by=world.people.office)

    group.refresh_from_db()
    assert proposal.decision == Decision.MOVED
    assert group.problem.links.open().get().statement == near


def test_renaming_names_the_group_and_later_its_problem(world):
    group = world.group(world.statements(2))

    actions.rename_group(group=group, label="路灯年久失修", by=world.people.office)
    actions.accept_group(group=group, by=world.people.office)
    actions.rename_group(
        group=type(group).objects.get(pk=group.pk), label="老城路灯失修", by=world.people.office
    )

    group.refresh_from_db()
    assert (group.label, group.problem.title) == ("老城路灯失修", "老城路灯失修")


def test_the_queue_begins_where_one_review_settles_most(world):
    run = world.run()
    small = world.group(world.statements(2), run=run)
    large = world.group(world.statements(4), run=run)
    done = world.group(world.statements(3), run=run)
    actions.accept_group(group=done, by=world.people.office)

    assert list(by_gain(run)) == [large, small]
    told = sitting(run, world.people.office)
    assert (told.decided, told.total, told.left, told.groups_left, told.mine) == (3, 9, 6, 2, 3)


def test_what_people_said_becomes_the_next_runs_constraints(world):
    kept, refused, alone = world.statements(3)
    group = world.group([kept, refused])
    ProposalFactory(group=group, statement=alone)
    office = world.people.office
    first, second, third = keys(group)
    actions.decide(group=group, proposals=[second], decision=Decision.REFUSED, by=office)
    actions.decide(group=group, proposals=[third], decision=Decision.NEW, by=office, title="另")
    actions.decide(group=group, proposals=[first], decision=Decision.ACCEPTED, by=office)
    group.refresh_from_db()

    decided = constraints_of(world.campaign.pk)

    other = Problem.objects.get(title="另")
    assert decided.together == {other.pk: [alone.pk], group.problem_id: [kept.pk]}
    assert decided.apart == {refused.pk: {kept.pk}, kept.pk: {refused.pk}}
    kinds = [(c.kind, c.items, c.text) for c in decided.for_engine()]
    one, two, lone = str(kept.pk), str(refused.pk), str(alone.pk)
    assert kinds == [
        ("apart", (lone, one), ""),
        ("apart", (one, two), ""),
        ("pin", (lone,), ""),
        ("pin", (one,), ""),
        ("name", (lone,), "另"),
        ("name", (one,), group.problem.title),
    ]


def test_when_all_of_a_group_are_refused_no_two_of_them_are_the_same(world):
    statements = world.statements(3)
    group = world.group(statements)
    actions.decide(
        group=group, proposals=keys(group), decision=Decision.REFUSED, by=world.people.office
    )

    apart = constraints_of(world.campaign.pk).apart

    everyone = {s.pk for s in statements}
    assert apart == {pk: everyone - {pk} for pk in everyone}
