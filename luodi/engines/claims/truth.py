"""The value a claim must be held against, in the unit the claim is written in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from .model import Claim, Figure
from .numerals import decimals, plain
from .units import CURRENCIES, dimension, read_unit

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Truth:
    """A true value; `mismatch` says why the claim is wrong whatever its number.

    `stated` is the claim as it is compared, when its sign is in a word: 下降 3.1% is -3.1.
    """

    value: Decimal
    mismatch: str = ""
    stated: Claim | None = None


NO_TRUTH = Truth(Decimal("NaN"))


def true_value(claim: Claim, figure: Figure, relation: str) -> Truth:
    """What the figure says about a claim; NO_TRUTH where it says nothing."""
    if claim.comparison is not None or claim.kind in ("growth", "delta"):
        return _change(claim, figure) if relation == "same" else NO_TRUTH
    value = figure.value if relation == "same" else figure.previous
    if value is None:
        return NO_TRUTH
    known, claimed = read_unit(figure.unit), read_unit(claim.unit)
    base = value * known.factor
    if known.base != claimed.base and {known.base, claimed.base} <= CURRENCIES:
        return Truth(plain(value), f"币种不同：记录为{figure.unit}")
    if dimension(known.base) == "percent" and known.base != claimed.base:
        return Truth(plain(value), f"单位不同：记录为{figure.unit}")
    return Truth(plain(base / claimed.factor))


def _change(claim: Claim, figure: Figure) -> Truth:
    comparison = claim.comparison
    if comparison is None:
        return NO_TRUTH
    if is_growth_figure(figure):
        return _declared_growth(claim, figure)
    if figure.previous is None:
        return NO_TRUTH
    share = dimension(read_unit(figure.unit).base) == "percent"
    match comparison.type:
        case "yoy_pp" | "yoy_pct" if share:
            points = figure.value - figure.previous
            wrong = "" if comparison.type == "yoy_pp" else "比率的变化应写百分点，不是百分数"
            return _signed(claim, points, wrong)
        case "yoy_pp" | "yoy_pct":
            wrong = "" if comparison.type == "yoy_pct" else "总量的增长应写百分数，不是百分点"
            return _signed(claim, _growth(figure), wrong)
        case "yoy_ratio":
            return _ratio(claim, figure)
        case _:
            return _difference(claim, figure)


def is_growth_figure(figure: Figure) -> bool:
    """A figure that is itself a growth: …@yoy, or one in % named 同比, 增速, 增幅."""
    if read_unit(figure.unit).base != "%":
        return False
    return "@yoy" in figure.key or any(
        word in figure.label for word in ("同比", "增速", "增幅", "涨幅", "增长")
    )


def _declared_growth(claim: Claim, figure: Figure) -> Truth:
    if claim.comparison is None or claim.comparison.type not in ("yoy_pct", "yoy_pp"):
        return NO_TRUTH
    wrong = "" if claim.comparison.type == "yoy_pct" else "记录为百分数，不是百分点"
    return _signed(claim, figure.value, wrong)


def _growth(figure: Figure) -> Decimal:
    """Year-on-year growth in %, NaN where there is no base to compare with."""
    if not figure.previous or (figure.previous < 0) != (figure.value < 0):
        return Decimal("NaN")
    return (figure.value / figure.previous - 1) * _HUNDRED


def _signed(claim: Claim, value: Decimal, mismatch: str = "") -> Truth:
    """Compare with the sign of the word: 增长 is up, 下降 is down."""
    if value.is_nan():
        return NO_TRUTH
    factor = read_unit(claim.unit).factor
    down = claim.comparison is not None and claim.comparison.direction == "down"
    shown = value / factor
    stated_value = claim.value if claim.value is not None else Decimal(0)
    if mismatch:
        return Truth(_shown(claim, shown), mismatch)
    if (value < 0) != down and value != 0:
        return Truth(_shown(claim, shown), "方向相反")
    return Truth(_shown(claim, shown), "", _magnitude(claim, stated_value, shown))


def _magnitude(claim: Claim, stated: Decimal, shown: Decimal) -> Claim:
    """The claim with the sign of the truth, so that one rule serves rise and fall."""
    sign = -1 if shown < 0 else 1
    if sign > 0:
        return replace(claim, value=abs(stated))
    flipped = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}.get(claim.op, claim.op)
    if flipped in ("gt_near", "lt_near", "range"):
        return replace(claim, value=None)
    return replace(claim, value=-abs(stated), op=flipped)


def _ratio(claim: Claim, figure: Figure) -> Truth:
    if not figure.previous or figure.previous < 0 or figure.value < 0:
        return NO_TRUTH
    times = figure.value / figure.previous
    if claim.comparison is not None and claim.comparison.direction == "down":
        return NO_TRUTH
    if claim.unit == "番":
        return Truth(times.quantize(Decimal("0.1")))
    more = times - 1 if claim.kind == "growth" else times
    return Truth(_shown(claim, more))


def _difference(claim: Claim, figure: Figure) -> Truth:
    known, claimed = read_unit(figure.unit), read_unit(claim.unit)
    if known.base != claimed.base or figure.previous is None:
        return NO_TRUTH
    return _signed(claim, (figure.value - figure.previous) * known.factor)


def _shown(claim: Claim, value: Decimal) -> Decimal:
    """The exact value, cut to a few digits more than were written."""
    places = decimals(claim.value) + 6 if claim.value is not None else 6
    return plain(round(value, places))
