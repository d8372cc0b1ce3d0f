"""Problem ids follow the items."""

from luodi.engines.consolidation import Decision, Item, compare, consolidate


def test_running_again_keeps_every_id(town):
    first = consolidate(town)

    assert consolidate(town, previous=first) == consolidate(town, previous=first)
    assert [p.id for p in consolidate(town, previous=first).problems] == [
        p.id for p in first.problems
    ]


def test_a_problem_that_grows_keeps_the_id_it_was_given(town):
    new = Item("a0", "长青路菜市场工地夜间施工扰民无人管", "每天晚上还在打桩，附近居民睡不着。")

    result = consolidate([*town, new], previous={"P-7": ("a1", "a2"), "P-8": ("b1", "b2")})

    assert {p.id: p.members for p in result.problems} == {
        "P-7": ("a0", "a1", "a2", "a3"),
        "P-8": ("b1", "b2"),
    }


def test_after_a_merge_the_larger_part_keeps_its_id_and_both_are_remembered(town):
    together = [Decision("together", ("a1", "b1"))]

    result = consolidate(
        town, decisions=together, previous={"P-7": ("b1", "b2"), "P-8": ("a1", "a2", "a3")}
    )

    assert [(p.id, p.came_from) for p in result.problems] == [("P-8", ("P-7", "P-8"))]


def test_an_id_is_never_given_to_other_items(town):
    first = consolidate(town)
    ghost = {problem.id: ("gone",) for problem in first.problems}

    again = consolidate(town, previous=ghost)

    assert not {p.id for p in again.problems} & ghost.keys()


def test_the_difference_of_two_runs_names_what_moved():
    difference = compare(
        {"P1": ("a", "b"), "P2": ("c", "d")}, {"P1": ("a", "b", "c"), "P3": ("e",)}
    )

    assert (difference.new, difference.gone) == (("P3",), ("P2",))
    assert difference.joined == (("c", "P1"), ("e", "P3"))
    assert difference.left == (("c", "P2"), ("d", "P2"))
