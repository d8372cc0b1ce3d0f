"""Tables: labels and values, and data tables that repeat their head."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from luodi.kernel.documents.page import FANG_SONG, HEI, NO_4, add_run, exact_lines
from luodi.kernel.documents.text import Piece, write_pieces

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

SMALL = 10.5
"""五号, for wide tables."""
WIDE_FROM = 5
"""Columns from which a table is set in 五号."""


def add_table(
    document: "Document", rows: Iterable[Sequence[str]], widths_mm: Sequence[int]
) -> "Table":
    """A ruled table in the text font; the first column holds the labels."""
    from docx.shared import Mm  # slow import

    rows = list(rows)
    table: Table = document.add_table(rows=len(rows), cols=len(widths_mm))
    _ruled(table)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)  # LibreOffice reads the grid, not the cells
    for at, cells in enumerate(rows):
        for column, (text, width) in enumerate(zip(cells, widths_mm, strict=True)):
            cell = table.cell(at, column)
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            exact_lines(paragraph)
            add_run(paragraph, text)
    return table


def add_data_table(
    document: "Document", head: Sequence[Sequence[Piece]], rows: Iterable[Sequence[Sequence[Piece]]],
    *, width_mm: float = 156, size: float = 0,
) -> "Table":  # fmt: skip
    """A ruled table of figures: 黑体 head repeated on every page, numbers in the middle."""
    rows = list(rows)
    size = size or (SMALL if len(head) >= WIDE_FROM else NO_4)
    widths = _widths([head, *rows], width_mm)
    table: Table = document.add_table(rows=0, cols=len(head))
    _ruled(table)
    for at, cells in enumerate([head, *rows]):
        row: Any = table.add_row()  # type: ignore[no-untyped-call]
        if at == 0:
            _repeated(row)
        for column, pieces in enumerate(cells):
            font = HEI if at == 0 else FANG_SONG
            _fill(row.cells[column], pieces, widths[column], font, size)
    return table


def _ruled(table: Any) -> None:
    """Borders written on the table itself: an office's own template may lack the style for them."""
    from docx.oxml import parse_xml  # slow import
    from docx.oxml.ns import nsdecls  # slow import

    table.autofit = False
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = table._tbl.tblPr
    centred = parse_xml(f'<w:jc {nsdecls("w")} w:val="center"/>')
    properties.insert_element_before(
        centred, "w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:tblLayout"
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _fill(cell: Any, pieces: Sequence[Piece], width: float, font: str, size: float) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT  # slow import
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # slow import
    from docx.shared import Mm, Pt  # slow import

    cell.width = Mm(width)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    exact_lines(paragraph)
    paragraph.paragraph_format.line_spacing = Pt(size * 1.6)
    if sum(len(piece.text) for piece in pieces) <= SHORT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write_pieces(paragraph, pieces, font=font, size=size)


SHORT = 12
"""Characters up to which a cell is centred; longer ones read better from the left."""
NARROWEST, WIDEST = 4, 24
"""Characters a column counts for at least and at most when the width is shared out."""


def _widths(rows: Sequence[Sequence[Sequence[Piece]]], width_mm: float) -> list[float]:
    """The width shared out by what each column holds."""
    longest = [
        min(WIDEST, max(NARROWEST, *(sum(len(p.text) for p in row[at]) for row in rows)))
        for at in range(len(rows[0]))
    ]
    return [width_mm * length / sum(longest) for length in longest]


def _repeated(row: Any) -> None:
    from docx.oxml import parse_xml  # slow import
    from docx.oxml.ns import nsdecls  # slow import

    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
