"""How an official text writes a number: digits without commas, 三, 81.73亿, 200余, 约."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零一二三四五六七八九"
STEPS = ("", "十", "百", "千")
GROUPS = ("", "万", "亿", "万亿")
MYRIAD = 10_000


def plain(number: Decimal | int, decimals: int | None = None) -> str:
    """Half-width digits, no commas; rounded half up; without `decimals` no trailing zeros."""
    value = Decimal(number)
    if decimals is not None:
        return format(rounded(value, decimals), "f")
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Half up, as people round."""
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def leading_unit(number: Decimal) -> Decimal:
    """One unit of the leading digit: 216 → 100, 22 → 10."""
    return Decimal(10) ** number.adjusted()


def in_chinese(number: int) -> str:
    """三, 十二, 三百零五, 一万二千."""
    if number < 0:
        return "负" + in_chinese(-number)
    if number == 0:
        return DIGITS[0]
    groups: list[int] = []
    while number:
        number, low = divmod(number, MYRIAD)
        groups.append(low)
    text = ""
    for at in range(len(groups) - 1, -1, -1):
        group = groups[at]
        if not group:
            continue
        gap = bool(text) and (group < 1000 or not groups[at + 1])
        text += (DIGITS[0] if gap else "") + _below_myriad(group) + GROUPS[at]
    return text[1:] if text.startswith("一十") else text


def _below_myriad(number: int) -> str:
    text, gap = "", False
    for at in (3, 2, 1, 0):
        digit = number // 10**at % 10
        if digit:
            text += (DIGITS[0] if gap and text else "") + DIGITS[digit] + STEPS[at]
            gap = False
        else:
            gap = True
    return text
