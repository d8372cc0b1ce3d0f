"""People decide; later runs keep it."""

from luodi.engines.consolidation import Decision, Item, Scheme, consolidate


def members(result, item):
    return next((p.members for p in result.problems if item in p.members), (item,))


def test_items_put_together_stay_together(town):
    result = consolidate(town, decisions=[Decision("together", ("c1", "h1", "i1"))])

    assert members(result, "c1") == ("c1", "h1", "i1")


def test_items_held_apart_stay_apart_and_the_rest_of_their_problem_stays(town):
    result = consolidate(town, decisions=[Decision("apart", ("a1", "a3"))])

    assert "a3" not in members(result, "a1")
    assert len(members(result, "a2")) == 2


def test_an_item_set_alone_joins_nothing(town):
    result = consolidate(town, decisions=[Decision("alone", ("a2",))])

    assert members(result, "a1") == ("a1", "a3")
    assert "a2" in result.alone


def test_a_name_given_by_a_person_is_the_label(town):
    result = consolidate(town, decisions=[Decision("name", ("b2",), "东湖花园车位")])

    assert [p.label for p in result.problems if "b1" in p.members] == ["东湖花园车位"]


def test_a_pinned_item_is_a_problem_of_its_own(town):
    result = consolidate(town, decisions=[Decision("pin", ("f1",))])

    assert members(result, "f1") == ("f1",)
    assert "f1" not in result.alone


def test_a_later_decision_wins_and_the_earlier_is_reported(town):
    earlier, later = Decision("together", ("a1", "c1")), Decision("apart", ("a1", "c1"))

    result = consolidate(town, decisions=[earlier, later])

    assert "c1" in result.alone
    assert [(c.decision, c.reason) for c in result.conflicts] == [
        (earlier, "决定 together（a1、c1）未能照办：其中有两条已被定为不是同一问题。")
    ]


def test_a_decision_about_unknown_items_is_reported(town):
    result = consolidate(town, decisions=[Decision("together", ("a1", "zz"))])

    assert [c.reason for c in result.conflicts] == [
        "决定 together（a1、zz）未能照办：所说的条目不在这批材料里。"
    ]


def test_a_split_holds_between_every_item_of_both_sides(town):
    decisions = [
        Decision("together", ("a1", "a2")),
        Decision("together", ("a3", "d1")),
        Decision("apart", ("a2", "d1")),
    ]

    result = consolidate(town, decisions=decisions)

    assert members(result, "a1") == ("a1", "a2")
    assert members(result, "a3") == ("a3", "d1")


def test_equal_texts_can_be_held_apart(town):
    twin = [item for item in town if item.id == "c1"]
    items = [*town, *(type(twin[0])(f"c{n}", twin[0].title, twin[0].body) for n in (2, 3))]

    result = consolidate(items, decisions=[Decision("apart", ("c1", "c2"))])

    assert members(result, "c3") in (("c1", "c3"), ("c2", "c3"))


def test_a_category_that_was_set_holds_for_its_whole_problem(town):
    scheme = Scheme.of([("环境", "噪音污染"), ("城建", "噪音治理"), ("教育", "乱收费")])
    before = consolidate(town, scheme=scheme).categories

    decisions = [Decision("category", ("a1",), "城建/噪音治理")]
    after = consolidate(town, scheme=scheme, decisions=decisions).categories

    assert before["a1"] == before["a2"] == "环境/噪音污染"
    assert after["a1"] == after["a2"] == "城建/噪音治理"
    assert after["g1"] == before["g1"]


def test_texts_no_word_spoke_for_learn_their_category_from_corrections(town):
    scheme = Scheme.of([("文体", "娱乐"), ("教育", "乱收费")])
    dances = [
        Item("s1", "湖滨路广场舞跳到半夜"),
        Item("s2", "人民公园的广场舞太吵"),
        Item("s3", "学校门口跳广场舞"),
    ]
    told = [Decision("category", ("s1",), "文体"), Decision("category", ("s2",), "文体")]

    before = consolidate([*town, *dances], scheme=scheme).categories
    after = consolidate([*town, *dances], scheme=scheme, decisions=told).categories

    assert (before["s3"], after["s3"]) == ("", "文体/娱乐")


def test_a_category_the_scheme_lacks_is_a_conflict(town):
    decision = Decision("category", ("a1",), "没有的类")

    result = consolidate(town, decisions=[decision])

    assert [c.decision for c in result.conflicts] == [decision]
