"""A sheet: declared columns ↔ fields with Chinese headings; import and export are both made of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise

from luodi.kernel.declared import SHEET, declare
from luodi.kernel.edits import Edit

Text = str | Promise
Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column. `parse` takes (cell, context) and returns a value or raises `BadValue`; a column
    without `parse` is only exported. `show` takes a record and returns what the cell says."""

    key: str
    label: Text
    show: Callable[[Any], Any] | None = None
    parse: Callable[[Any, "Reading"], Any] | None = None
    aliases: Sequence[str] = ()
    required: bool = False
    width: int = 14
    wrap: bool = False
    merge_down: bool = False
    choices: Sequence[str] = ()
    private: bool = False


@dataclass(frozen=True)
class Numbering:
    """How records that bring no code of their own are numbered: under today's prefix, so wide."""

    prefix: Callable[[], str]
    width: int = 4


@dataclass
class Reading:
    """What parsing needs to know: who imports, into what, and lookups read once per import.

    `codes` are those reserved for the new records of this import; when they run out, a record is
    given the next one as if it came alone.
    """

    by: Any
    context: Mapping[str, Any]
    codes: Iterator[str] = field(default_factory=lambda: iter(()))
    cache: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """A look-up made once per import: `reading.once("units", lambda: …)`."""
        if name not in self.cache:
            self.cache[name] = read()
        return self.cache[name]


@dataclass(frozen=True)
class Sheet:
    """What an office exchanges as Excel or CSV about one kind of record.

    key       room.noun, as in `listening.statements`
    match     column that names an existing record (its `code`, or a source's own number); rows that
              match become changes, others new records
    existing  (keys, reading) → {key: record}: records of the reader that rows may match, in bulk
    before    record → the values its columns have now, for the cell-level diff
    create    (rows, reading) → records: makes new ones in bulk, through the room's actions
    change    (edits, reading) → records: edits existing ones in bulk, through `edits.edit_many`;
              raises `RefusedAt` the one that may not be changed
    undo      (records, run's reader) → None: takes back what `create` made; None: not possible
    check     (row, reading) → {column: sentence}: what one cell alone cannot tell
    may       (reader, context) → sentence | None: why this reader may not import here
    needs     context keys the upload page asks for (campaign, unit), as (key, label, queryset fn)
    records   reader → queryset for export, before the list's own filters
    numbering how new records without a code are numbered; `create` takes them from `reading.codes`
    """

    key: str
    label: Text
    columns: Sequence[Column]
    records: Callable[[Any], models.QuerySet]
    match: str = ""
    existing: Callable[[Sequence[str], Reading], Mapping[str, Any]] | None = None
    before: Callable[[Any], Row] | None = None
    create: Callable[[Sequence[Row], Reading], Sequence[Any]] | None = None
    change: Callable[[Sequence[Edit], Reading], Sequence[Any]] | None = None
    undo: Callable[[models.QuerySet, Any, str], None] | None = None
    check: Callable[[Row, Reading], Mapping[str, str]] | None = None
    may: Callable[[Any, Mapping[str, Any]], str | None] | None = None
    needs: Sequence[tuple[str, Text, Callable[[Any], models.QuerySet]]] = ()
    numbering: Numbering | None = None
    filterset: type | None = None
    landscape: bool = True

    @property
    def importable(self) -> list[Column]:
        """Columns a file may bring."""
        return [column for column in self.columns if column.parse]


SHEETS: dict[str, Sheet] = {}
"""Every sheet of every room, by key."""


def register(sheet: Sheet) -> Sheet:
    """Declare a sheet."""
    if declare(SHEET, sheet.key, known=sheet.key in SHEETS):
        SHEETS[sheet.key] = sheet
    return sheet
