"""A list on its way out: the same columns as its import, with the hidden key."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import IO, Any

from django.db import models
from django.utils import timezone

from luodi.kernel import trail
from luodi.kernel.sheets.declare import Sheet
from luodi.kernel.sheets.writing import KEY_COLUMN, OutColumn, write_csv, write_xlsx

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def filtered(sheet: Sheet, reader: Any, query: Any, request: Any = None) -> models.QuerySet:
    """The rows of the list as the page shows them under the same address.

    A command has no request: the filters then ask the reader and the query alone.
    """
    records = sheet.records(reader)
    if sheet.filterset is None:
        return records
    request = request or SimpleNamespace(user=reader, GET=query)
    found: models.QuerySet = sheet.filterset(query, queryset=records, request=request).qs
    return found


def export(sheet: Sheet, records: models.QuerySet, *, by: Any, kind: str = "xlsx") -> IO[bytes]:
    """Write records to a temporary file of kind xlsx or csv, positioned at its start."""
    target = tempfile.TemporaryFile()
    headings = [
        OutColumn(str(c.label), width=c.width, choices=tuple(c.choices), merge_down=c.merge_down, wrap=c.wrap)
        for c in sheet.columns
    ]  # fmt: skip
    if kind == "csv":
        write_csv(
            target,
            headings=headings,
            rows=_rows(sheet, records),
            key_column=KEY_COLUMN if sheet.match else None,
        )
    else:
        write_xlsx(
            target, title=str(sheet.label), headings=headings, rows=_rows(sheet, records),
            key_column=KEY_COLUMN if sheet.match else None,
        )  # fmt: skip
    target.seek(0)
    trail.record("kernel.sheet.export", by=by, after={"sheet": sheet.key, "kind": kind})
    return target


def _rows(sheet: Sheet, records: models.QuerySet) -> Iterator[list[Any]]:
    for record in records.iterator(chunk_size=500):
        cells = [_cell(column.show(record)) if column.show else "" for column in sheet.columns]
        yield [_key(record), *cells] if sheet.match else cells


def _key(record: Any) -> str:
    return f"{record.code}@{record.version}"


def _cell(value: Any) -> Any:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return (
        str(value) if isinstance(value, models.Model) or hasattr(value, "_proxy____cast") else value
    )
