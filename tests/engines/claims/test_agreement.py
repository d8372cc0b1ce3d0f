from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luodi.engines.claims import Figure, Threshold
from luodi.engines.claims.agreement import figure_period, figure_threshold, qualifiers

DOC = date(2018, 11, 8)


@pytest.mark.parametrize(
    ("written", "kind", "start", "end"),
    [
        ("2018-01-01..2018-09-30", "span", "2018-01-01", "2018-09-30"),
        ("2018-01..2018-09", "span", "2018-01-01", "2018-09-30"),
        ("2018-01..09", "span", "2018-01-01", "2018-09-30"),
        ("2018", "span", "2018-01-01", "2018-12-31"),
        ("2018-Q3", "span", "2018-07-01", "2018-09-30"),
        ("2018H1", "span", "2018-01-01", "2018-06-30"),
        ("2018-09-30", "point", "2018-09-30", "2018-09-30"),
        ("2018年1至9月", "span", "2018-01-01", "2018-09-30"),
        ("大讨论第三阶段（起止日由活动定义）", "phase", "None", "None"),
        ("不知何时", "opaque", "None", "None"),
        ("2018-13", "opaque", "None", "None"),
    ],
)
def test_the_period_of_a_figure_is_read_in_every_usual_form(written, kind, start, end):
    period = figure_period(written, DOC)

    assert period is not None
    assert (period.kind, str(period.start), str(period.end)) == (kind, start, end)


def test_no_period_is_none():
    assert figure_period(" ", DOC) is None


@pytest.mark.parametrize(
    ("key", "label", "op", "value"),
    [
        ("p[min=1000万元]", "项目数", "ge", 10**7),
        ("p[min=1亿元]", "项目数", "ge", 10**8),
        ("p[min=亿元]", "项目数", "ge", 10**8),
        ("p[max=500000]", "项目数", "le", 500000),
        ("p", "1000万元以上项目数", "ge", 10**7),
        ("p", "项目数（投资额>=1亿元）", "ge", 10**8),
    ],
)
def test_a_figure_says_its_threshold_in_the_key_or_in_the_label(key, label, op, value):
    figure = Figure(key, label, Decimal(1), "个")

    assert figure_threshold(figure) == Threshold(op, Decimal(value), "元")


def test_other_parameters_of_a_key_are_qualifiers():
    assert qualifiers("n[class=中山大学班,min=1000万元]") == ("中山大学班",)
    assert qualifiers("n") == ()
