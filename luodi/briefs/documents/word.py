"""A brief as Word in official form."""

from collections.abc import Iterable, Sequence
from typing import Any

from luodi.briefs.choices import BriefKind
from luodi.briefs.queries.layout import Layout
from luodi.briefs.queries.sources import sources_of
from luodi.kernel import clock, preferences
from luodi.kernel import documents as paper

HEAD = ("序号", "数字", "文中写法", "统计期", "范围", "记录数", "校验值")
WIDTH_MM = 150
OPENS_AT = "逐个打开："


def official_paper(layout: Layout, address: str) -> bytes:
    """Head, text, 数据来源, 版记."""
    brief = layout.brief
    document = paper.new_document()
    _head(document, layout)
    if not any(block["kind"] == "title" for block in layout.blocks):
        paper.add_title(document, brief.title)
    body(document, layout)
    office = brief.campaign.host_unit.full_name
    if brief.kind != BriefKind.BRIEF:
        paper.add_signature(document, office, brief.published_on)
    appendix(document, layout, address)
    paper.add_imprint(document, brief.copies, office=office, day=brief.published_on)
    paper.name_document(
        document, title=brief.title, author=office, identifier=identifier_of(layout)
    )
    return paper.bytes_of(document)


def identifier_of(layout: Layout) -> str:
    """Which brief and edition a file was made from."""
    edition = layout.edition
    return f"luodi:{layout.brief.code}:{edition.number if edition else 0}"


def _head(document: Any, layout: Layout) -> None:
    brief = layout.brief
    office = brief.campaign.host_unit.full_name
    if brief.kind == BriefKind.BRIEF:
        paper.add_masthead(
            document, brief.masthead, issue=brief.issue_label, office=office, day=brief.published_on
        )
    else:
        mark = preferences.get("briefs.mark")
        year = brief.published_year or clock.today().year
        number = f"{mark}〔{year}〕{brief.issue}号" if brief.issue else "（未编号）"
        paper.add_red_head(document, brief.masthead, number)


def body(document: Any, layout: Layout) -> None:
    """The blocks, one after the other."""
    for block in layout.blocks:
        match block["kind"]:
            case "title":
                paper.add_title_pieces(document, pieces_of(block["runs"]))
                if layout.brief.addressee:
                    paper.add_addressee(document, layout.brief.addressee)
            case "heading":
                paper.add_pieces(document, pieces_of(block["runs"]), level=block["level"])
            case "item":
                paper.add_pieces(document, pieces_of(block["runs"]), hanging="——")
            case "table":
                _table(document, block)
            case "chart":
                _chart(document, block)
            case _:
                paper.add_pieces(document, pieces_of(block["runs"]))


def pieces_of(runs: Iterable[dict[str, Any]]) -> list[paper.Piece]:
    """Runs of a block as pieces; a citation keeps its anchor."""
    return [paper.Piece(r["text"], r.get("bold", False), r.get("anchor", "")) for r in runs]


def _table(document: Any, block: dict[str, Any]) -> None:
    if caption := block.get("caption"):
        paper.add_pieces(document, [paper.Piece(caption)], level=3)
    rows = [[pieces_of(cell) for cell in row] for row in block["rows"]]
    paper.add_data_table(document, [pieces_of(cell) for cell in block["head"]], rows)
    paper.add_blank(document)


def _chart(document: Any, block: dict[str, Any]) -> None:
    chart = chart_of(block["chart"])
    png = paper.png_of(chart)
    paper.add_picture(document, png, width_mm=WIDTH_MM, described=described(chart))


def chart_of(data: dict[str, Any]) -> paper.Chart:
    """A block's data as the chart the writer draws."""
    return paper.Chart(
        title=data["title"], labels=data["labels"], values=data["values"], unit=data["unit"],
        kind=data["kind"], target=data.get("target"), source=f"数据来源：{data['key']}",
    )  # fmt: skip


def described(chart: paper.Chart) -> str:
    """What the picture shows, for those who cannot see it."""
    points = "，".join(
        f"{label} {value:g}" for label, value in zip(chart.labels, chart.values, strict=True)
    )
    return f"{chart.title}：{points}{paper.target_words(chart)}"


def appendix(document: Any, layout: Layout, address: str) -> None:
    """附件 数据来源: each figure with period, scope, number of records and hash."""
    found = sources_of(layout)
    if not found:
        return
    paper.add_page_break(document)
    paper.add_text(document, "附件：数据来源", level=1)
    rows = [
        (str(s.number), s.label, s.shown, s.period, s.scope, _count(s.records), s.hash or "—")
        for s in found
    ]
    paper.add_data_table(document, _cells(HEAD), [_cells(row) for row in rows], size=9)
    if written := layout.written:
        said = "、".join(dict.fromkeys(f"“{one.shown}”" for one in written))
        paper.add_text(document, f"手写内容（不由系统计算，起草人负责）：{said}。")
    edition = layout.edition
    if edition is not None:
        paper.add_text(document, f"核对版指纹：{edition.content_hash[:32]}。")
    if address:
        paper.add_text(document, f"{OPENS_AT}{address}")


def _count(records: int | None) -> str:
    return "—" if records is None else str(records)


def _cells(texts: Sequence[str]) -> list[list[paper.Piece]]:
    return [[paper.Piece(text)] for text in texts]
