"""Chinese and Arabic numerals → exact decimals."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
MAGNITUDES = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}


def parse_number(written: str) -> Decimal | None:
    """Read 1,286 · 81.73 · 三百二十一 · 十二点五; None for what is no single number (三五, 十七八)."""
    plain = written.replace(",", "")
    if plain.replace(".", "", 1).isascii() and plain[:1].isdigit():
        return Decimal(plain)
    whole, dot, fraction = written.partition("点")
    if dot:
        if not fraction or any(c not in DIGITS for c in fraction):
            return None
        integer = _integer(whole)
        return None if integer is None else Decimal(f"{integer}.{_digits(fraction)}")
    integer = _integer(whole)
    return None if integer is None else Decimal(integer)


def _digits(written: str) -> str:
    return "".join(str(DIGITS[c]) for c in written)


def _integer(written: str) -> int | None:
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = written.rpartition(mark)
        if found:
            high = _integer(head)
            low = _integer(tail) if tail else 0
            return None if high is None or low is None else high * size + low
    return _below_ten_thousand(written)


def _below_ten_thousand(written: str) -> int | None:
    """三百二十一 → 321; two bare digits in a row (三五) are an idiom, not a number."""
    if not written:
        return None
    total, digit, ceiling = 0, None, 10**4
    for char in written:
        if char in _SMALL:
            size = _SMALL[char]
            if size >= ceiling:
                return None
            total += (1 if digit is None else digit) * size
            digit, ceiling = None, size
        elif char in DIGITS and (digit is None or digit == 0):
            digit = DIGITS[char]
        else:
            return None
    return total + (digit or 0)


def decimals(value: Decimal) -> int:
    """How many decimals were written: 81.70 has two."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def leading_unit(value: Decimal) -> Decimal:
    """One unit of the leading digit: 200 → 100, 40 → 10, 3.8 → 1."""
    return Decimal(1).scaleb(value.adjusted()) if value else Decimal(1)


def last_unit(value: Decimal) -> Decimal:
    """One unit of the last digit that is not zero: 1280 → 10, 3.8 → 0.1."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: 8.1730E+9 → 8173000000."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
