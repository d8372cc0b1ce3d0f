"""Sheets of an xlsx file: which part holds which, how far it reaches, which formulas went wrong."""

from collections.abc import Iterable

from luodi.kernel.sheets.places import cell_address, cell_position
from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook.archive import Archive
from luodi.kernel.sheets.workbook.extents import Extent
from luodi.kernel.sheets.workbook.limits import MAX_ERRORS
from luodi.kernel.sheets.workbook.relationships import elements, sheet_targets
from luodi.kernel.sheets.workbook.xml_parts import feed, local, xml_reader


def measure(archive: Archive, sheet: str) -> Extent:
    """Go through a sheet's cells once, without their texts, and return what was found."""
    part = _sheet_parts(archive).get(sheet, "")
    if not archive.has(part):
        raise BadFile("broken", name=archive.name)
    return _Walk(archive.name, sheet).through(archive.pieces(part))


def _sheet_parts(archive: Archive) -> dict[str, str]:
    targets = sheet_targets(archive, "xl/workbook.xml")
    sheets = elements(archive, "xl/workbook.xml", "sheet")
    return {sheet.get("name", ""): targets.get(sheet.get("id", ""), "") for sheet in sheets}


class _Walk:
    """One walk through the cells of a sheet; a formula stays open until its result is seen."""

    def __init__(self, name: str, sheet: str) -> None:
        self.name = name
        self.sheet = sheet
        self.extent = Extent()
        self.row = self.column = -1
        self.row_digits = ""
        self.known_columns: dict[str, int] = {}
        self.kind: str | None = None
        self.open_formula = False
        self.result: list[str] | None = None
        self.parser = xml_reader(name)
        self.parser.StartElementHandler = self._start

    def through(self, pieces: Iterable[bytes]) -> Extent:
        feed(self.parser, pieces, self.name)
        self._close_cell()
        return self.extent

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if ":" in tag:
            tag = local(tag)
        if tag == "c":
            if self.open_formula or self.result is not None:
                self._close_cell()
            self.kind = attributes.get("t")
            self._place(attributes.get("r"))
        elif tag in ("v", "is"):
            self._reach()
            if self.open_formula or self.kind == "e":
                self.result = []
                self.parser.CharacterDataHandler = self.result.append
        elif tag == "f":
            # A text result may well be empty: that formula has been calculated.
            self.open_formula = self.kind != "str"
        elif tag == "row":
            self._close_cell()
            self._begin_row(attributes.get("r"))

    def _begin_row(self, digits: str | None) -> None:
        self.row_digits = digits or str(self.row + 2)
        if not self.row_digits.isdecimal() or len(self.row_digits) > 9:
            raise BadFile("broken", name=self.name)
        self.row = int(self.row_digits) - 1
        self.column = -1

    def _place(self, address: str | None) -> None:
        if address is None:
            self.column += 1
            return
        # Nearly every cell says the row it is in: its letters have then been read before.
        column = self.known_columns.get(address.removesuffix(self.row_digits))
        if column is not None:
            self.column = column
            return
        position = cell_position(address)
        if position is None:
            raise BadFile("broken", name=self.name)
        self.row, self.column = position
        self.row_digits = str(self.row + 1)
        self.known_columns[address.removesuffix(self.row_digits)] = self.column

    def _reach(self) -> None:
        extent = self.extent
        if self.column >= extent.columns or self.row >= extent.rows:
            extent.reach(self.row, self.column)

    def _close_cell(self) -> None:
        if self.result is not None:
            self.parser.CharacterDataHandler = None
            text = "".join(self.result).strip()
            if self.kind == "e" and text:
                self._note_error(text)
            self.open_formula = self.open_formula and not text
            self.result = None
        if self.open_formula:
            self.extent.not_calculated = self.extent.not_calculated or cell_address(
                self.row, self.column
            )
            self.extent.reach(self.row, self.column)
            self.open_formula = False

    def _note_error(self, text: str) -> None:
        errors = self.extent.errors
        errors[self.row, self.column] = text
        if len(errors) > MAX_ERRORS:
            row, column = next(iter(errors))
            raise BadFile(
                "too_many_errors", name=self.name, sheet=self.sheet, cell=cell_address(row, column)
            )
