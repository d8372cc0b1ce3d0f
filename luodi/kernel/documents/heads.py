"""Heads and tails: the red mark, the head of a 简报 with its issue, 版记."""

from datetime import date
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from luodi.kernel.documents.page import (
    LEFT_MM,
    LINE_TWIPS,
    NO_4,
    SONG,
    add_blank,
    add_run,
    chinese_day,
    paragraph_of,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

TYPE_AREA_MM = 156
LARGEST_MARK_PT = 60
THICK, THIN = 0.99, 0.71
"""0.35 and 0.25 mm in points."""
CHARACTER_PT = NO_4 - 0.25
ROW_CHARACTERS = 29
"""Of 四号 in a row of the 版记, one character in on both sides and room for a last 。"""
HANGING = 3
"""抄送： — its further rows begin after it."""
LOWER_EDGE_MM = 262
"""Of the type area: 37 + 225."""
TWIPS_A_MM = 1440 / 25.4


def add_red_head(document: "Document", name: str, number: str = "") -> None:
    """发文机关标志 35 mm below the top of the type area, 文号 under it, and the red line of 156 mm."""
    from docx.shared import Mm, Pt, RGBColor  # slow import

    mark = paragraph_of(document, centred=True)
    mark.paragraph_format.space_before = Mm(35)
    mark.paragraph_format.line_spacing = Pt(48)
    red = RGBColor(0xFF, 0, 0)
    add_run(mark, name, font=SONG, size=min(42, int(430 / max(1, len(name))))).font.color.rgb = red
    add_blank(document)
    line = paragraph_of(document, centred=True)
    add_run(line, number)
    _red_line_under(line)


def add_masthead(
    document: "Document", name: str, *, issue: str, office: str, day: date | None
) -> None:
    """简报: its name in red over the whole width, 第N期 below, office left, day right, red line."""
    from docx.shared import Mm, Pt, RGBColor  # slow import

    mark = paragraph_of(document, centred=True)
    mark.paragraph_format.space_before = Mm(10)
    mark.paragraph_format.line_spacing = Pt(66)
    size = min(LARGEST_MARK_PT, int(430 / max(1, len(name))))
    add_run(mark, name, font=SONG, size=size).font.color.rgb = RGBColor(0xFF, 0, 0)
    add_run(paragraph_of(document, centred=True), issue or "（未编号）")
    add_blank(document)
    line = paragraph_of(document)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(TYPE_AREA_MM), _right_tab())
    written = chinese_day(day) if day else "（草稿，未印发）"
    add_run(line, f"{office}\t{written}")
    _red_line_under(line)


def add_imprint(document: "Document", copies: str, *, office: str, day: date | None) -> None:
    """版记 at the foot of the type area of the last page: 抄送 or 报送, office and day, ruled.

    Framed lines keep their place but not their borders in LibreOffice, so the rules are drawn: the
    last one at the lower edge of the type area, one more for each line above it.
    """
    from docx.shared import Mm, Pt  # slow import

    written = f"{chinese_day(day)}印发" if day else "（草稿）"
    told = _rows_of(copies.rstrip("。；;") + "。") if copies else []
    lines = [*told, f"{office}\t{written}"]
    anchor = paragraph_of(document)
    for above in {0, 1, len(lines)}:  # lines below the rule, counted from the foot
        outer = above in (0, len(lines))
        _drawn_rule(
            anchor, LOWER_EDGE_MM - above * LINE_TWIPS / TWIPS_A_MM, THICK if outer else THIN
        )
    for at, text in enumerate(lines):
        paragraph = paragraph_of(document)
        form = paragraph.paragraph_format
        follows = 0 < at < len(told)  # under the first character after the colon
        form.left_indent = Pt(NO_4 + (HANGING * CHARACTER_PT if follows else 0))
        form.tab_stops.add_tab_stop(Mm(TYPE_AREA_MM - 5), _right_tab())
        add_run(paragraph, text, size=NO_4)
        _frame(paragraph)


def _rows_of(copies: str) -> list[str]:
    """抄送 cut into rows, because the rules are drawn by the number of rows."""
    rows, width = [""], 0.0
    for letter in copies:
        wide = 1 if east_asian_width(letter) in "WF" else 0.5
        if width + wide > ROW_CHARACTERS and letter not in "、，；。":
            rows.append("")
            width = HANGING
        rows[-1] += letter
        width += wide
    return rows


def _right_tab() -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT  # slow import

    return WD_TAB_ALIGNMENT.RIGHT


def _frame(paragraph: "Paragraph") -> None:
    """A frame at the foot of the type area; paragraphs with the same frame share it."""
    from docx.oxml import parse_xml  # slow import
    from docx.oxml.ns import nsdecls  # slow import

    properties: Any = paragraph._p.get_or_add_pPr()
    frame = parse_xml(
        f'<w:framePr {nsdecls("w")} w:w="8844" w:hAnchor="margin" w:vAnchor="margin" '
        'w:xAlign="left" w:yAlign="bottom"/>'
    )
    properties.insert_element_before(
        frame, "w:widowControl", "w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )


def _drawn_rule(paragraph: "Paragraph", at_mm: float, weight: float) -> None:
    """A line over the type area, so far below the upper edge of the sheet."""
    from docx.oxml import parse_xml  # slow import
    from docx.oxml.ns import nsdecls  # slow import

    xml = (
        f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:line style="position:absolute;mso-position-horizontal-relative:page;'
        'mso-position-vertical-relative:page" '
        f'from="{LEFT_MM}mm,{at_mm:.2f}mm" to="{LEFT_MM + TYPE_AREA_MM}mm,{at_mm:.2f}mm" '
        f'strokecolor="black" strokeweight="{weight}pt"/></w:pict>'
    )
    paragraph.add_run()._r.append(parse_xml(xml))


def _red_line_under(paragraph: "Paragraph") -> None:
    from docx.oxml import parse_xml  # slow import
    from docx.oxml.ns import nsdecls  # slow import

    properties: Any = paragraph._p.get_or_add_pPr()
    border = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        '<w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
    )
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
