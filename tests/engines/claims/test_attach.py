from __future__ import annotations

from decimal import Decimal

import pytest

from luodi.engines.claims import Claim, Comparison, Threshold, extract


def _counted(text: str) -> list[Claim]:
    skipped = ("date", "period", "slogan", "vague")
    return [c for c in extract(text, "2018-11-08", "市南区") if c.kind not in skipped]


@pytest.mark.parametrize(
    ("text", "kind", "comparison"),
    [
        ("同比增长7.8%", "growth", ("yoy_pct", "up")),
        ("下降3.1%", "growth", ("yoy_pct", "down")),
        ("增长-3.1%", "growth", ("yoy_pct", "down")),
        ("环比增长7.8%", "growth", None),
        ("比2015年增长7.8%", "growth", None),
        ("年均增长7.8%", "growth", None),
        ("比去年提高1.2个百分点", "delta", ("yoy_pp", "up")),
        ("高于全市1.2个百分点", "delta", None),
        ("同比增加12个", "delta", ("yoy_abs", "up")),
        ("比去年同期多15场", "delta", ("yoy_abs", "up")),
        ("是去年同期的2倍", "ratio", ("yoy_ratio", "up")),
        ("同比翻了一番", "growth", ("yoy_ratio", "up")),
        ("办结率达98.5%", "ratio", None),
        ("失业率下降至2.8%", "ratio", None),
        ("占比由12%", "ratio", None),
        ("新增项目12个", "quantity", None),
        ("力争达到120亿元", "target", None),
        ("将新建学校6所", "target", None),
        ("明年完成投资50亿元", "target", None),
        ("到2025年建成30处", "target", None),
        ("第二场专题报告会", "ordinal", None),
        ("80岁以上老人", "threshold", None),
    ],
)
def test_kind_and_comparison(text, kind, comparison):
    claim = _counted(text)[0]

    assert claim.kind == kind
    assert claim.comparison == (Comparison(*comparison) if comparison else None)


def test_what_is_done_after_a_plan_is_no_target():
    claims = _counted("为确保完成全年目标，1至9月完成投资81亿元，完成年度计划的78%")

    assert [c.kind for c in claims] == ["quantity", "ratio"]


def test_a_threshold_goes_to_the_next_count_and_not_further():
    limit, landed, started = _counted("新增1000万元以上签约落地项目106个，开工项目12个")

    assert limit.kind == "threshold"
    assert landed.threshold == Threshold("ge", Decimal(10000000), "元")
    assert started.threshold is None


def test_each_makes_a_rate():
    assert [(c.value, c.unit) for c in _counted("三支团队每支10人")] == [(3, "支"), (10, "人/支")]


def test_a_growth_belongs_to_the_last_amount():
    amount, growth, other, second = _counted(
        "利用内资81.73亿元，同比增长7.8%，到账外资4.09亿美元，增长33.5%"
    )

    assert growth.subject.inherits == amount.start
    assert second.subject.inherits == other.start


def test_respective_numbers_take_their_own_names():
    first, second = _counted("内资、外资分别完成80亿元和4亿元")

    assert (first.subject.left, second.subject.left) == ("内资完成", "外资完成")


def test_respective_growths_take_their_own_amounts():
    a, b, x, y = _counted("内资80亿元，外资4亿元，同比分别增长7%和8%")

    assert (x.subject.inherits, y.subject.inherits) == (a.start, b.start)


def test_a_part_knows_its_whole():
    whole, part = _counted("收集意见309条，其中书面意见120条")

    assert (whole.part_of, part.part_of) == (None, whole.start)


def test_a_period_governs_until_another_is_said():
    first, second, third = _counted("1至9月，签约12个，落地8个。10月，签约3个")

    assert str(first.period.end) == str(second.period.end) == "2018-09-30"
    assert str(third.period.end) == "2018-10-31"


def test_the_last_place_named_in_the_paragraph_governs():
    claims = _counted("香港中路街道召开会议12次，收集问题8条。全区召开会议277次")

    assert [c.scope for c in claims] == ["香港中路街道", "香港中路街道", "市南区"]


def test_a_place_that_is_only_visited_does_not_govern():
    assert [c.scope for c in _counted("市南区赴历下区学习，签约3个")] == ["市南区"]


@pytest.mark.parametrize("home", ["云台路街道", "区教育局", "区纪委", "湖光社区", "李家村"])
def test_a_part_of_a_district_does_not_mean_itself_by_the_whole_district(home):
    claims = [c for c in extract("全区召开会议8次。", "2018-11-08", home) if c.kind == "quantity"]

    assert [c.scope for c in claims] == ["*区"]
