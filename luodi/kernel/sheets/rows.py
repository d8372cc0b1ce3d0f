"""What one row of a file means: its cells read, its record found, its verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import bulk
from luodi.kernel.choices import RowVerdict
from luodi.kernel.models import ImportRow, ImportRun
from luodi.kernel.refusals import Refused
from luodi.kernel.sheets.declare import Column, Reading, Sheet
from luodi.kernel.sheets.sentences import BadValue, Sentence
from luodi.kernel.sheets.values import Parsed, clean_text

Cells = dict[str, Any]


REMEMBERED = 40
"""Cells up to this length are read once: columns of units, kinds and days say few things often."""
MANY = 5_000
"""After so many different cells a column shows whether it says few things often."""


@dataclass(slots=True)
class Read:
    """What a cell of a column was read as, or the sentence against it.

    Not frozen, as one is made for every cell: freezing triples the price.
    """

    value: Any = None
    note: str | None = None
    error: str | None = None


class ColumnReader:
    """Reads the cells of one column; one that says few things often is read from memory."""

    __slots__ = ("_hits", "_known", "_parse", "_reading", "required")

    def __init__(self, column: Column, reading: Reading) -> None:
        self.required = column.required
        self._parse, self._reading = column.parse, reading
        self._known: dict[Any, Read] | None = {}
        self._hits = 0

    def read(self, cell: Any) -> Read:
        """What this cell says; errors and notes in the reader's language."""
        known = self._known
        if known is None or (type(cell) is str and len(cell) > REMEMBERED):
            return self._read(cell)
        key = type(cell), cell  # 1, 1.0 and True are equal, and are read differently
        if (read := known.get(key)) is not None:
            self._hits += 1
            return read
        read = known[key] = self._read(cell)
        if len(known) == MANY:
            self._known, self._hits = ({} if self._hits > MANY else None), 0
        return read

    def _read(self, cell: Any) -> Read:
        try:
            result = self._parse(cell, self._reading) if self._parse else cell
        except BadValue as error:
            return Read(error=_(error.template) % error.details)
        if not isinstance(result, Parsed):
            return Read(result)
        return Read(result.value, _told(result.note) if result.note is not None else None)


