"""Pages in official form (GB/T 9704-2012): A4, 22 lines of 28 characters, fonts named, none shipped.

No character grid: exact lines of 28.95 pt and a run spacing of −0.25 pt give 22 × 28 in every
renderer that was tried. A spaced-out first-line indent of two characters is then 31.5 pt.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
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
    _page_number(section.footer.paragraphs[0], right=True)
    _page_number(section.even_page_footer.paragraphs[0], right=False)
    return document


def bytes_of(document: "Document") -> bytes:
    """The finished file."""
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def add_red_head(document: "Document", name: str, number: str = "") -> None:
    """发文机关标志 35 mm below the top of the type area, 文号 under it, and the red line of 156 mm."""
    from docx.shared import Mm, Pt, RGBColor  # slow import

    mark = _paragraph(document, centred=True)
    mark.paragraph_format.space_before = Mm(35)
    mark.paragraph_format.line_spacing = Pt(48)
    red = RGBColor(0xFF, 0, 0)
    add_run(mark, name, font=SONG, size=min(42, int(430 / max(1, len(name))))).font.color.rgb = red
    add_blank(document)
    line = _paragraph(document, centred=True)
    add_run(line, number)
    _red_line_under(line)


def add_title(document: "Document", text: str) -> None:
    """标题: 二号小标宋, centred, two blank lines above, one below."""
    add_blank(document, 2)
    add_run(_paragraph(document, centred=True), text, font=SONG, size=NO_2)
    add_blank(document)


def add_addressee(document: "Document", name: str) -> None:
    """主送机关: flush left with a full-width colon."""
    add_run(_paragraph(document), f"{name}：")


def add_text(document: "Document", text: str, *, level: int = 0) -> None:
    """Body text indented two characters, one paragraph a line; `level` 1–4 chooses a heading's font."""
    from docx.shared import Pt  # slow import

    for line in text.splitlines() or [""]:
        paragraph = _paragraph(document)
        paragraph.paragraph_format.first_line_indent = Pt(INDENT_PT)
        add_run(paragraph, line.strip(), font=HEAD_FONT.get(level, FANG_SONG))


def add_signature(document: "Document", name: str, day: date | None) -> None:
    """署名和成文日期 of a paper without seal: name right 2 characters in, the date 2 further right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # slow import
    from docx.shared import Pt  # slow import

    add_blank(document)
    lines = [(name, 4), (chinese_day(day) if day else "", 2)]
    for text, characters in lines:
        paragraph = _paragraph(document)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(ONE_CHARACTER_PT * characters)
        add_run(paragraph, text)


def add_table(
    document: "Document", rows: Iterable[Sequence[str]], widths_mm: Sequence[int]
) -> "Table":
    """A ruled table in the text font; the first column holds the labels."""
    from docx.shared import Mm  # slow import

    rows = list(rows)
    table: Table = document.add_table(rows=len(rows), cols=len(widths_mm))
    table.style = "Table Grid"
    table.autofit = False
    for at, cells in enumerate(rows):
        for column, (text, width) in enumerate(zip(cells, widths_mm, strict=True)):
            cell = table.cell(at, column)
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            _lines_of(paragraph)
            add_run(paragraph, text)
    return table


def add_page_break(document: "Document") -> None:
    """The next page."""
    from docx.enum.text import WD_BREAK  # slow import

    add_run(_paragraph(document), "").add_break(WD_BREAK.PAGE)


def add_blank(document: "Document", lines: int = 1) -> None:
    """Blank lines of the grid."""
    for _ in range(lines):
        add_run(_paragraph(document), "")


def add_run(paragraph: "Paragraph", text: str, *, font: str = FANG_SONG, size: int = NO_3) -> "Run":
    """Text with its East-Asian font named on the run and the spacing that gives 28 characters."""
    from docx.oxml.ns import qn  # slow import
    from docx.shared import Pt  # slow import

    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = LATIN
    properties: Any = run._r.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), font)
    spacing = properties.makeelement(qn("w:spacing"), {qn("w:val"): str(SPACING_TWENTIETHS)})
    properties.append(spacing)
    return run


def chinese_day(day: date) -> str:
    """2018年11月8日, without zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def _paragraph(document: "Document", *, centred: bool = False) -> "Paragraph":
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # slow import

    paragraph = document.add_paragraph()
    _lines_of(paragraph)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _lines_of(paragraph: "Paragraph") -> None:
    """Exact lines of 579 twips, nothing before or after."""
    from docx.enum.text import WD_LINE_SPACING  # slow import
    from docx.shared import Pt, Twips  # slow import

    form = paragraph.paragraph_format
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Twips(LINE_TWIPS)
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False


def _red_line_under(paragraph: "Paragraph") -> None:
    from docx.oxml import parse_xml  # slow import
    from docx.oxml.ns import nsdecls  # slow import

    properties: Any = paragraph._p.get_or_add_pPr()
    border = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        '<w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
    )
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


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
