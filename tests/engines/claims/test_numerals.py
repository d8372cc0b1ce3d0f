from __future__ import annotations

from decimal import Decimal

import pytest

from luodi.engines.claims.numerals import decimals, last_unit, leading_unit, parse_number, plain


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,286", "1286"),
        ("81.73", "81.73"),
        ("三", "3"),
        ("十", "10"),
        ("二十三", "23"),
        ("一百零五", "105"),
        ("两千三百", "2300"),
        ("三千六百二十一", "3621"),
        ("一万两千", "12000"),
        ("三亿二千万", "320000000"),
        ("三百二十六点八", "326.8"),
        ("零点五", "0.5"),
    ],
)
def test_a_numeral_is_read_exactly(written, value):
    assert parse_number(written) == Decimal(value)


@pytest.mark.parametrize("written", ["三五", "十七八", "二三十", "点五", "三点", "", "十百"])
def test_what_is_no_single_number_is_not_read(written):
    assert parse_number(written) is None


def test_written_decimals_are_counted():
    assert [decimals(Decimal(d)) for d in ("81.70", "81.7", "82", "3E+2")] == [2, 1, 0, 0]


def test_units_of_the_first_and_of_the_last_digit():
    values = [Decimal(d) for d in ("200", "1280", "3.8", "40")]

    assert [leading_unit(v) for v in values] == [100, 1000, 1, 10]
    assert [last_unit(v) for v in values] == [100, 10, Decimal("0.1"), 10]


def test_plain_has_no_exponent_and_no_idle_zeros():
    assert [str(plain(Decimal(d))) for d in ("8.1730E+9", "81.70", "0")] == [
        "8173000000",
        "81.7",
        "0",
    ]
