"""Workbooks of spreadsheet programs, read through calamine once their extent is known."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook.book import Cell, Known, Row, Workbook
from luodi.kernel.sheets.workbook.extents import Extent
from luodi.kernel.sheets.workbook.limits import MAX_CELLS, MAX_MERGES, Limits
from luodi.kernel.sheets.workbook.merges import Merge
from luodi.kernel.sheets.workbook.rehearsal import rehearse

# Given the name of a sheet and its place among all sheets, hidden ones too.
Measure = Callable[[str, int], Extent]


class ExcelWorkbook(Workbook):
    """An xlsx, xlsb, ods or xls file; the sheet read last stays loaded."""

    def __init__(
        self, path: Path, name: str, limits: Limits, measure: Measure, known: Known
    ) -> None:
        if not known:
            rehearse(path, name)
        # Given a path, the reader would go by its extension.
        with _refusals(name), path.open("rb") as file:
            self._book = CalamineWorkbook.from_filelike(file)
        super().__init__(name, limits, _sheet_names(self._book, name))
        self.known = dict(known)
        self._path = path
        self._measure = measure
        self._loaded: tuple[str, CalamineSheet, Extent] | None = None

    def merged(self, sheet_name: str | None = None) -> list[Merge]:
        name = self._known(sheet_name)
        sheet, extent = self._load(name)
        merges = [
            Merge(top, left, min(bottom, extent.rows - 1), min(right, extent.columns - 1))
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ]
        area = sum((one.bottom - one.top + 1) * (one.right - one.left + 1) for one in merges)
        if len(merges) > MAX_MERGES or area > MAX_CELLS:
            raise BadFile("too_many_merges", name=self.name, sheet=name)
        return merges

    def close(self) -> None:
        self._loaded = None
        self._book.close()

    def _read(self, sheet: str) -> Iterator[Row]:
        loaded, extent = self._load(sheet)
        if extent.errors:
            return _with_errors(loaded, extent)
        return (tuple([_plain(cell) for cell in row]) for row in loaded.iter_rows())

    def length(self, sheet_name: str | None = None) -> int:
        return self._load(self._known(sheet_name))[1].rows

    def _load(self, name: str) -> tuple[CalamineSheet, Extent]:
        if self._loaded is None or self._loaded[0] != name:
            self._loaded = None
            extent = self._tried(name)
            with _refusals(self.name):
                self._loaded = name, self._book.get_sheet_by_name(name), extent
        return self._loaded[1], self._loaded[2]

    def _tried(self, name: str) -> Extent:
        """How far a sheet reaches, after it was read where a crash does no harm."""
        if said := self.known.get(name):
            extent = Extent.from_json(said)
            extent.check(self.name, name, self.limits)
            return extent
        extent = self._measure(name, self._book.sheet_names.index(name))
        extent.check(self.name, name, self.limits)
        rehearse(self._path, self.name, name)
        self.known[name] = extent.to_json()
        return extent


def _plain(cell: Cell) -> Cell:
    """Turn calamine's empty text into None and its whole floats into whole numbers."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return None if cell == "" else cell


def _with_errors(sheet: CalamineSheet, extent: Extent) -> Iterator[Row]:
    """Put #N/A and its like back: a failed formula is not an empty cell."""
    by_row: dict[int, dict[int, str]] = {}
    for (failed_row, column), error in extent.errors.items():
        by_row.setdefault(failed_row, {})[column] = error
    for number, row in enumerate(sheet.iter_rows()):
        cells: list[Cell] = [_plain(cell) for cell in row]
        for column, error in by_row.get(number, {}).items():
            cells[column : column + 1] = [error]
        yield tuple(cells)


def _sheet_names(book: CalamineWorkbook, name: str) -> list[str]:
    """Return the worksheets a person sees; all of them when every one is hidden."""
    tables = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    seen = [sheet.name for sheet in tables if sheet.visible == SheetVisibleEnum.Visible]
    if not tables:
        raise BadFile("no_sheets", name=name)
    return seen or [sheet.name for sheet in tables]


@contextmanager
def _refusals(name: str) -> Iterator[None]:
    """Turn whatever the reader stumbles over into one sentence."""
    try:
        yield
    except PasswordError as why:
        raise BadFile("password", name=name) from why
    except (CalamineError, OSError, ValueError, OverflowError) as why:
        raise BadFile("broken", name=name) from why
