from __future__ import annotations

import pytest

from luodi.engines.claims import extract
from luodi.engines.claims.normalise import normalise


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("２１４．７亿元，８％", "214.7亿元,8%"),
        ("共 1 2 件", "共12件"),
        ("三大类12条\n\n问题,进一步", "三大类12条问题,进一步"),
        ("81.73亿\n元", "81.73亿元"),
        ("完成。\n下一步", "完成。\n下一步"),
        ("招商引资\n\n1至9月", "招商引资\n1至9月"),
        ("改造36\n\n个", "改造36个"),
        ("有关要求\n一、提高认识", "有关要求\n一、提高认识"),
        ("要点①加快②提升", "要点•加快•提升"),
        ("98.6m²", "98.6m•"),
        ("open data 开放", "open data开放"),
        ("\ufeff开头\u200b", "开头"),
    ],
)
def test_layout_is_taken_away_and_paragraphs_stay(text, clean):
    assert normalise(text).text == clean


def test_every_clean_character_knows_where_it_stood():
    text = "利用内资 ８１.７３ 亿\n元"

    normal = normalise(text)

    start = normal.text.index("81.73亿元")
    assert text[slice(*normal.original(start, start + 7))] == "８１.７３ 亿\n元"


def test_signs_of_measure_are_words():
    found = [c for c in extract("改造面积98.6万㎡，库容1200㎥。") if c.kind == "quantity"]

    assert [(c.span, c.unit_base) for c in found] == [("98.6万㎡", "平方米"), ("1200㎥", "立方米")]


def test_a_decimal_broken_by_a_blank_begins_no_list():
    found = extract("1至9月,全区一般公共预算支出\n64. 05亿元,下降3.1%.", "2022-11-08", "青屏区")

    assert [c.subject.left for c in found if c.span == "64. 05亿元"] == ["全区一般公共预算支出"]
