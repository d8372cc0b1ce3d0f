"""Official papers: one writer for everything that leaves as Word or PDF (GB/T 9704-2012).

The sheet and its lines, heads and tails, text in pieces with bookmarks, tables, charts, PDF.
"""

from luodi.kernel.documents.answers import as_file
from luodi.kernel.documents.heads import add_imprint, add_masthead, add_red_head
from luodi.kernel.documents.page import (
    add_blank,
    add_page_break,
    add_run,
    bytes_of,
    chinese_day,
    name_document,
    new_document,
    new_landscape,
)
from luodi.kernel.documents.pdf import NoConverter, converter, pdf_of, replaced_fonts
from luodi.kernel.documents.pictures import Chart, add_picture, png_of, svg_of, target_words
from luodi.kernel.documents.reading import Read, open_document, read_document
from luodi.kernel.documents.tables import add_data_table, add_table
from luodi.kernel.documents.text import (
    Piece,
    add_addressee,
    add_pieces,
    add_signature,
    add_text,
    add_title,
    add_title_pieces,
)

__all__ = [
    "Chart",
    "NoConverter",
    "Piece",
    "Read",
    "add_addressee",
    "add_blank",
    "add_data_table",
    "add_imprint",
    "add_masthead",
    "add_page_break",
    "add_picture",
    "add_pieces",
    "add_red_head",
    "add_run",
    "add_signature",
    "add_table",
    "add_text",
    "add_title",
    "add_title_pieces",
    "as_file",
    "bytes_of",
    "chinese_day",
    "converter",
    "name_document",
    "new_document",
    "new_landscape",
    "open_document",
    "pdf_of",
    "png_of",
    "read_document",
    "replaced_fonts",
    "svg_of",
    "target_words",
]
