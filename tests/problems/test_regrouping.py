"""Merge, split, move and undo: links move, statements never do (I-8)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.kernel.models import TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import SYSTEM, perform
from luodi.listening.choices import StatementState
from luodi.listening.models import Statement
from luodi.measures.models import Measure
from luodi.problems import actions
from luodi.problems.choices import ProblemState as S
from luodi.problems.models import Link, Problem, Regrouping


def listed(world, count, **fields):
    problem = world.problem(world.statements(count), **fields)
    return perform(problem, "list", by=world.people.approver)


def homes() -> dict[int, int]:
    """Statement → problem, by open links; fails when a statement has two."""
    rows = list(Link.objects.open().values_list("statement", "problem"))
    assert len(rows) == len(dict(rows))
    return dict(rows)


def merge(world, into, *others, reason="同一处路灯"):
    return actions.merge_problems(into=into, others=others, by=world.people.office, reason=reason)


def undo(world, regrouping, reason="并错了"):
    return actions.undo_regrouping(regrouping=regrouping, by=world.people.office, reason=reason)


def test_merging_moves_links_and_the_old_page_points_on(world):
    into, other = listed(world, 2), listed(world, 3)
    said = Statement.objects.count()

    [regrouping] = merge(world, into, other)

    other.refresh_from_db()
    assert (other.state, other.merged_into, other.state_before_merge) == (S.MERGED, into, S.LISTED)
    assert into.links.open().count() == 5
    assert Statement.objects.count() == said
    moved = regrouping.moved.select_related("came_from")
    assert {link.came_from.problem_id for link in moved} == {other.pk}
    event = TrailEvent.objects.get(action="problems.problem.merge", object_id=into.pk)
    assert event.after == {"merged": [other.code], "reason": "同一处路灯"}


def test_undoing_a_merge_puts_back_what_moved_and_only_that(world):
    into, other = listed(world, 2), listed(world, 3)
    before = homes()
    [regrouping] = merge(world, into, other)
    [late] = world.statements(1)
    actions.link_statement(problem=into, statement=late, by=world.people.office)

    undo(world, regrouping)

    other.refresh_from_db()
    assert (other.state, other.merged_into) == (S.LISTED, None)
    assert homes() == before | {late.pk: into.pk}


def test_merging_makes_no_chains_and_undoing_restores_the_pointers(world):
    first, second, third = listed(world, 1), listed(world, 1), listed(world, 1)
    merge(world, second, first)

    [regrouping] = merge(world, third, second)

    assert Problem.objects.get(pk=first.pk).merged_into == third
    undo(world, regrouping)
    assert Problem.objects.get(pk=first.pk).merged_into == second
    assert Problem.objects.get(pk=second.pk).merged_into is None


def test_an_earlier_merge_is_undone_after_the_later_one(world):
    first, second, third = listed(world, 1), listed(world, 1), listed(world, 1)
    [early] = merge(world, second, first)
    [late] = merge(world, third, second)

    with pytest.raises(Refused, match="其中 1 条意见后来又有变动，请先撤销后面的步骤。"):
        undo(world, early)
    undo(world, late)
    undo(world, early)

    assert Problem.objects.get(pk=first.pk).state == S.LISTED


def test_a_long_way_is_undone_step_by_step(world):
    """Each step back makes new links; the steps before it must go on knowing them."""
    first = world.problem(world.statements(2))
    [statement, _other] = [link.statement for link in first.links.open()]
    path, steps = [first, world.problem(), world.problem(), first, world.problem()], []
    for source, target in pairwise(path):
        steps.append(
            actions.move_statements(
                source=source, target=target, statements=[statement], by=world.people.office,
                reason="改",
            )
        )  # fmt: skip

    for step in reversed(steps):
        undo(world, step)

    assert homes()[statement.pk] == first.pk


def test_a_regrouping_is_undone_once(world):
    into, other = listed(world, 1), listed(world, 1)
    [regrouping] = merge(world, into, other)
    undo(world, regrouping)

    with pytest.raises(Refused, match="这一步已经撤销过了。"):
        undo(world, regrouping)


def measure_of(problem, world, state="assigned", **fields):
    return Measure.objects.create(
        code=f"ZG-{Measure.objects.count()}", campaign=problem.campaign, problem=problem,
        content="修好路灯", lead_unit=world.people.street, due_on=date(2018, 11, 30),
        original_due_on=date(2018, 11, 30), state=state, **fields,
    )  # fmt: skip


def test_open_measures_move_with_a_note_and_come_back(world):
    into, other = listed(world, 1), listed(world, 1)
    running = measure_of(other, world)
    ended = measure_of(other, world, "cancelled", cancelled_why="不再需要")
    perform(other, "start", by=SYSTEM)

    [regrouping] = merge(world, into, other)

    running.refresh_from_db()
    ended.refresh_from_db()
    assert (running.problem, running.note) == (into, f"由{other.code}并入")
    assert ended.problem == other
    assert Problem.objects.get(pk=into.pk).state == S.RECTIFYING
    undo(world, regrouping)
    running.refresh_from_db()
    assert running.problem == other
    assert Problem.objects.get(pk=other.pk).state == S.RECTIFYING
    assert Problem.objects.get(pk=into.pk).state == S.LISTED


@pytest.mark.parametrize(
    ("state", "why"),
    [(S.CLOSED, "已销号，不能再并入其他问题。"), (S.DRAFT, "还没有列入清单，请先列入")],
)
def test_what_a_merge_may_not_go_into(world, state, why):
    other = listed(world, 1)
    into = world.problem(state=state, closed_on=date(2018, 11, 1))
    before = homes()

    with pytest.raises(Refused, match=why):
        merge(world, into, other)

    other.refresh_from_db()
    assert (other.state, homes()) == (S.LISTED, before)
    assert TrailEvent.objects.filter(action="problems.problem.merge", allowed=False).exists()


def test_a_closed_problem_is_not_merged(world):
    closed = world.problem(state=S.CLOSED, closed_on=date(2018, 11, 1))

    with pytest.raises(Refused, match="当前状态是“已销号”，不能并案。"):
        merge(world, listed(world, 1), closed)


def test_a_problem_is_not_merged_into_itself(world):
    problem = listed(world, 1)

    with pytest.raises(Refused, match="问题不能并入自己。"):
        merge(world, problem, problem)


def test_merging_needs_a_reason_and_the_office(world):
    into, other = listed(world, 1), listed(world, 1)

    with pytest.raises(Refused, match="请填写“原因”。"):
        merge(world, into, other, reason=" ")
    with pytest.raises(NotAllowed):
        actions.merge_problems(into=into, others=[other], by=world.people.approver, reason="同一")

    assert not Regrouping.objects.exists()


def test_splitting_makes_a_draft_with_the_chosen_statements(world):
    source = listed(world, 3)
    chosen = [link.statement for link in source.links.open()[:2]]

    regrouping = actions.split_problem(
        source=source, statements=chosen, title="另一处路灯", by=world.people.office, reason="两处"
    )

    part = regrouping.target
    assert (part.title, part.state, part.category) == ("另一处路灯", S.DRAFT, source.category)
    assert part.links.open().count() == 2
    assert source.links.open().count() == 1


def test_an_undone_split_leaves_no_empty_draft_behind(world):
    source = listed(world, 2)
    chosen = [source.links.open()[0].statement]
    regrouping = actions.split_problem(
        source=source, statements=chosen, title="另一处", by=world.people.office, reason="两处"
    )

    undo(world, regrouping)

    part = Problem.objects.get(pk=regrouping.target_id)
    assert (part.state, part.merged_into) == (S.MERGED, source)
    assert source.links.open().count() == 2


def test_a_listed_problem_is_not_split_empty(world):
    source = listed(world, 2)
    chosen = [link.statement for link in source.links.open()]

    with pytest.raises(Refused, match="至少要留一条意见"):
        actions.split_problem(
            source=source, statements=chosen, title="另一处", by=world.people.office, reason="全拆"
        )

    assert Problem.objects.count() == 1


def test_only_statements_of_the_source_move(world):
    source, target, elsewhere = listed(world, 2), listed(world, 1), listed(world, 2)
    foreign = elsewhere.links.open()[0].statement

    with pytest.raises(Refused, match=f"请选择“{source.title}”名下的意见。"):
        actions.move_statements(
            source=source, target=target, statements=[foreign], by=world.people.office, reason="改"
        )


@contextmanager
def an_example() -> Iterator[None]:
    """One example of a property: the database is as before afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


