from __future__ import annotations

import pytest

from luodi.engines.claims import extract
from luodi.engines.claims.mask import find_masks


@pytest.mark.parametrize(
    "text",
    [
        "坚持“两个一百年”目标，增强“四个意识”，做到两个维护",
        "根据南办发〔2018〕12号和市政府令第256号要求",
        "依据预算法第三十五条、第五十四条第二款",
        "电话0532-88123456，邮编266071，宁夏路288号2号楼1203室",
        "上午9:00至11:30，周一至周五，7×24小时值守",
        "十九届六中全会、十三届人大二次会议、第七次全国人口普查",
        "推进一窗受理、一网通办、最多跑一次，一鼓作气，万无一失",
        "5G基站、4K电视、3D打印、A4纸、GB/T9704",
        "三亚、四川、九江、八大关街道、五四广场",
        "突出六大攻坚、八大工程、十项重点任务",
        "《政策二十条》已经印发",
        "三分之二以上的业主同意，世界500强",
        "三五知己、七八个人、几十名群众",
    ],
)
def test_numbers_that_count_nothing_are_no_claims(text):
    kinds = {claim.kind for claim in extract(text, "2018-11-08")}

    assert kinds <= {"slogan", "vague", "date", "period"}


def test_a_slogan_is_listed_once_even_in_quotation_marks():
    claims = extract("围绕“六个对照”和“四个新、七大行动”")

    assert [(c.span, c.kind) for c in claims] == [
        ("六个对照", "slogan"),
        ("四个新", "slogan"),
        ("七大行动", "slogan"),
    ]


def test_numbers_inside_a_quoted_sentence_are_still_claims():
    claims = extract("“今年我们服务了1200人次，群众很满意。”他说")

    assert [c.span for c in claims if c.kind == "quantity"] == ["1200人次"]


def test_masks_come_in_order_of_place():
    masks = find_masks("一窗受理，电话88123456")

    assert [m.kind for m in masks if m.kind != "idiom"] == ["slogan", "phone"]
