"""What cells of the ledger mean."""

import re
from typing import Any

from django.db.models import F

from luodi.kernel import clock
from luodi.kernel.models import Person, Unit
from luodi.kernel.sheets.declare import Reading
from luodi.kernel.sheets.values import (
    Parsed,
    Standing,
    clean_text,
    parse_choice,
    parse_deadline,
    parse_list,
    parse_text,
)
from luodi.measures.choices import DeadlineKind

KIND_OF = {
    Standing.AT_ONCE: DeadlineKind.IMMEDIATE,
    Standing.LONG_TERM: DeadlineKind.SUSTAINED,
}
RESULT_FORM = "成果形式："
PHONE_BEHIND = re.compile(
    r"(?<=[^\d\s])[\s，,、：:（(]*(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8})[)）]?$"
)


def text(longest: int | None = None) -> Any:
    return lambda cell, reading: parse_text(cell, max_length=longest)


def goal(cell: Any, _reading: Reading) -> Parsed:
    """Target and, after 成果形式：, the form of the result."""
    text = clean_text(cell).replace("成果形式:", RESULT_FORM)
    target, _mark, form = text.partition(RESULT_FORM)
    parse_text(target.strip(), max_length=300)
    parse_text(form.strip(), max_length=120)
    return Parsed((target.strip(" \n；;"), form.strip()))


def deadline(cell: Any, _reading: Reading) -> Parsed:
    """(kind, day): a date, 立行立改 or 长期坚持."""
    read = parse_deadline(cell, today=clock.today())
    if isinstance(read.value, Standing):
        return Parsed((str(KIND_OF[read.value]), None), read.note)
    return Parsed((str(DeadlineKind.DATED), read.value), read.note)


def person(cell: Any, reading: Reading) -> Parsed:
    """Somebody by name; a telephone number behind the name, as offices write it, is left aside."""
    name = PHONE_BEHIND.sub("", clean_text(cell))
    if not name:
        return Parsed(None)
    return parse_choice(name, reading.once("people", people_by_name))


def units(cell: Any, reading: Reading) -> Parsed:
    names = parse_list(cell)
    known = reading.once("units", unit_names)
    return Parsed([parse_choice(name, known).value for name in names.value], names.note)


def unit(cell: Any, reading: Reading) -> Parsed:
    return parse_choice(cell, reading.once("units", unit_names))


def unit_names() -> dict[str, Unit]:
    rows = Unit.objects.order_by(F("valid_to").asc(nulls_last=True), "pk")
    return {name: unit for unit in rows for name in (unit.code, unit.full_name, unit.short_name)}


def people_by_name() -> dict[str, Person | str]:
    """By name, those in office before those who left; a name two bear stands for neither: it stays text."""
    found: dict[str, Person | str] = {}
    for someone in Person.objects.order_by("-active", "pk"):
        known = found.get(someone.name)
        if known is None:
            found[someone.name] = someone
        elif someone.active:
            found[someone.name] = someone.name
    return found
