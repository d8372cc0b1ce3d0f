"""What looks like a known number and is none: each sentence holds at least one true-looking number."""

from __future__ import annotations

from pathlib import Path

import pytest

from luodi.engines.claims import check
from luodi.engines.claims.files import read_figures

FIGURES = read_figures(Path(__file__).parent / "figures_hands.json")
DISTRICT = ("2025-10-22", "明湖区")
COUNTY = ("2024-01-22", "丰谷县")


def _verified(text: str, home: tuple[str, str]) -> list[str]:
    return [f.claim.span for f in check(text, FIGURES, *home) if f.verdict == "verified"]


@pytest.mark.parametrize(
    "text",
    [
        "前两季度，全区引进项目164个。",
        "前三季度，开发区引进项目164个，利用内资132.6亿元。",
        "近日，全省高新技术企业突破9000家大关。",
        "“助企服务月”期间，走访企业3286家。",
        "力争利用内资同比增长12.0%。",
        "前三季度目标任务：加装电梯187部。",
        "前三季度任务清单：加装电梯187部。",
        "前三季度需加装电梯187部，待引进项目164个。",
        "前三季度，除柳荫街道外，全区引进项目164个。",
        "前三季度，全区引进项目164个（含江北区）。",
        "前三季度，全区引进项目数为去年全年的164个。",
        "前三季度引进项目数从164个减少到149个。",
        "前三季度，已签约引进项目164个。",
        "前三季度，全区引进项目164个次，走访企业3286家（次）。",
        "前三季度加装电梯187部的有江北区。",
        "前三季度加装电梯187部未验收。",
        "前三季度，164个引进项目竣工。",
        "前三季度，引进项目金额同比增长10.1%。",
        "前三季度利用内资同比增速提高12.0%。",
        "截至9月底，全区养老床位新增5236张，新增个体工商户52318户。",
        "前三季度，一般公共预算收入86.42亿元（全口径）。",
        "2021年、2025年前三季度加装电梯187部。",
        "12345热线2021年前三季度受理诉求86420件，热线满意率97.3%。",
        "前三季度，江北区、明湖区热线工单分别为96412件、5000件。",
    ],
)
def test_a_true_number_of_something_else_is_left_open(text):
    assert _verified(text, DISTRICT) == []


@pytest.mark.parametrize(
    "text",
    [
        "2021—2023年，接待游客612.4万人次。",
        "2021年至2023年，接待游客612.4万人次。",
        "2023年至今，接待游客612.4万人次。",
        "2023年“五一”假期，全县接待游客612.4万人次。",
        "2023年汛期，全县接待游客612.4万人次。",
        "2023年油菜花节，全县接待游客612.4万人次。",
        "2023年日接待游客612.4万人次。",
        "2023年，邻县云山县接待游客612.4万人次。",
        "2023年受理各类案件标的9864件。",
    ],
)
def test_a_true_number_of_another_time_or_place_is_left_open(text):
    assert _verified(text, COUNTY) == []


@pytest.mark.parametrize(
    ("text", "home", "spans"),
    [
        ("2023年，全县GDP386.52亿元，我县常住人口不足60万人。", COUNTY, ["386.52亿元"]),
        ("2023年泽川市地区生产总值4210.8亿元。", COUNTY, ["4210.8亿元"]),
        ("前三季度🎉地区生产总值：892.6亿元🎉利用内资：132.6亿元🎉", DISTRICT, ["892.6亿元", "132.6亿元"]),
        ("1—9月，柳荫街道热线工单6218件；古塔街道4873件。", DISTRICT, ["6218件", "4873件"]),
        ("上半年，全区地区生产总值583.1亿元，前三季度达到892.6亿元。", DISTRICT, ["583.1亿元", "892.6亿元"]),
        ("1—9月，柳荫街道、古塔街道热线工单分别为6218件、4873件。", DISTRICT, ["6218件", "4873件"]),
        ("前三季度引进项目较去年同期的149个增加15个。", DISTRICT, ["149个", "15个"]),
    ],
)  # fmt: skip
def test_what_is_said_shortly_is_still_understood(text, home, spans):
    assert _verified(text, home) == spans


def test_numbers_of_a_list_are_never_taken_for_each_other():
    told = "前三季度，亿元以上引进项目41个，10亿元以上引进项目6个，同比分别增加{}个、{}个。"

    assert _verified(told.format(5, 2), DISTRICT) == ["41个", "6个", "5个", "2个"]
    assert _verified(told.format(2, 5), DISTRICT) == ["41个", "6个"]


def test_a_january_report_says_this_year_for_what_it_plans():
    (growth,) = [
        f.claim for f in check("2024年，全县生产总值增长6%左右。", [], *COUNTY) if f.claim.value
    ]

    assert growth.kind == "target"
