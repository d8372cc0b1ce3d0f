from __future__ import annotations

from datetime import date

import pytest

from luodi.engines.claims.periods import find_periods

DOC = date(2018, 11, 8)


def _periods(text: str, doc: date | None = DOC) -> list[tuple]:
    return [
        (m.period.kind, str(m.period.start), str(m.period.end)) for m in find_periods(text, doc)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("1至9月", "span", "2018-01-01", "2018-09-30"),
        ("2017年1-9月", "span", "2017-01-01", "2017-09-30"),
        ("一至九月份", "span", "2018-01-01", "2018-09-30"),
        ("去年前三季度", "span", "2017-01-01", "2017-09-30"),
        ("前8个月", "span", "2018-01-01", "2018-08-31"),
        ("上半年", "span", "2018-01-01", "2018-06-30"),
        ("第三季度", "span", "2018-07-01", "2018-09-30"),
        ("10月份", "span", "2018-10-01", "2018-10-31"),
        ("2016年", "span", "2016-01-01", "2016-12-31"),
        ("全年", "span", "2018-01-01", "2018-12-31"),
        ("今年以来", "since", "2018-01-01", "2018-11-08"),
        ("截至9月底", "point", "2018-09-30", "2018-09-30"),
        ("2017年末", "point", "2017-12-31", "2017-12-31"),
        ("三季度末", "point", "2018-09-30", "2018-09-30"),
        ("11月中旬", "day", "2018-11-11", "2018-11-20"),
        ("10月28日至11月3日", "day", "2018-10-28", "2018-11-03"),
        ("2018-10-25", "day", "2018-10-25", "2018-10-25"),
        ("第三阶段", "phase", "None", "None"),
        ("近三年", "opaque", "None", "None"),
        ("“十三五”期间", "opaque", "None", "None"),
        ("2013年以来", "opaque", "None", "None"),
        ("近日", "now", "None", "None"),
    ],
)
def test_a_period_is_resolved_by_the_date_of_the_text(text, kind, start, end):
    assert _periods(text) == [(kind, start, end)]


def test_a_period_that_is_not_over_yet_belongs_to_the_year_before():
    assert _periods("1至12月", date(2019, 1, 20)) == [("span", "2018-01-01", "2018-12-31")]


def test_without_a_date_of_the_text_a_period_without_a_year_is_held_against_nothing():
    assert _periods("1至9月", None) == [("opaque", "None", "None")]


def test_a_year_said_in_the_paragraph_holds_for_what_follows():
    assert _periods("2016年工作回顾，前三季度")[1] == ("span", "2016-01-01", "2016-09-30")


@pytest.mark.parametrize("text", ["2月30日", "13月", "1至15月", "9至3月"])
def test_what_is_no_date_is_no_period(text):
    assert [p for p in _periods(text) if p[0] == "span" and "09" not in p[1]] == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("比去年同期", "compares"),
        ("去年同期", "prior"),
        ("较2016年", "compares"),
        ("11月1日，记者从市南区获悉", "reports"),
        ("11月1日，市南区召开会议", "governs"),
    ],
)
def test_a_base_of_comparison_or_a_press_date_governs_no_number(text, role):
    assert [mark.role for mark in find_periods(text, DOC)] == [role]