STEP = st.tuples(
    st.sampled_from(["merge", "split", "move", "undo", "unlink", "link"]),
    st.integers(0, 99), st.integers(0, 99), st.integers(1, 7),
)  # fmt: skip


class Walk:
    """Takes steps on a small world; a refused step changes nothing."""

    def __init__(self, world) -> None:
        self.world, self.by = world, world.people.office
        self.problems = [listed(world, 2), listed(world, 3), world.problem(world.statements(2))]
        self.free = world.statements(1)
        self.said = set(Statement.objects.values_list("pk", flat=True))

    def take(self, kind, a, b, few) -> None:
        before = homes()
        try:
            getattr(self, kind)(a, b, few)
        except Refused:
            assert homes() == before
        if kind not in ("link", "unlink"):
            assert homes().keys() == before.keys()
        self.check()

    def pick(self, number) -> Problem:
        return list(Problem.objects.order_by("pk"))[number % Problem.objects.count()]

    def some(self, problem, few) -> list[Statement]:
        return [link.statement for link in problem.links.open().order_by("statement")[:few]]

    def merge(self, a, b, few) -> None:
        merge(self.world, self.pick(a), self.pick(b))

    def split(self, a, b, few) -> None:
        source = self.pick(a)
        actions.split_problem(
            source=source, statements=self.some(source, few), title="拆出", by=self.by, reason="拆"
        )

    def move(self, a, b, few) -> None:
        source = self.pick(a)
        actions.move_statements(
            source=source, target=self.pick(b), statements=self.some(source, few), by=self.by,
            reason="改",
        )  # fmt: skip

    def undo(self, a, b, few) -> None:
        if found := list(Regrouping.objects.order_by("pk")):
            undo(self.world, found[a % len(found)])

    def unlink(self, a, b, few) -> None:
        for statement in self.some(self.pick(a), 1):
            actions.unlink(statement=statement, by=self.by, reason="不是")

    def link(self, a, b, few) -> None:
        waiting = Statement.objects.filter(state=StatementState.ACCEPTED).order_by("pk")
        if statement := waiting.first():
            actions.link_statement(problem=self.pick(a), statement=statement, by=self.by)

    def check(self) -> None:
        rows = Statement.objects.values_list("pk", "state")
        linked = {pk for pk, state in rows if state == StatementState.LINKED}
        assert set(dict(rows)) == self.said
        assert linked == homes().keys()
        merged = Problem.objects.filter(state=S.MERGED)
        assert not merged.filter(merged_into__state=S.MERGED).exists()
        assert not Link.objects.open().filter(problem__in=merged).exists()


FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FEW
@given(steps=st.lists(STEP, max_size=8))
def test_no_order_of_steps_loses_or_doubles_a_statement(world, steps):
    with an_example():
        walk = Walk(world)

        for step in steps:
            walk.take(*step)


@FEW
@given(steps=st.lists(STEP.filter(lambda s: s[0] in ("merge", "split", "move")), max_size=6))
def test_undoing_everything_backwards_leads_back_to_the_beginning(world, steps):
    with an_example():
        walk = Walk(world)
        begun = homes(), list(Problem.objects.values_list("pk", "state", "merged_into"))

        for step in steps:
            walk.take(*step)
        for regrouping in Regrouping.objects.order_by("-pk"):
            undo(world, regrouping)

        same = Problem.objects.filter(pk__in=[pk for pk, *_ in begun[1]])
        assert (homes(), list(same.values_list("pk", "state", "merged_into"))) == begun