class RowReader:
    """Reads rows of one sheet for one import; look-ups are made once."""

    def __init__(self, sheet: Sheet, reading: Reading, run: ImportRun | None = None) -> None:
        self.sheet, self.reading = sheet, reading
        self._blank = ImportRow(run=run)
        self._columns = {column.key: column for column in sheet.importable}
        self._readers = {key: ColumnReader(c, reading) for key, c in self._columns.items()}
        self._seen: dict[str, int] = {}
        self._records: Mapping[str, Any] = {}

    def judge(self, chunk: Sequence[tuple[int, Cells]]) -> list[ImportRow]:
        """Say of each row what it would do. Existing records are looked up once for the chunk."""
        rows = [self._row(number, cells) for number, cells in chunk]
        self.look_up(rows)
        for row in rows:
            self._decide(row)
        return rows

    def parsed(self, row: ImportRow) -> Cells:
        """The values of a row without errors, read again from its cells."""
        return self.values_of({k: v for k, v in row.values.items() if k in self._columns})

    def values_of(self, cells: Cells) -> Cells:
        """Read cells that could be read before; what no longer can (a unit closed since) is refused."""
        values: Cells = {}
        for key, cell in cells.items():
            read = self._readers[key].read(cell)
            if read.error is not None:
                raise Refused(read.error)
            values[key] = read.value
        return values

    def look_up(self, rows: Sequence[ImportRow]) -> None:
        """Read the records these rows may match, in bulk; those of earlier rows are let go."""
        if not (self.sheet.match and self.sheet.existing):
            return
        keys = [key for row in rows if (key := self._key(row)[0])]
        self._records = self.sheet.existing(keys, self.reading) if keys else {}

    def found(self, row: ImportRow) -> tuple[Any, int | None]:
        """The record a changed row (looked up before) speaks of, and the version its change was
        seen against: the file's own, or the one of the preview."""
        key, version = self._key(row)
        if key not in self._records:
            raise Refused(self._not_found(key))
        return self._records[key], row.object_version if version is None else version

    def _row(self, number: int, cells: Cells) -> ImportRow:
        values = {
            key: cell if type(cell) is str or cell is None else _kept(cell)
            for key, cell in cells.items()
        }
        row = bulk.like(self._blank, number=number, values=values, errors={}, notes={}, before={})
        parsed: Cells = {}
        for key, reader in self._readers.items():
            if key in values or reader.required:
                self._read_cell(row, key, reader, parsed)
        if not row.errors and self.sheet.check:
            row.errors.update(self.sheet.check(parsed, self.reading))
        return row

    def _read_cell(self, row: ImportRow, key: str, reader: ColumnReader, parsed: Cells) -> None:
        cell = row.values.get(key, "")
        if reader.required and clean_text(cell) == "":
            row.errors[key] = _("“%(label)s”不能为空。") % {"label": self._columns[key].label}
            return
        read = reader.read(cell)
        if read.error is not None:
            row.errors[key] = read.error
            return
        if read.note is not None:
            row.notes[key] = read.note
        parsed[key] = read.value

    def _decide(self, row: ImportRow) -> None:
        key, version = self._key(row)
        if key and key in self._seen:
            row.errors[self.sheet.match] = _("与第%(row)d行重复。") % {"row": self._seen[key]}
        elif key:
            self._seen[key] = row.number
        record = self._records.get(key) if key else None
        if record is not None:
            row.object_id, row.object_version = record.pk, record.version
            self._check_same_row(row, record)
            if not row.errors:
                row.before = self._changed_cells(row, record)
        elif row.values.get("_key"):
            row.errors[self.sheet.match] = self._not_found(key)
        row.verdict = self._verdict(row, record, version)
        row.accepted = row.verdict in (RowVerdict.NEW, RowVerdict.CHANGED)

    def _check_same_row(self, row: ImportRow, record: Any) -> None:
        """The hidden key and the printed one must name one record: half a table may be sorted."""
        match = self._columns.get(self.sheet.match)
        said = clean_text(row.values.get(self.sheet.match))
        if match is None or match.show is None or not said or not row.values.get("_key"):
            return
        if said != clean_text(match.show(record)):
            row.errors[match.key] = _(
                "“%(said)s”与这一行原来的“%(was)s”不是同一条记录，可能只排序了部分列，请整表排序后再导入。"
            ) % {"said": said, "was": match.show(record)}

    @staticmethod
    def _not_found(key: str) -> str:
        return _("没有找到编号为“%(key)s”的记录，或您无权修改它。") % {"key": key}

    def _verdict(self, row: ImportRow, record: Any, version: int | None) -> RowVerdict:
        if row.errors:
            return RowVerdict.ERROR
        if record is None:
            return RowVerdict.NEW
        if not row.before:
            return RowVerdict.SAME
        if version is not None and version != record.version:
            return RowVerdict.STALE
        return RowVerdict.CHANGED

    def _changed_cells(self, row: ImportRow, record: Any) -> Cells:
        """Columns whose meaning differs from the record's: column → what the record says now."""
        before: Cells = {}
        for key, column in self._columns.items():
            if key not in row.values or column.show is None or key == self.sheet.match:
                continue
            now = _kept(column.show(record))
            if self._meaning(key, now) != self._meaning(key, row.values[key]):
                before[key] = now
        return before

    def _meaning(self, key: str, cell: Any) -> Any:
        read = self._readers[key].read(cell)
        return read.value if read.error is None else (read.error, cell)

    def _key(self, row: ImportRow) -> tuple[str, int | None]:
        """(code, version) from the hidden key, or (the match column, None)."""
        if hidden := row.values.get("_key"):
            code, _at, version = clean_text(hidden).partition("@")
            if code:
                return code, int(version) if version.isdigit() else None
        return clean_text(row.values.get(self.sheet.match)) if self.sheet.match else "", None


def _kept(cell: Any) -> Any:
    """A cell as JSON keeps it; reading it again gives the same meaning."""
    if type(cell) is str or cell is None:
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, (datetime, date, Decimal)) or not isinstance(
        cell, (str, int, float, bool, type(None))
    ):
        return clean_text(cell)
    return cell


def _told(sentence: Sentence) -> str:
    return str(_(sentence.template) % sentence.details)
