"""Filters: they change only what a figure looks like, never what it is, and refuse to lie."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from luodi.briefs.language import numerals
from luodi.briefs.language.faults import Wrong
from luodi.briefs.language.traced import Traced

HUNDRED_MILLION, TEN_THOUSAND = Decimal(10) ** 8, Decimal(10) ** 4
NEAR = Decimal("0.05")
"""约 may be off by a twentieth."""


def _number(value: Traced, word: str) -> Decimal:
    if not isinstance(value, Traced) or value.value is None:
        raise Wrong(f"“{word}”只能用在 fig(…) 的结果上")
    return Decimal(value.number or 0)


def _is_empty(value: Traced) -> bool:
    return value.value is not None and value.number is None


def in_hundred_millions(value: Traced, decimals: int = 2) -> Traced:
    """81.73亿元."""
    return _scaled(value, "亿", HUNDRED_MILLION, decimals)


def in_ten_thousands(value: Traced, decimals: int = 2) -> Traced:
    """4090万美元."""
    return _scaled(value, "万", TEN_THOUSAND, decimals)


def _scaled(value: Traced, word: str, size: Decimal, decimals: int) -> Traced:
    number = _number(value, word)
    if _is_empty(value):
        return value
    text = numerals.plain(number / size, decimals)
    if number and not Decimal(text) and not value.page.rehearsing:
        raise Wrong(f"{numerals.plain(number)}{value.unit}太小，写成“{word}”会变成零")
    return value.saying(f"{text}{word}{value.unit}", word, decimals)


def more_than(value: Traced) -> Traced:
    """216 → 200余; refused where it would be false: 200 is not 200余."""
    number = _number(value, "余")
    if value.page.rehearsing or _is_empty(value):
        return value
    if number < 10:
        raise Wrong(f"{numerals.plain(number)}{value.unit}不能写成“余”，请直接写出")
    step = numerals.leading_unit(number)
    floor = number // step * step
    if floor == number:
        raise Wrong(f"正好是 {numerals.plain(number)}{value.unit}，写成“余”与事实不符")
    return value.saying(f"{numerals.plain(floor)}余{value.unit}", "余")


def about(value: Traced) -> Traced:
    """216 → 约220: two digits, refused when that is off by more than a twentieth."""
    number = _number(value, "约")
    if value.page.rehearsing or _is_empty(value) or not number:
        return value
    step = numerals.leading_unit(number) / 10
    near = numerals.rounded(number / step, 0) * step
    if abs(near - number) > abs(number) * NEAR:
        raise Wrong(f"{numerals.plain(number)}{value.unit}写成“约{numerals.plain(near)}”误差过大")
    return value.saying(f"约{numerals.plain(near)}{value.unit}", "约")


def in_characters(value: Traced) -> Traced:
    """4 → 四个."""
    number = _number(value, "cn")
    if _is_empty(value):
        return value
    if number != int(number):
        raise Wrong(f"{numerals.plain(number)}{value.unit}有小数，不能写成汉字")
    return value.saying(numerals.in_chinese(int(number)) + value.unit, "cn")


def as_percent(value: Traced, decimals: int = 1) -> Traced:
    """A ratio 0.953 or a figure in %: 95.3%."""
    number = _number(value, "pct")
    if _is_empty(value):
        return value
    share = number if value.unit == "%" else number * 100
    return value.saying(f"{numerals.plain(share, decimals)}%", "pct", decimals)


def without_unit(value: Traced) -> Traced:
    """Only the number, where the sentence says the unit itself: {{ fig(…)|cn|数 }}大类."""
    _number(value, "数")
    unit = value.unit
    text = value.shown.removesuffix(unit) if unit else value.shown
    return value.saying(text, "数")


FILTERS: dict[str, Callable[..., Traced]] = {
    "亿": in_hundred_millions, "万": in_ten_thousands, "余": more_than, "约": about,
    "cn": in_characters, "pct": as_percent, "数": without_unit,
}  # fmt: skip


def said_again(value: Traced, form: Iterable[Sequence[Any]]) -> str:
    """A value in the words the same filters make of it; as it is where they would be false."""
    made = value
    for name, *given in form:
        try:
            made = FILTERS[name](made, *given)
        except Wrong:
            return value.shown
    return made.shown
