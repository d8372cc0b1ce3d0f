"""The fixed rules by which a claim is true: one per qualifier."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from .model import Claim
from .numerals import decimals, last_unit

_RULES = {
    "eq": "按写出的小数位四舍五入后相等",
    "gt_near": "大于所写的数，且不到其首位数加一",
    "lt_near": "不小于所写数的九成，且小于所写的数",
    "approx": "与所写的数相差不超过 5%",
    "gt": "大于所写的数",
    "ge": "不小于所写的数",
    "lt": "小于所写的数",
    "le": "不大于所写的数",
    "range": "落在所写的范围内",
}
_LOOSE = Decimal("1.5")
_NEAR = Decimal("0.9")
_ABOUT = Decimal("0.05")


def holds(claim: Claim, truth: Decimal) -> bool:
    """Whether a true value, in the written unit of the claim, satisfies it."""
    if claim.value is None:
        return False
    top = claim.value if claim.value_max is None else claim.value_max
    return _TESTS[claim.op](claim.value, top, truth)


_TESTS: dict[str, Callable[[Decimal, Decimal, Decimal], bool]] = {
    "eq": lambda v, top, t: round_half_up(t, decimals(v)) == v,
    "gt_near": lambda v, top, t: v < t < top,
    "lt_near": lambda v, top, t: v * _NEAR <= t < v,
    "approx": lambda v, top, t: abs(t - v) <= abs(v) * _ABOUT,
    "gt": lambda v, top, t: t > v,
    "ge": lambda v, top, t: t >= v,
    "lt": lambda v, top, t: t < v,
    "le": lambda v, top, t: t <= v,
    "range": lambda v, top, t: v <= t <= top,
}


def beyond_last_digit(claim: Claim, truth: Decimal) -> bool:
    """120余 with a true 150: inside the fixed rule (below 220), outside what the words say (below 130)."""
    if claim.op != "gt_near" or not claim.value:
        return False
    return truth >= claim.value + last_unit(claim.value)


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round as offices do: 7.85 → 7.9."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def rule_in_words(claim: Claim, truth: Decimal) -> str:
    """The rule that was applied, with a warning when 以上 or 超过 says far too little."""
    words = _RULES[claim.op]
    if claim.op in ("gt", "ge") and claim.value is not None and truth > claim.value * _LOOSE:
        return f"{words}；说得过松，真值是所写数的 1.5 倍以上"
    return words
