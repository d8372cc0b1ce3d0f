"""Text of cells: cleaned at the edges, narrowed to half width, never reworded."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, Generic, TypeVar

from luodi.kernel.sheets.sentences import BadValue, Note

Value = TypeVar("Value")

EXCEL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
# What people put into a cell to say that there is nothing.
NOTHING: Final = frozenset({"", "-", "--", "—", "——", "/", "无", "暂无"})
FIRST_LOST_NUMBER: Final = 10**15
HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Control characters, byte order marks and zero-width spaces; the joiner inside emoji stays.
UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u2060\ufffe\uffff]")
LINE_BREAK: Final = re.compile("\r\n?|\u2028|\u2029|\x85")
BETWEEN_CHINESE: Final = re.compile(r"(?<=[\u3400-\u9fff·])\s+(?=[\u3400-\u9fff·])")


@dataclass(slots=True, unsafe_hash=True)
class Parsed(Generic[Value]):
    """What a cell was read as, and what had to be assumed. Never changed; not frozen for speed."""

    value: Value
    note: Note | None = None


def to_halfwidth(text: str) -> str:
    """Narrow full-width letters, digits, signs and spaces."""
    return text if text.isascii() else text.translate(HALF_WIDTH)


def clean_text(value: object) -> str:
    """Return the cell as text: edges trimmed, line breaks alike, unseen characters gone."""
    if isinstance(value, str):
        if not value.isprintable():
            value = UNSEEN.sub("", LINE_BREAK.sub("\n", value))
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | Decimal):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _number_text(value: float | Decimal) -> str:
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if number.is_finite() and number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{number:f}"


def plain_text(value: object) -> str:
    """Return the cell cleaned, narrowed and without spaces around; a failed formula is refused."""
    text = to_halfwidth(clean_text(value)).strip()
    if text in EXCEL_ERRORS:
        raise BadValue("excel_error", value=text)
    return text


def parse_text(value: object, *, max_length: int | None = None) -> Parsed[str]:
    """Read a text; its words stay as they are.

    Refused: a failed formula, a number of more than 15 digits (Excel has already lost the
    last ones), more than `max_length` characters.
    """
    text = clean_text(value)
    if text in EXCEL_ERRORS:
        raise BadValue("excel_error", value=text)
    if isinstance(value, int | float) and abs(value) >= FIRST_LOST_NUMBER:
        raise BadValue("digits_lost", value=text)
    if max_length is not None and len(text) > max_length:
        raise BadValue("too_long", length=len(text), limit=max_length)
    return Parsed(text)


def parse_person_name(value: object) -> Parsed[str]:
    """Read the name of one person: "张　三" is 张三; refused when it holds digits or several names."""
    text = plain_text(value)
    name = BETWEEN_CHINESE.sub("", re.sub(r"\s+", " ", text)).replace("•", "·").replace("・", "·")
    if len(name) > 50 or re.search(r"[\d、,;/]", name):
        raise BadValue("not_person_name", value=text)
    return Parsed(name, Note("spaces_removed") if name != text else None)


def is_nothing(text: str) -> bool:
    """Say whether the text only says that there is nothing."""
    return text in NOTHING


def same_key(text: str) -> str:
    """Return what two spellings of one label have in common: width, case, spaces and breaks aside."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
