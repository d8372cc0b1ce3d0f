"""What a cell says: text, numbers, dates, choices and lists, as offices write them."""

from luodi.kernel.sheets.sentences import BadValue, Note
from luodi.kernel.sheets.values.choices import parse_choice, parse_list, parse_yes_no
from luodi.kernel.sheets.values.dates import Standing, parse_date, parse_datetime, parse_deadline
from luodi.kernel.sheets.values.numbers import parse_decimal, parse_int
from luodi.kernel.sheets.values.texts import (
    Parsed,
    clean_text,
    parse_person_name,
    parse_text,
    to_halfwidth,
)

__all__ = [
    "BadValue",
    "Note",
    "Parsed",
    "Standing",
    "clean_text",
    "parse_choice",
    "parse_date",
    "parse_datetime",
    "parse_deadline",
    "parse_decimal",
    "parse_int",
    "parse_list",
    "parse_person_name",
    "parse_text",
    "parse_yes_no",
    "to_halfwidth",
]
