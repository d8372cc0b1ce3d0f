"""Open a table file safely and stream its rows; content decides what it is, not its name."""

from os import PathLike
from pathlib import Path

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook import ods_sheets, xls_sheets, xlsb_sheets, xlsx_sheets
from luodi.kernel.sheets.workbook.archive import Archive
from luodi.kernel.sheets.workbook.book import Cell, Known, Row, Workbook, is_blank
from luodi.kernel.sheets.workbook.delimited import DelimitedWorkbook
from luodi.kernel.sheets.workbook.excel import ExcelWorkbook, Measure
from luodi.kernel.sheets.workbook.extents import Extent, check_together
from luodi.kernel.sheets.workbook.kinds import look_inside
from luodi.kernel.sheets.workbook.limits import MIB, Limits
from luodi.kernel.sheets.workbook.merges import Merge

__all__ = ["BadFile", "Cell", "Known", "Merge", "Row", "Workbook", "is_blank", "open_workbook"]


def open_workbook(
    path: str | PathLike[str],
    *,
    name: str,
    max_bytes: int = 50 * MIB,
    max_rows: int = 300_000,
    max_columns: int = 300,
    known: Known | None = None,
) -> Workbook:
    """Open an xlsx, xls, xlsb, ods, csv or tsv file; `name` is what the person calls it.

    Raises BadFile with one sentence when the file cannot be used. Nothing is unpacked or
    loaded before its size has been checked. `known` is what `Workbook.known` said of the very
    same file before: what was tried and measured then is not tried and measured again.
    """
    limits = Limits(max_bytes, max_rows, max_columns)
    file = Path(path)
    _check_size(file, name, limits)
    kind = look_inside(file, name)
    if kind == "text":
        return DelimitedWorkbook(file, name, limits)
    if not known:
        return ExcelWorkbook(file, name, limits, _measurer(kind, file, name), {})
    return ExcelWorkbook(
        file, name, limits, lambda sheet, at: _measurer(kind, file, name)(sheet, at), known
    )


def _check_size(file: Path, name: str, limits: Limits) -> None:
    if not file.is_file():
        raise BadFile("missing", name=name)
    size = file.stat().st_size
    if not size:
        raise BadFile("empty", name=name)
    if name.startswith("~$"):
        raise BadFile("lock_file", name=name)
    if size > limits.max_bytes:
        raise BadFile(
            "too_large", name=name, size=f"{size / MIB:.1f}", limit=limits.max_bytes // MIB
        )


def _measurer(kind: str, file: Path, name: str) -> Measure:
    return _measure_packed(file, name) if kind == "packed" else _measure_compound(file, name)


def _measure_packed(file: Path, name: str) -> Measure:
    archive = Archive(file, name)
    kind = archive.check()
    if kind == "ods":
        extents = ods_sheets.measure_all(archive)
        check_together(extents, name)
        return lambda sheet, _: extents.get(sheet, Extent())
    measure = xlsx_sheets.measure if kind == "xlsx" else xlsb_sheets.measure
    return lambda sheet, _: measure(archive, sheet)


def _measure_compound(file: Path, name: str) -> Measure:
    extents = xls_sheets.measure_all(file.read_bytes(), name)
    check_together({f"第 {place} 张": one for place, one in enumerate(extents, 1)}, name)
    return lambda _, place: extents[place]
