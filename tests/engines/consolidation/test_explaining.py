"""Why two items are together, or not."""

from luodi.engines.consolidation import Explainer, Item, explain, mark_shared


def test_shared_words_are_marked_in_every_text():
    assert mark_shared(["东湖花园车位", "东湖花园停水", "修路"]) == [[(0, 4)], [(0, 4)], []]


def test_an_explanation_names_the_rare_words_both_items_have(town):
    by_id = {item.id: item for item in town}

    reason = explain(by_id["a1"], by_id["a2"], among=town)

    assert reason.together
    assert reason.shared_rare == ("长青路菜市场工地夜间施工", "打桩")
    assert reason.sentence.startswith("两条都提到“")
    assert reason.sentence.endswith("达到归并线 0.22。")


def test_items_without_a_word_in_common_are_told_so(town):
    by_id = {item.id: item for item in town}

    reason = Explainer.of(town).explain(by_id["c1"], by_id["f1"])

    assert not reason.together
    assert reason.sentence == "两条没有共同的少见词；相近程度 0.00，不到归并线 0.22。"


def test_two_districts_stand_against_one_another_as_they_are_written():
    one = Item("1", "反映平湖区垃圾清运问题")
    other = Item("2", "反映临江县垃圾清运问题")

    reason = explain(one, other)

    assert reason.clash == (("平湖区",), ("临江县",))
    assert "但一条说的是“平湖区”，另一条说的是“临江县”" in reason.sentence
