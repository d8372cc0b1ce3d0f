"""Numbers of cells: thousands commas, 万 and 亿, full width, Chinese numerals."""

import re
from decimal import Decimal
from math import isfinite
from typing import Final

from luodi.kernel.sheets.sentences import BadValue, Note
from luodi.kernel.sheets.values.texts import FIRST_LOST_NUMBER, Parsed, is_nothing, plain_text

NUMBER: Final = re.compile(
    r"(?P<sign>[+\-−]?)[¥￥]?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?(?P<scale>[万亿千百]*)"
    r"(?P<unit>元|件|个|人|次|条|户|家|项|名|天|份|台|处|平方米|亩|公里)?"
)
SCALES: Final = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
SCALES_TOGETHER: Final = {
    "百万": 10**6,
    "千万": 10**7,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
SCIENTIFIC: Final = re.compile(r"[+-]?\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
CHINESE_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
CHINESE_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
CHINESE: Final = re.compile(r"[零〇○一二三四五六七八九两十百千]+")


def parse_decimal(value: object) -> Parsed[Decimal | None]:
    """Read a number in its base unit: "1.2亿" is 120000000, "1,234.50元" is 1234.50.

    An empty cell, a dash and 无 are None. Refused: percentages, ranges, approximations,
    misplaced thousands commas.
    """
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Parsed(Decimal(value))
    if isinstance(value, float) and isfinite(value):
        return Parsed(Decimal(repr(value)))
    text = plain_text(value)
    if is_nothing(text):
        return Parsed(None)
    if SCIENTIFIC.fullmatch(text):
        raise BadValue("digits_lost", value=text)
    number = _read(re.sub(r"\s+", "", text))
    if number is None:
        raise BadValue("not_number", value=text)
    return Parsed(number)


def parse_int(value: object) -> Parsed[int | None]:
    """Read a whole number: 12, "１２", "1,200件", "十二"; an empty cell, a dash and 无 are None."""
    text = plain_text(value)
    if CHINESE.fullmatch(text) and (whole := chinese_number(text)) is not None:
        return Parsed(whole, Note("numeral", value=whole))
    number = parse_decimal(value).value
    if number is None:
        return Parsed(None)
    if number != number.to_integral_value():
        raise BadValue("not_whole", value=text)
    if isinstance(value, float | int) and abs(number) >= FIRST_LOST_NUMBER:
        raise BadValue("digits_lost", value=text)
    return Parsed(int(number))


def chinese_number(text: str) -> int | None:
    """Return the number that Chinese numerals spell, by places (三十一) or by digits (二〇二六)."""
    if not any(sign in CHINESE_PLACES for sign in text):
        digits = [CHINESE_DIGITS.get(sign) for sign in text]
        return None if None in digits or not digits else int("".join(map(str, digits)))
    total = digit = 0
    for sign in text:
        if sign in CHINESE_PLACES:
            total += (digit or 1) * CHINESE_PLACES[sign]
            digit = 0
        elif sign in CHINESE_DIGITS and not digit:
            digit = CHINESE_DIGITS[sign]
        else:
            return None
    return total + digit


def _read(text: str) -> Decimal | None:
    found = NUMBER.fullmatch(text)
    if not found:
        return None
    scale = SCALES.get(found["scale"]) or SCALES_TOGETHER.get(found["scale"])
    if scale is None:
        return None
    number = Decimal(found["digits"].replace(",", "") + (found["rest"] or "")) * scale
    return -number if found["sign"] in ("-", "−") else number
