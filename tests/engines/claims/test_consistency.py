from __future__ import annotations

from luodi.engines.claims import consistency, extract


def _found(text: str) -> list[tuple[str, str]]:
    return [(c.kind, c.sentence) for c in consistency(extract(text, "2018-11-08", "市南区"))]


def test_a_part_above_its_whole_is_said():
    assert _found("收集意见309条，其中书面意见390条。") == [("part", "“其中”的390条大于总数309条")]


def test_a_list_that_counts_otherwise_is_said():
    assert _found("赴北京、上海、广州四个城市招商。") == [("list", "前文列了3项，却写作四个")]


def test_two_values_for_the_same_words_are_said():
    text = "1至9月，签约落地项目106个。经统计，1至9月签约落地项目160个。"

    assert _found(text) == [("repeat", "同一个数前后不一：106个，160个")]


def test_a_consistent_text_is_left_alone():
    text = (
        "收集意见309条，其中书面意见120条。赴北京、上海、广州三个城市招商。"
        "北京、上海等三个城市签约。上半年签约12个，1至9月签约20个。"
    )

    assert _found(text) == []
