"""The consolidation job: end to end with the real engine, repeatable, stoppable."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from luodi import demo
from luodi.engines.consolidation import Consolidation
from luodi.engines.consolidation import Problem as Found
from luodi.kernel import jobs
from luodi.kernel.choices import JobState
from luodi.kernel.refusals import Refused
from luodi.listening.choices import StatementKind, StatementState
from luodi.listening.models import Statement
from luodi.problems import actions
from luodi.problems.choices import Decision, RunState
from luodi.problems.models import ConsolidationRun, LinkProposal, ProposedProblem
from luodi.problems.queries import latest_run, members_of
from tests.factories.listening import StatementFactory

MESSAGES = Path(demo.__file__).parent / "data" / "public_messages.csv"


@pytest.fixture
def messages(world) -> list[Statement]:
    """The sample's sixty public messages, and four of them sent again by two other people each."""
    with MESSAGES.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    rows += [row | {"留言用户": f"邻居{n}"} for n in range(2) for row in rows[:4]]
    return [
        StatementFactory(
            campaign=world.campaign, unit=world.people.street, title=row["留言主题"],
            text_original=row["留言详情"], speaker=row["留言用户"],
            said_at=datetime.strptime(row["留言时间"], "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC),
        )
        for row in rows
    ]  # fmt: skip


def computed(world) -> ConsolidationRun:
    run = actions.start_consolidation(campaign=world.campaign, by=world.people.office)
    assert jobs.work_once()
    run.refresh_from_db()
    return run


def stored(world, *groups: tuple[str, list[Statement]], run=None) -> ConsolidationRun:
    """Keep these groups as if the engine had found them."""
    run = run or ConsolidationRun.objects.create(campaign=world.campaign, by=world.people.office)
    found = tuple(
        Found(f"P{n}", label, tuple(str(s.pk) for s in members), tuple(0.9 for _ in members))
        for n, (label, members) in enumerate(groups)
    )
    actions.store_groups(run, Consolidation(found, (), "test"), input_hash="")
    return run


def test_a_run_keeps_groups_proposals_and_how_it_was_made(world, messages):
    run = computed(world)

    assert (run.state, run.job.state) == (RunState.DONE, JobState.DONE)
    assert run.job.result_url == run.get_absolute_url()
    assert run.counts["statements"] == len(messages)
    assert run.counts["groups"] == run.groups.count() > 0
    assert run.counts["proposals"] == LinkProposal.objects.count() >= 2 * run.groups.count()
    assert len(run.input_hash) == 64
    assert set(run.parameters) >= {"stop", "near"}
    assert run.difference["counts"] == {"new": run.groups.count(), "gone": 0, "moved": 0}


def test_the_same_again_gives_the_same_and_says_so(world, messages):
    first, second = computed(world), computed(world)

    assert second.input_hash == first.input_hash
    assert second.difference["counts"] == {"new": 0, "gone": 0, "moved": 0}
    assert sorted(map(sorted, members_of(first).values())) == sorted(
        map(sorted, members_of(second).values())
    )
    assert list(first.groups.values_list("engine_id")) == list(
        second.groups.values_list("engine_id")
    )


def test_what_was_refused_is_not_proposed_again_and_what_was_confirmed_stays(world, messages):
    run = computed(world)
    group = max(run.groups.all(), key=lambda g: g.proposals.count())
    refused, *rest = group.proposals.order_by("pk")
    office = world.people.office
    actions.decide(group=group, proposals=[refused.pk], decision=Decision.REFUSED, by=office)
    actions.accept_group(group=group, by=office, title="人写的名字")
    group.refresh_from_db()

    again = computed(world)

    for members in members_of(again).values():
        kept = members & {row.statement_id for row in rest}
        assert not (refused.statement_id in members and kept)
    continued = again.groups.get(problem=group.problem)
    assert set(continued.known) == {row.statement_id for row in rest}
    proposed = LinkProposal.objects.filter(group__run=again).values_list("statement", flat=True)
    assert not set(proposed) & {row.statement_id for row in rest}


def test_even_an_engine_that_forgets_does_not_bring_a_refusal_back(world):
    one, two, three = world.statements(3)
    group = stored(world, ("路灯", [one, two, three])).groups.get()
    refused = group.proposals.get(statement=three)
    actions.decide(
        group=group, proposals=[refused.pk], decision=Decision.REFUSED, by=world.people.office
    )

    again = stored(world, ("路灯", [one, two, three])).groups.get()

    assert set(again.proposals.values_list("statement", flat=True)) == {one.pk, two.pk}
    assert again.near == [[three.pk, 0.9]]


def test_new_statements_are_proposed_for_the_problem_that_exists(world):
    known = world.statements(2)
    problem = world.problem(known)
    [late] = world.statements(1)

    group = stored(world, ("路灯", [*known, late])).groups.get()

    assert group.problem == problem
    assert set(group.known) == {s.pk for s in known}
    assert group.proposals.get().statement == late


def test_a_run_does_not_propose_what_was_linked_while_it_computed(world):
    one, two, three = world.statements(3)
    run = ConsolidationRun.objects.create(campaign=world.campaign, by=world.people.office)
    world.problem([one])

    group = stored(world, ("路灯", [two, three]), run=run).groups.get()

    assert set(group.proposals.values_list("statement", flat=True)) == {two.pk, three.pk}


def test_the_difference_names_new_gone_and_moved(world):
    a, b, c, d, e, f = world.statements(6)
    stored(world, ("路灯", [a, b, c]), ("井盖", [d, e]))

    run = stored(world, ("路灯", [a, b]), ("电梯", [c, f]))

    assert run.difference["counts"] == {"new": 0, "gone": 1, "moved": 0}
    assert run.difference["gone"] == ["井盖"]


def test_settled_praised_and_waiting_statements_are_left_out(world):
    world.statements(1, state=StatementState.SUBMITTED)
    world.statements(1, kind=StatementKind.PRAISE)

    with pytest.raises(Refused, match="没有待归并的意见。"):
        actions.start_consolidation(campaign=world.campaign, by=world.people.office)


def test_one_run_at_a_time(world):
    world.statements(2)
    actions.start_consolidation(campaign=world.campaign, by=world.people.office)

    with pytest.raises(Refused, match="正在归并计算，请等它完成。"):
        actions.start_consolidation(campaign=world.campaign, by=world.people.office)

    assert ConsolidationRun.objects.count() == 1


def test_a_killed_worker_leaves_nothing_and_the_job_is_run_again(world, messages):
    run = actions.start_consolidation(campaign=world.campaign, by=world.people.office)
    job = run.job
    run.state = RunState.RUNNING  # as a worker that died in the engine left it
    run.save()

    jobs.run(job)
    jobs.run(job)  # and once more, after it had been kept

    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert latest_run(world.campaign.pk) == run
    assert ProposedProblem.objects.filter(run=run).count() == run.counts["groups"]


def test_a_failure_while_keeping_leaves_nothing_half_written(world, messages, monkeypatch):
    run = actions.start_consolidation(campaign=world.campaign, by=world.people.office)

    def breaks(*_args):
        raise OSError("disk full")

    monkeypatch.setattr("luodi.problems.actions.consolidating.difference", breaks)
    assert jobs.work_once()

    run.refresh_from_db()
    assert (run.state, run.job.state) == (RunState.FAILED, JobState.FAILED)
    assert not ProposedProblem.objects.exists()
    assert not LinkProposal.objects.exists()


def test_a_stopped_run_says_so(world, messages, monkeypatch):
    run = actions.start_consolidation(campaign=world.campaign, by=world.people.office)

    jobs.cancel(run.job)

    assert not jobs.work_once()
    run.job.refresh_from_db()
    assert run.job.state == JobState.CANCELLED
    actions.start_consolidation(campaign=world.campaign, by=world.people.office)
