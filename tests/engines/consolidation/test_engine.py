"""What the engine promises about groups."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.engines.consolidation import Decision, Item, Options, consolidate

SITE, PARKING = ("a1", "a2", "a3"), ("b1", "b2")


def groups(result):
    return sorted(problem.members for problem in result.problems)


def test_reports_of_one_site_are_one_problem_and_the_rest_stays_alone(town):
    result = consolidate(town)

    assert groups(result) == [SITE, PARKING]
    assert result.alone == ("c1", "d1", "e1", "f1", "g1", "h1", "i1")


def test_the_order_of_items_changes_nothing(town):
    shuffled = random.Random(5).sample(town, len(town))

    assert consolidate(shuffled) == consolidate(town)


def test_every_item_is_in_one_problem_or_alone(town):
    result = consolidate(town)

    said = [member for problem in result.problems for member in problem.members]
    assert sorted([*said, *result.alone]) == sorted(item.id for item in town)


def test_one_text_filled_in_for_two_cities_stays_two(town):
    text = "没有网约车驾驶证的小车上路营运，扰乱市场，希望设卡排查，还公交车和出租车一个公平。"
    copies = [
        Item("x1", "希望长林市重视黑车的问题", text),
        Item("x2", "希望海州市重视黑车的问题", text),
    ]

    result = consolidate([*town, *copies])

    assert {"x1", "x2"} <= set(result.alone)


def test_two_routes_of_one_kind_are_two_matters(town):
    rides = [
        Item("x1", "希望增加18路公交车班次", "每次等车超过半小时。"),
        Item("x2", "希望增加63路公交车班次", "上下班高峰很难等到车。"),
    ]

    apart = consolidate([*town, *rides], options=Options(stop=0.3))

    assert {"x1", "x2"} <= set(apart.alone)


def test_the_same_id_twice_is_refused(town):
    with pytest.raises(ValueError, match="编号 a1 出现了不止一次：每一条都要有自己的编号。"):
        consolidate([*town, town[0]])


SENTENCES = """
p1|柳园东门路口井盖塌陷一个多月没人修
p2|柳园社区东门井盖塌陷，再不修要出人命
q1|渔灯码头路灯不亮，游客打着手机走
q2|渔灯码头路灯全黑三个月
r1|鹿鸣广场晚上音响太大
s1|居住证签注只有工作日上午才办
t1|老年公交卡年审为什么不能在社区办
v1|咨询公租房申请的问题
w1|咨询养老金认证的问题
""".strip()


def test_single_sentences_of_one_matter_at_one_place_join_in_a_short_list():
    said = [Item(*line.split("|")) for line in SENTENCES.splitlines()]

    result = consolidate(said)

    assert groups(result) == [("p1", "p2"), ("q1", "q2")]


@pytest.mark.parametrize(
    "items",
    [
        [],
        [Item("1", "")],
        [Item("1", ""), Item("2", "  \n"), Item("3", "？！")],
        [Item("1", "噪音"), Item("2", "停水")],
        [Item("1", "x" * 200_000), Item("2", "五十页的长文。" * 8_000)],
        [Item("1", "🚧🚧"), Item("2", "\ud800坏字符")],
    ],
    ids=["none", "empty", "blanks", "one word", "fifty pages", "odd signs"],
)
def test_odd_input_stays_alone_and_does_not_break(items):
    result = consolidate(items)

    assert result.alone == tuple(item.id for item in items)


def test_english_reports_of_one_street_are_one_problem():
    result = consolidate(
        [
            Item("1", "Street lamps on Willow Lane are broken", "Dark for two weeks."),
            Item("2", "Willow Lane street lamps still broken", "We walk home in the dark."),
            Item("3", "How do I apply for a parking permit?", "Which papers do I need?"),
        ]
    )

    assert groups(result) == [("1", "2")]


def test_ten_thousand_equal_items_are_one_problem():
    items = [Item(f"{n:05}", "松岭村自来水水质浑浊", "放出来是黄的。") for n in range(10_000)]

    result = consolidate(items, options=Options(details=False))

    assert [len(problem.members) for problem in result.problems] == [10_000]


def test_a_mass_submission_with_small_changes_is_one_problem(town):
    mass = [
        Item(f"m{n:03}", "反对在望江小区建垃圾站", f"我是{n}号住户，坚决反对在望江小区建垃圾站。")
        for n in range(300)
    ]

    result = consolidate([*town, *mass], options=Options(details=False))

    assert max(len(problem.members) for problem in result.problems) == 300


def test_progress_tells_every_step(town):
    told = []

    consolidate(town, progress=lambda done, total, step: told.append((done, total, step)))

    steps = ["比较", "归并", "分类", "整理", "完成"]
    assert told == [(number, 4, step) for number, step in enumerate(steps)]


LETTERS = "停车位施工噪音菜市场东湖花园路灯坏了 。，"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.text(LETTERS, max_size=12), st.text(LETTERS, max_size=30)), max_size=14),
    st.randoms(use_true_random=False),
)
def test_nothing_is_lost_and_order_is_nothing(texts, chance):
    items = [Item(f"{n:02}", title, body) for n, (title, body) in enumerate(texts)]
    decided = [Decision("together", ("00", "01")), Decision("apart", ("01", "02"))]

    result = consolidate(items, decisions=decided)

    said = [member for problem in result.problems for member in problem.members]
    assert sorted([*said, *result.alone]) == [item.id for item in items]
    assert consolidate(chance.sample(items, len(items)), decisions=decided) == result
