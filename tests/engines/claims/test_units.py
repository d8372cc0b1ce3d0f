from __future__ import annotations

import pytest

from luodi.engines.claims.units import dimension, read_unit, same_thing


@pytest.mark.parametrize(
    ("written", "base", "factor"),
    [
        ("亿元", "元", 10**8),
        ("万亿元", "元", 10**12),
        ("亿美元", "美元", 10**8),
        ("万人次", "人", 10**4),
        ("大类", "类", 1),
        ("个工作日", "天", 1),
        ("成", "%", 10),
        ("个百分点", "百分点", 1),
        ("人/支", "人/支", 1),
        ("万平方米", "平方米", 10**4),
        ("微克/立方米", "微克/立方米", 1),
        ("神秘单位", "神秘单位", 1),
    ],
)
def test_a_written_unit_has_a_base_and_a_factor(written, base, factor):
    measure = read_unit(written)

    assert (measure.base, measure.factor) == (base, factor)


def test_currencies_share_a_dimension_and_so_do_shares_and_points():
    assert {dimension(base) for base in ("元", "美元", "日元")} == {"money"}
    assert {dimension(base) for base in ("%", "百分点", "倍")} == {"percent"}


@pytest.mark.parametrize(
    ("claimed", "known", "same"),
    [
        ("名", "人", True),
        ("户", "家", True),
        ("场", "次", True),
        ("人次", "人", False),
        ("人", "人次", False),
        ("条", "次", False),
        ("次", "期", False),
    ],
)
def test_a_figure_answers_only_what_counts_the_same(claimed, known, same):
    assert same_thing(claimed, known) is same
