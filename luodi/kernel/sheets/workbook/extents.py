"""How far a sheet reaches, found before it is loaded: readers allot the whole rectangle."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from luodi.kernel.sheets.places import cell_address
from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook.limits import MAX_CELLS, Limits


@dataclass(slots=True)
class Extent:
    """The number of rows and columns up to the last cell that holds something."""

    rows: int = 0
    columns: int = 0
    not_calculated: str = ""  # the first formula that has no result
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # #N/A and its like

    @property
    def cells(self) -> int:
        """The rectangle that a reader allots."""
        return self.rows * self.columns

    @property
    def corner(self) -> str:
        """The address of the last cell."""
        return cell_address(self.rows - 1, self.columns - 1)

    def reach(self, row: int, column: int) -> None:
        """Take in a cell whose row and column are counted from 0."""
        if row >= self.rows:
            self.rows = row + 1
        if column >= self.columns:
            self.columns = column + 1

    def to_json(self) -> dict[str, Any]:
        """What a later reading of the same file needs to know."""
        errors = [[row, column, text] for (row, column), text in self.errors.items()]
        return {"rows": self.rows, "columns": self.columns, "errors": errors}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Extent":
        """The extent that `to_json` told."""
        errors = {(row, column): text for row, column, text in said["errors"]}
        return cls(said["rows"], said["columns"], errors=errors)

    def check(self, name: str, sheet: str, limits: Limits) -> None:
        """Refuse a sheet that is empty, too large or not ready to be read."""
        if not self.rows:
            raise BadFile("no_rows", name=name, sheet=sheet)
        if self.columns > limits.max_columns:
            raise BadFile(
                "too_many_columns", name=name, sheet=sheet,
                columns=self.columns, limit=limits.max_columns,
            )  # fmt: skip
        if self.cells > MAX_CELLS:
            raise BadFile("too_many_cells", name=name, sheet=sheet, cell=self.corner)
        if self.not_calculated:
            raise BadFile("not_calculated", name=name, sheet=sheet, cell=self.not_calculated)


def check_together(extents: Mapping[str, Extent], name: str) -> None:
    """Refuse a file whose sheets do not fit; for formats whose sheets are all loaded at once."""
    if sum(extent.cells for extent in extents.values()) <= MAX_CELLS:
        return
    sheet, largest = max(extents.items(), key=lambda item: item[1].cells)
    raise BadFile("too_many_cells", name=name, sheet=sheet, cell=largest.corner)
