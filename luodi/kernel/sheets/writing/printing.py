"""How a written sheet looks and prints: styles, widths, frozen panes, landscape A4."""

from collections.abc import Sequence
from typing import Any, Final

from luodi.kernel.sheets.places import column_letter
from luodi.kernel.sheets.writing.columns import OutColumn

A4: Final = 9
TITLE_HEIGHT, HEADING_HEIGHT = 36, 28
HEADING_COLOUR: Final = "F2F4F7"
LINE_COLOUR: Final = "BFC4CC"


class Styles:
    """The cell styles of one workbook, made once and shared by all cells."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # slow import

        self.sheet = sheet
        side = Side(style="thin", color=LINE_COLOUR)
        self.lines = Border(left=side, right=side, top=side, bottom=side)
        self.title_font = Font(size=16, bold=True)
        self.heading_font = Font(bold=True)
        self.fill = PatternFill("solid", fgColor=HEADING_COLOUR)
        self.centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.wrapped = Alignment(vertical="top", wrap_text=True)
        self.straight = Alignment(vertical="top")
        self._made: dict[tuple[bool, str, bool], Any] = {}

    def title(self, cell: Any) -> Any:
        """Dress the title."""
        cell.font, cell.alignment = self.title_font, self.centre
        return cell

    def heading(self, cell: Any) -> Any:
        """Dress a column heading."""
        cell.font, cell.alignment = self.heading_font, self.centre
        cell.border, cell.fill = self.lines, self.fill
        return cell

    def body(self, cell: Any, *, wrap: bool, number_format: str, quoted: bool) -> Any:
        """Dress a cell; `quoted` marks text that must never be taken for a formula."""
        look = (wrap, number_format, quoted)
        if look not in self._made:
            cell.border = self.lines
            cell.alignment = self.wrapped if wrap else self.straight
            if number_format:
                cell.number_format = number_format
            if quoted:
                cell.quotePrefix = True
            self._made[look] = cell._style
        cell._style = self._made[look]
        return cell


def lay_out(sheet: Any, columns: Sequence[OutColumn], *, key: bool, freeze_columns: int) -> None:
    """Set what a streamed sheet must know before its first row, and how it prints."""
    from openpyxl.worksheet.properties import PageSetupProperties  # slow import

    first = int(key)
    if key:
        sheet.column_dimensions["A"].hidden = True
    for at, column in enumerate(columns, start=first):
        sheet.column_dimensions[column_letter(at)].width = column.width
    sheet.row_dimensions[1].height = TITLE_HEIGHT
    sheet.row_dimensions[2].height = HEADING_HEIGHT
    sheet.freeze_panes = f"{column_letter(first + freeze_columns)}3"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:2"
    sheet.oddFooter.center.text = "&P / &N"
