"""Codes for the new rows of an import, reserved before its long transaction begins.

The counter of a code stays locked to the end of the transaction that takes one: an import of a
hundred thousand rows would keep everybody else from registering anything meanwhile. So its numbers
are taken in a short transaction of their own and noted with the import. One that failed or was killed
uses the same numbers when it is tried again; one that is given up hands them back, unless later ones
were given out since: these then stay unused.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from luodi.kernel import codes
from luodi.kernel.choices import ImportState, RowVerdict
from luodi.kernel.models import ImportRow, ImportRun
from luodi.kernel.sheets.declare import SHEETS, Numbering, Sheet
from luodi.kernel.sheets.values import clean_text


def reserve(run_pk: int) -> None:
    """Take the numbers that a confirmed import will need. Commits; call it in no transaction."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_pk)
        sheet = SHEETS[run.sheet]
        if run.state != ImportState.APPLYING or sheet.numbering is None:
            return
        prefix, needed = sheet.numbering.prefix(), _needed(run, sheet)
        if run.numbers.get("prefix") == prefix and len(_numbers(run)) >= needed:
            return
        release(run)
        taken = codes.take(prefix, needed)
        run.numbers = {"prefix": prefix, "first": taken.start, "end": taken.stop}
        run.save(update_fields=["numbers"])


def reserved(run: ImportRun, numbering: Numbering | None) -> Iterator[str]:
    """The codes of the numbers taken for this import, in order."""
    if numbering is not None:
        for number in _numbers(run):
            yield codes.code_of(run.numbers["prefix"], number, numbering.width)


def release(run: ImportRun) -> None:
    """Hand back the numbers of an import that will not be written."""
    if run.numbers:
        codes.hand_back(run.numbers["prefix"], _numbers(run))
        run.numbers = {}
        run.save(update_fields=["numbers"])


def _numbers(run: ImportRun) -> range:
    return range(run.numbers.get("first", 0), run.numbers.get("end", 0))


def _needed(run: ImportRun, sheet: Sheet) -> int:
    """New rows that bring no code of their own."""
    rows = ImportRow.objects.filter(run=run, accepted=True, verdict=RowVerdict.NEW)
    if not any(column.key == "code" for column in sheet.importable):
        return rows.count()
    said: Any = rows.values_list("values__code", flat=True)
    return sum(1 for code in said.iterator() if not clean_text(code))
