"""The sheet (GB/T 9704-2012): A4, 22 lines of 28 characters, fonts named, none shipped.

No character grid: exact lines of 28.95 pt and a run spacing of −0.25 pt give 22 × 28 in every
renderer that was tried. A spaced-out first-line indent of two characters is then 31.5 pt.
"""

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

SONG, FANG_SONG, KAI, HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
DIGITS = "宋体"
LATIN = "Times New Roman"
NO_2, NO_3, NO_4 = 22, 16, 14
"""二号, 三号, 四号 in points."""
LINE_TWIPS = 579
SPACING_TWENTIETHS = -5
INDENT_PT = 31.5
ONE_CHARACTER_PT = 15.75
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
HEAD_FONT = {1: HEI, 2: KAI, 3: FANG_SONG, 4: FANG_SONG}
"""一、 in 黑体, （一） in 楷体, 1. and （1） in 仿宋."""


def new_document() -> "Document":
    """An empty official page: margins, line grid, page numbers outside left and right."""
    from docx import Document  # slow import
    from docx.shared import Mm  # slow import

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    _in_chinese(document)
    _page_number(section.footer.paragraphs[0], right=True)
    _page_number(section.even_page_footer.paragraphs[0], right=False)
    return document


def _in_chinese(document: "Document") -> None:
    """Say the language, or renderers choose Japanese shapes of the characters."""
    from docx.oxml.ns import qn  # slow import

    styles: Any = document.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def new_landscape() -> "Document":
    """A4 across, for ledgers: the same margins turned with the sheet."""
    from docx.enum.section import WD_ORIENT  # slow import
    from docx.shared import Mm  # slow import

    document = new_document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.left_margin, section.right_margin = Mm(BOTTOM_MM), Mm(BOTTOM_MM)
    section.footer_distance = Mm(15)
    return document


def name_document(document: "Document", *, title: str, author: str, identifier: str = "") -> None:
    """Core properties; `identifier` says which frozen edition it was made from."""
    properties = document.core_properties
    properties.title, properties.author, properties.identifier = title, author, identifier
    properties.comments, properties.language = "", "zh-CN"


def bytes_of(document: "Document") -> bytes:
    """The finished file; the same content gives the same bytes."""
    written, target = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return target.getvalue()


def add_page_break(document: "Document") -> None:
    """The next page."""
    from docx.enum.text import WD_BREAK  # slow import

    add_run(paragraph_of(document), "").add_break(WD_BREAK.PAGE)


def add_blank(document: "Document", lines: int = 1) -> None:
    """Blank lines of the grid."""
    for _ in range(lines):
        add_run(paragraph_of(document), "")


def add_run(
    paragraph: "Paragraph",
    text: str,
    *,
    font: str = FANG_SONG,
    size: float = NO_3,
    bold: bool = False,
) -> "Run":
    """Text with its East-Asian font named on the run and the spacing that gives 28 characters."""
    from docx.oxml.ns import qn  # slow import
    from docx.shared import Pt  # slow import

    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = LATIN
    if bold:
        run.font.bold = True
    properties: Any = run._r.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), font)
    spacing = properties.makeelement(qn("w:spacing"), {qn("w:val"): str(SPACING_TWENTIETHS)})
    properties.append(spacing)
    return run


def chinese_day(day: date) -> str:
    """2018年11月8日, without zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def paragraph_of(document: "Document", *, centred: bool = False) -> "Paragraph":
    """A paragraph of exact lines."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # slow import

    paragraph = document.add_paragraph()
    exact_lines(paragraph)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def exact_lines(paragraph: "Paragraph") -> None:
    """Exact lines of 579 twips, nothing before or after."""
    from docx.enum.text import WD_LINE_SPACING  # slow import
    from docx.shared import Pt, Twips  # slow import

    form = paragraph.paragraph_format
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Twips(LINE_TWIPS)
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False


def _page_number(paragraph: "Paragraph", *, right: bool) -> None:
    """— 1 —: four-point digits, one character in, outside."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # slow import
    from docx.oxml import parse_xml  # slow import
    from docx.oxml.ns import nsdecls  # slow import
    from docx.shared import Pt  # slow import

    form = paragraph.paragraph_format
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    form.right_indent, form.left_indent = (Pt(NO_4), Pt(0)) if right else (Pt(0), Pt(NO_4))
    add_run(paragraph, "— ", font=DIGITS, size=NO_4)
    run: Any = add_run(paragraph, "", font=DIGITS, size=NO_4)._r
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        xml = (
            f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'
            if kind
            else f'<w:instrText {nsdecls("w")} xml:space="preserve">{text}</w:instrText>'
        )
        run.append(parse_xml(xml))
    add_run(paragraph, " —", font=DIGITS, size=NO_4)
