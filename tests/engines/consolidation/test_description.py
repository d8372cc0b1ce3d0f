"""What a problem shows to the person who judges it."""

from datetime import datetime

from luodi.engines.consolidation import (
    Item,
    Options,
    Scheme,
    consolidate,
    detail_rows,
    hot_rows,
    mask_private,
    split_parts,
)
from luodi.engines.consolidation.heat import heat_parts

DAY = datetime.fromisoformat("2026-05-01")


def test_the_label_is_taken_from_the_titles_without_words_of_speaking(town):
    labels = {problem.members[0]: problem.label for problem in consolidate(town).problems}

    assert labels == {
        "a1": "长青路菜市场工地夜间施工噪音扰民",
        "b1": "东湖花园二期地下车位只卖不租",
    }


def test_categories_come_from_the_words_of_the_scheme(town):
    scheme = Scheme.of([("环境", "噪音污染"), ("教育", "乱收费"), ("住房", "物业服务")])

    categories = consolidate(town, scheme=scheme).categories

    assert categories["a1"] == categories["a3"] == "环境/噪音污染"
    assert categories["g1"] == "教育/乱收费"
    assert categories["b1"] == "住房/物业服务"


def test_a_text_no_word_speaks_for_is_undecided_not_other(town):
    scheme = Scheme.of([("环境", "噪音污染"), ("其他", "其他")])

    assert consolidate(town, scheme=scheme).categories["e1"] == ""


def test_the_reason_names_the_words_that_spoke(town):
    problem = next(p for p in consolidate(town).problems if "b1" in p.members)

    assert problem.theme == "住房物业/小区物业"
    assert problem.category_reason == "车位"


def test_heat_counts_people_and_not_one_persons_persistence():
    one = [Item(str(n), "x", time=DAY, speaker="甲") for n in range(20)]
    many = [Item(str(n), "x", time=DAY, speaker=f"u{n}") for n in range(20)]

    heats = [sum(v for _, v in heat_parts(items, Options(), DAY)) for items in (one, many)]

    assert heats[0] < heats[1] / 2


def test_numbers_of_people_are_masked_in_everything_that_comes_out():
    number, identity = "13812345678", "430102199001011234"
    body = f"联系电话{number}，身份证{identity}。长青路菜市场夜间施工。"
    title = f"长青路菜市场夜间施工扰民 {number}"
    items = [Item(str(n), title, body, speaker=number) for n in (1, 2)]

    result = consolidate(items)

    shown = repr(result) + repr(hot_rows(result)) + repr(detail_rows(result, items))
    assert number not in shown
    assert identity not in shown


def test_masking_leaves_dates_and_amounts_alone():
    text = "2019年4月25日交了12000元，卡号6222 0210 0112 3456 789，电话0731-88665522"

    assert mask_private(text) == "2019年4月25日交了12000元，卡号6222****6789，电话0731****22"


def test_counted_points_are_parts():
    text = "尊敬的领导：一是路灯不亮，晚上出行不便；二是垃圾无人清运。三是停车难。"

    assert split_parts(text) == ("路灯不亮，晚上出行不便", "垃圾无人清运")


def test_a_turn_of_speech_begins_a_part_and_one_matter_stays_whole():
    assert split_parts("小区停水三天了，无人管。同时，电梯也坏了很久。") == (
        "小区停水三天了，无人管",
        "电梯也坏了很久",
    )
    assert split_parts("小区停水三天了。") == ("小区停水三天了。",)


def test_the_office_tables_have_the_problem_and_its_items(town):
    timed = [Item(i.id, i.title, i.body, DAY, f"u{i.id}") for i in town]
    result = consolidate(timed)

    rank, problem, _, span, _, label = hot_rows(result, 1)[0]

    assert (rank, span, label) == (1, "2026/05/01", "长青路菜市场工地夜间施工噪音扰民")
    assert [row[:2] for row in detail_rows(result, timed, 1)] == [
        (problem, "a1"),
        (problem, "a2"),
        (problem, "a3"),
    ]
