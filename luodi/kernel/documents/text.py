"""Text: title, addressee, headings, paragraphs of pieces, signature."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from luodi.kernel.documents.bookmarks import bookmarked
from luodi.kernel.documents.page import (
    FANG_SONG,
    HEAD_FONT,
    INDENT_PT,
    NO_2,
    NO_3,
    ONE_CHARACTER_PT,
    SONG,
    add_blank,
    add_run,
    chinese_day,
    paragraph_of,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


@dataclass(frozen=True)
class Piece:
    """A few words of a paragraph; with an anchor they stand inside a bookmark of that name."""

    text: str
    bold: bool = False
    anchor: str = ""


def add_pieces(
    document: "Document", pieces: Iterable[Piece], *, level: int = 0, hanging: str = ""
) -> "Paragraph":
    """A paragraph indented two characters; `level` 1–4 chooses a heading's font, `hanging` a dash."""
    from docx.shared import Pt  # slow import

    paragraph = paragraph_of(document)
    paragraph.paragraph_format.first_line_indent = Pt(INDENT_PT)
    if level:
        paragraph.paragraph_format.keep_with_next = True
    if hanging:
        add_run(paragraph, hanging)
    write_pieces(paragraph, pieces, font=HEAD_FONT.get(level, FANG_SONG))
    return paragraph


def write_pieces(
    paragraph: "Paragraph", pieces: Iterable[Piece], *, font: str = FANG_SONG, size: float = NO_3
) -> None:
    """Words into a paragraph, those with an anchor inside their bookmark."""
    for piece in pieces:
        run = add_run(paragraph, piece.text, font=font, size=size, bold=piece.bold)
        if piece.anchor:
            bookmarked(run, piece.anchor)


def add_title_pieces(document: "Document", pieces: Iterable[Piece]) -> None:
    """标题 of pieces: 二号小标宋, centred, two blank lines above, one below."""
    add_blank(document, 2)
    write_pieces(paragraph_of(document, centred=True), pieces, font=SONG, size=NO_2)
    add_blank(document)


def add_title(document: "Document", text: str) -> None:
    """标题: 二号小标宋, centred, two blank lines above, one below."""
    add_blank(document, 2)
    add_run(paragraph_of(document, centred=True), text, font=SONG, size=NO_2)
    add_blank(document)


def add_addressee(document: "Document", name: str) -> None:
    """主送机关: flush left with a full-width colon."""
    add_run(paragraph_of(document), f"{name}：")


def add_text(document: "Document", text: str, *, level: int = 0) -> None:
    """Body text indented two characters, one paragraph a line; `level` 1–4 chooses a heading's font."""
    from docx.shared import Pt  # slow import

    for line in text.splitlines() or [""]:
        paragraph = paragraph_of(document)
        paragraph.paragraph_format.first_line_indent = Pt(INDENT_PT)
        add_run(paragraph, line.strip(), font=HEAD_FONT.get(level, FANG_SONG))


def add_signature(document: "Document", name: str, day: date | None) -> None:
    """署名和成文日期 of a paper without seal: name right 2 characters in, the date 2 further right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # slow import
    from docx.shared import Pt  # slow import

    add_blank(document)
    lines = [(name, 4), (chinese_day(day) if day else "", 2)]
    for text, characters in lines:
        paragraph = paragraph_of(document)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(ONE_CHARACTER_PT * characters)
        add_run(paragraph, text)
