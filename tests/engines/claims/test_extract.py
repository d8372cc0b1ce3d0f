from __future__ import annotations

from decimal import Decimal

import pytest

from luodi.engines.claims import extract


def _first(text: str):
    return next(
        c
        for c in extract(text, "2018-11-08", "市南区")
        if c.kind not in ("date", "period", "slogan")
    )


@pytest.mark.parametrize(
    ("text", "value", "top", "unit", "op"),
    [
        ("完成81.73亿元", "81.73", None, "亿元", "eq"),
        ("200余人参加", "200", "300", "人", "gt_near"),
        ("40多名干部", "40", "50", "名", "gt_near"),
        ("3.8亿多美元", "3.8", "4.8", "亿美元", "gt_near"),
        ("近300次", "300", None, "次", "lt_near"),
        ("约4.1亿美元", "4.1", None, "亿美元", "approx"),
        ("500人左右", "500", None, "人", "approx"),
        ("超过90亿元", "90", None, "亿元", "gt"),
        ("突破12万户", "12", None, "万户", "gt"),
        ("逾3000人", "3000", None, "人", "gt"),
        ("不少于30天", "30", None, "天", "ge"),
        ("民生支出占八成以上", "8", None, "成", "ge"),
        ("不足90亿元", "90", None, "亿元", "lt"),
        ("最高不超过500万元", "500", None, "万元", "le"),
        ("30万—50万元", "30", "50", "万元", "range"),
        ("400至450人", "400", "450", "人", "range"),
        ("百余名志愿者", "100", "200", "名", "gt_near"),
        ("三百二十亿元", "320", None, "亿元", "eq"),
        ("一万两千人", "12000", None, "人", "eq"),
        ("1亿5000万元", "1.5", None, "亿元", "eq"),
        ("百分之三十五", "35", None, "%", "eq"),
        ("九成五", "9.5", None, "成", "eq"),
        ("两吨半", "2.5", None, "吨", "eq"),
        ("三大类问题", "3", None, "大类", "eq"),
    ],
)
def test_number_unit_and_qualifier_are_read(text, value, top, unit, op):
    claim = _first(text)

    assert (claim.value, claim.unit, claim.op) == (Decimal(value), unit, op)
    assert claim.value_max == (None if top is None else Decimal(top))


@pytest.mark.parametrize("text", ["签约27个", "节约52万元", "附近3个", "预约300人"])
def test_a_qualifier_inside_a_word_is_none(text):
    assert _first(text).op == "eq"


@pytest.mark.parametrize("text", ["一项重要工作", "一批项目", "不少建议", "若干意见", "上百家企业"])
def test_vague_words_are_listed_and_have_no_value(text):
    assert [(c.kind, c.value) for c in extract(text)] == [("vague", None)]


def test_one_counts_beside_a_counting_verb():
    assert [(c.span, c.value) for c in extract("街道新建一所学校")] == [("一所", 1)]


def test_base_units_are_exact():
    claim = _first("到账外资4.09亿美元")

    assert (claim.value_base, claim.unit_base) == (409000000, "美元")


def test_numbers_of_a_list_take_the_unit_of_the_last():
    claims = extract("三个街道分别办结12、15和18件")

    assert [(c.value, c.unit) for c in claims[1:]] == [(12, "件"), (15, "件"), (18, "件")]
