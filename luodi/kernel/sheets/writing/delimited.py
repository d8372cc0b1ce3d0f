"""CSV out, as Excel and WPS open it without asking."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from io import TextIOWrapper
from os import PathLike
from pathlib import Path
from typing import Any

from luodi.kernel.sheets.formulas import guard
from luodi.kernel.sheets.writing.columns import OutColumn, OutValue, Target, tidy


def write_csv(
    target: Target,
    *,
    headings: Sequence[OutColumn],
    rows: Iterable[Sequence[OutValue]],
    key_column: str | None = None,
) -> int:
    """Write UTF-8 with a byte order mark, as Excel wants it, and return how many rows it has.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, which
    reading the file back takes off.
    """
    count = 0
    with _text(target) as text:
        writer = csv.writer(text)
        labels = [str(column.label) for column in headings]
        writer.writerow([guard(label) for label in ([key_column] if key_column else []) + labels])
        for row in rows:
            writer.writerow([_csv_text(value) for value in row])
            count += 1
    return count


def _csv_text(value: OutValue) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(tidy(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


@contextmanager
def _text(target: Target) -> Iterator[Any]:
    if isinstance(target, str | PathLike):
        with Path(target).open("w", encoding="utf-8-sig", newline="") as text:
            yield text
        return
    wrapper = TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    try:
        yield wrapper
    finally:
        wrapper.detach()
