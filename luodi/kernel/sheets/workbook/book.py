"""An opened workbook: the names of its sheets, their rows as a stream, their merged cells."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from itertools import chain
from types import TracebackType
from typing import Any, TypeAlias

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook.limits import Limits
from luodi.kernel.sheets.workbook.merges import Merge, fill_merges

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
Row: TypeAlias = tuple[Cell, ...]
Known: TypeAlias = dict[str, Any]
"""What was found out about the sheets of a file, as JSON keeps it."""


class Workbook(AbstractContextManager["Workbook"]):
    """A file that passed the door; a sheet is read when asked for, as often as asked for."""

    def __init__(self, name: str, limits: Limits, sheet_names: list[str]) -> None:
        self.name = name
        self.limits = limits
        self.sheet_names = sheet_names
        self.known: Known = {}

    def rows(self, sheet_name: str | None = None, *, fill_merged: bool = False) -> Iterator[Row]:
        """Stream a sheet from its first row to the last that holds something; blank rows are ().

        The first sheet is meant when none is named. What makes a sheet unusable is refused
        before the first row is handed out; a sheet with too many rows, when they are reached.
        """
        sheet = self._known(sheet_name)
        rows = self._read(sheet)
        if fill_merged and (merges := self.merged(sheet)):
            rows = fill_merges(rows, merges)
        return self._without_ghosts(sheet, rows)

    def merged(self, sheet_name: str | None = None) -> list[Merge]:
        """Return the merged ranges of a sheet."""
        self._known(sheet_name)
        return []

    def length(self, sheet_name: str | None = None) -> int:
        """Return how many rows a sheet has; rows at its end that hold only spaces may count."""
        return sum(1 for _row in self.rows(sheet_name))

    def close(self) -> None:
        """Let the file go."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self, sheet: str) -> Iterable[Row]:
        raise NotImplementedError

    def _known(self, sheet: str | None) -> str:
        if sheet is None:
            return self.sheet_names[0]
        if sheet not in self.sheet_names:
            names = "、".join(self.sheet_names)
            raise BadFile("no_such_sheet", name=self.name, sheet=sheet, sheets=names)
        return sheet

    def _without_ghosts(self, sheet: str, rows: Iterable[Row]) -> Iterator[Row]:
        trimmed = self._trim(sheet, rows)
        first = next(trimmed, None)
        if first is None:
            raise BadFile("no_rows", name=self.name, sheet=sheet)
        return chain([first], trimmed)

    def _trim(self, sheet: str, rows: Iterable[Row]) -> Iterator[Row]:
        blank = 0
        for number, row in enumerate(rows, start=1):
            if is_blank(row):
                blank += 1
                continue
            if number > self.limits.max_rows:
                limit = self.limits.max_rows
                raise BadFile("too_many_rows", name=self.name, sheet=sheet, limit=limit)
            for _ in range(blank):
                yield ()
            blank = 0
            yield row


def is_blank(row: Sequence[object]) -> bool:
    """Say whether a row holds nothing but empty cells and spaces."""
    return not any(
        cell is not None and not (isinstance(cell, str) and not cell.strip()) for cell in row
    )
