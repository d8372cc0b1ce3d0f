"""Two people at one group at the same time: one decides, the other is told."""

import threading
from collections.abc import Callable
from itertools import count

from luodi.kernel import trail
from luodi.kernel.choices import Role
from luodi.kernel.refusals import Refused
from luodi.problems import actions
from luodi.problems.choices import Decision
from luodi.problems.models import Link, Problem
from tests.people import account


def at_once(in_threads, *works: Callable[[], object]) -> list[str]:
    """Run these at the same time; each says "done" or why not."""
    start, turn = threading.Barrier(len(works)), count()

    def attempt() -> str:
        work = works[next(turn)]
        start.wait()
        try:
            work()
        except Refused as why:
            return str(why)
        return "done"

    return sorted(in_threads(attempt, len(works)))


def test_a_group_accepted_by_eight_people_at_once_becomes_one_problem(in_threads, world):
    group = world.group(world.statements(3))
    keys = list(group.proposals.values_list("pk", flat=True))
    office = [account(f"office{n}", Role.OFFICE, post=world.people.district) for n in range(8)]

    def accept(by):
        return lambda: actions.decide(
            group=group, proposals=keys, decision=Decision.ACCEPTED, by=by
        )

    said = at_once(in_threads, *map(accept, office))

    assert said.count("done") == 1
    assert all("决定：采纳。" in why for why in said if why != "done")
    counted = in_threads(lambda: (Problem.objects.count(), Link.objects.open().count()), 1)
    assert counted == [(1, 3)]
    assert in_threads(trail.first_broken, 1) == [None]


def test_two_who_merge_each_into_the_other_leave_one_problem(in_threads, world):
    one, other = world.problem(world.statements(2)), world.problem(world.statements(3))
    by = world.people.office

    said = at_once(
        in_threads,
        lambda: actions.merge_problems(into=one, others=[other], by=by, reason="同一处"),
        lambda: actions.merge_problems(into=other, others=[one], by=by, reason="同一处"),
    )

    def standing():
        return Problem.objects.get(merged_into=None).links.open().count()

    assert said.count("done") == 1
    assert in_threads(standing, 1) == [5]
    assert in_threads(trail.first_broken, 1) == [None]
