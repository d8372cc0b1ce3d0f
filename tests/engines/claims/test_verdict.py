from __future__ import annotations

from decimal import Decimal

import pytest

from luodi.engines.claims import Claim
from luodi.engines.claims.verdict import beyond_last_digit, holds, rule_in_words


def _claim(op: str, value: str, top: str | None = None) -> Claim:
    limit = None if top is None else Decimal(top)
    return Claim(0, 1, "", Decimal(value), limit, Decimal(value), "个", "个", op, "quantity")


@pytest.mark.parametrize(
    ("op", "value", "top", "truth", "true"),
    [
        ("eq", "81.7", None, "81.73", True),
        ("eq", "81.70", None, "81.73", False),
        ("eq", "7.9", None, "7.85", True),
        ("eq", "277", None, "277", True),
        ("gt_near", "200", "300", "216", True),
        ("gt_near", "200", "300", "200", False),
        ("gt_near", "200", "300", "300", False),
        ("lt_near", "100", None, "90", True),
        ("lt_near", "100", None, "100", False),
        ("approx", "100", None, "105", True),
        ("approx", "100", None, "105.1", False),
        ("gt", "90", None, "90", False),
        ("ge", "90", None, "90", True),
        ("lt", "90", None, "90", False),
        ("le", "90", None, "90", True),
        ("range", "30", "40", "40", True),
        ("range", "30", "40", "41", False),
    ],
)
def test_the_fixed_rules(op, value, top, truth, true):
    assert holds(_claim(op, value, top), Decimal(truth)) is true


def test_a_truth_between_the_last_digit_and_the_fixed_limit_is_left_open():
    assert beyond_last_digit(_claim("gt_near", "120", "220"), Decimal(150)) is True
    assert beyond_last_digit(_claim("gt_near", "120", "220"), Decimal(126)) is False


def test_a_claim_that_says_far_too_little_is_called_loose():
    assert "过松" in rule_in_words(_claim("gt", "50"), Decimal(92))
    assert "过松" not in rule_in_words(_claim("gt", "90"), Decimal(92))
