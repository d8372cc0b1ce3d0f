"""Claims held against figures: what is verified, what is contradicted, and where nothing is said."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from luodi.engines.claims import Figure, Finding, check
from luodi.engines.claims.files import read_figures

FIGURES = read_figures(Path(__file__).parent / "figures.json")


def _findings(text: str) -> list[Finding]:
    found = check(text, FIGURES, "2022-11-08", "青屏区")
    return [f for f in found if f.claim.kind in ("quantity", "growth", "ratio", "delta", "target")]


def _verdicts(text: str) -> list[str]:
    return [f.verdict for f in _findings(text)]


def test_a_finding_gives_figure_truth_rule_and_candidates():
    (finding,) = _findings("1至9月，全区利用内资91.64亿元。")

    assert (finding.figure, finding.verdict, finding.truth) == (
        "invest.domestic.amount",
        "contradicted",
        Decimal("92.64"),
    )
    assert finding.rule == "按写出的小数位四舍五入后相等"
    assert [c.figure.key for c in finding.candidates][:1] == ["invest.domestic.amount"]
    assert len(finding.candidates) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "1至9月，全区利用内资92.64亿美元。",
        "1至9月，全区固定资产投资同比下降8.3%。",
        "1至9月，全区固定资产投资同比增长8.3个百分点。",
        "1至9月，空气质量优良率同比上升4%。",
        "去年1至9月，空气质量优良天数252天。",
        "去年同期，全区专题会议286次。",
        "二〇二一年1至10月，召开专题会议286次。",
        "1至9月，到账外资、利用内资同比分别增长8.6%和30.7%。",
    ],
)
def test_a_wrong_number_currency_direction_or_pair_is_contradicted(text):
    assert set(_verdicts(text)) == {"contradicted"}


@pytest.mark.parametrize(
    "text",
    [
        "1至8月，全区利用内资92.64亿元。",
        "2022年，全区利用内资92.64亿元。",
        "近三年，全区利用内资92.64亿元。",
        "临江区1至9月利用内资92.64亿元，同比增长8.6%。",
        "1至9月，松岭街道利用内资92.64亿元。",
        "1至9月，全区制造业利用内资92.64亿元，同比增长8.6%。",
        "1至9月，固定资产投资中，民间投资增长8.3%。",
        "1至9月，500万元以上签约落地项目118个。",
        "1至9月，全区签约落地项目27个。",
        "1至9月，利用内资环比增长8.6%。",
        "1至9月，按可比价格计算，地区生产总值增长4.7%。",
        "1至10月，参训干部428人次。",
        "1至10月，参训女干部428人。",
        "1至9月，接待过夜游客326.8万人次。",
        "力争1至9月利用内资92.64亿元。",
        "全年召开专题会议目标286次。",
        "网传1至9月利用内资92.64亿元。",
        "要求1至10月召开专题会议286次。",
        "目前，新增高新技术企业428家。",
        "1至10月，召开党员专题会议286次。",
        "1至10月，青屏区教育局召开专题会议286次。",
        "1至10月，平均每月召开专题会议286次。",
        "1至10月，各街道分别召开专题会议286次。",
        "上月召开专题会议286次。",
        "疫情期间召开专题会议286次。",
        "年初，全区高新技术企业428家。",
        "高新技术企业新增428家。",
    ],
)
def test_a_right_number_for_something_else_is_never_verified(text):
    assert set(_verdicts(text)) == {"no_record"}


@pytest.mark.parametrize(
    "text",
    [
        "1至9月，全区利用内资92.6亿元。",
        "前三季度利用内资九十二点六四亿元。",
        "前9个月，利用内资近100亿元。",
        "1至9月，利用内资突破90亿元，达92.64亿元。",
        "截至9月底，利用内资92.64亿元。",
        "上半年，利用内资58.2亿元。",
        "1至9月，利用内资92.64亿元，去年同期为85.3亿元。",
        "1至10月，口袋公园十八个，同比增长五成。",
        "松岭街道1至10月召开专题会议31次。",
        "1至9月，专利授权量同比翻了一番。",
        "1至9月，1000万元以上签约落地项目118个，其中亿元以上项目27个。",
        "11月1日，青屏区召开座谈会，邀请26名道德模范参加。",
    ],
)
def test_what_the_records_say_in_any_wording_is_verified(text):
    assert set(_verdicts(text)) == {"verified"}


def test_without_a_figure_of_the_same_unit_nothing_is_said():
    (finding,) = _findings("全区新建停车场12座。")

    assert (finding.verdict, finding.figure, finding.truth) == ("no_record", None, None)


def test_two_figures_that_fit_and_disagree_leave_the_verdict_open():
    figures = [
        Figure("a", "办件量", Decimal(10), "件", "", "市南区"),
        Figure("b", "办件量", Decimal(12), "件", "", "市南区"),
    ]

    (finding,) = check("办件量10件。", figures, "2018-11-08", "市南区")

    assert finding.verdict == "no_record"
    assert [c.figure.key for c in finding.candidates] == ["a", "b"]


def test_a_class_named_in_the_key_must_be_named_in_the_text():
    figures = [Figure("n[class=中山大学班]", "参训干部人数", Decimal(45), "人", "", "市南区")]

    named = check("中山大学班参训干部45人。", figures, None, "市南区")
    unnamed = check("参训干部45人。", figures, None, "市南区")

    assert [f.verdict for f in named + unnamed] == ["verified", "no_record"]


def test_a_growth_may_be_a_figure_of_its_own():
    figures = [
        Figure("x", "利用内资额", Decimal("81.73"), "亿元", "2018-01..2018-09", "市南区"),
        Figure("x@yoy", "利用内资额同比", Decimal("7.8"), "%", "2018-01..2018-09", "市南区"),
    ]

    found = check("1至9月，利用内资81.73亿元，同比增长7.8%。", figures, "2018-11-08", "市南区")

    assert [(f.figure, f.verdict) for f in found if f.claim.kind != "period"] == [
        ("x", "verified"),
        ("x@yoy", "verified"),
    ]


def test_without_a_base_a_growth_is_not_judged():
    figures = [Figure("x", "利用内资额", Decimal(5), "亿元", "", "市南区", previous=Decimal(0))]

    found = check("利用内资5亿元，同比增长7.8%。", figures, "2018-11-08", "市南区")

    assert [f.verdict for f in found] == ["verified", "no_record"]


def test_the_place_of_the_text_is_guessed_from_the_figures_when_nobody_says_it():
    found = check("1至9月，青屏区利用内资92.64亿元。", FIGURES, "2022-11-08")

    assert [f.verdict for f in found if f.claim.kind == "quantity"] == ["verified"]


def test_a_short_name_does_not_answer_for_a_narrower_one():
    figures = [Figure("p", "项目个数", Decimal(106), "个", "", "全区")]

    texts = ["全区项目106个。", "全区签约项目106个。", "全区重点项目106个。"]

    found = [check(text, figures, "2018-11-08", "市南区")[0].verdict for text in texts]
    assert found == ["verified", "no_record", "no_record"]
