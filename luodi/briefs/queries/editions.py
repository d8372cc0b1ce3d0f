"""From a written page to what is kept: citations with anchors, blocks that name them."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from luodi.briefs.choices import CitationKind
from luodi.briefs.language import Page, Traced
from luodi.briefs.language.blocks import runs_of
from luodi.briefs.models import Citation
from luodi.kernel.figures import Number

TABLE = "table"
"""Not a citation itself: each of its cells is one."""
DATA_KINDS = (CitationKind.CHART, CitationKind.RECORDS)


def citations_of(page: Page, code: str) -> list[Citation]:
    """One citation for every place of the page; tables are made of their cells' citations."""
    return [
        _citation(traced, at, code) for at, traced in enumerate(page.cited) if traced.kind != TABLE
    ]


def _citation(traced: Traced, at: int, code: str) -> Citation:
    key, context = traced.asked or ("", None)
    told = context.plain() if context is not None else {}
    value = exact(traced.number) if traced.value else ""
    evidence = _digest(traced.data) if traced.kind in DATA_KINDS else ""
    return Citation(
        position=at, anchor=anchor_of(code, at, key, told), kind=traced.kind, key=key,
        label=(traced.label or str(traced.data.get("label", "")))[:120], context=told, value=value,
        unit=traced.unit, shown=traced.shown[:300], form=[list(how) for how in traced.form], evidence_hash=evidence,
    )  # fmt: skip


def anchor_of(code: str, at: int, key: str, context: dict[str, Any]) -> str:
    """LD_ and twelve hexadecimal digits: a name Word and LibreOffice keep."""
    text = json.dumps([code, at, key, context], sort_keys=True, default=str)
    return "LD_" + hashlib.sha256(text.encode()).hexdigest()[:12]


def exact(number: Number | None) -> str:
    """Before any rounding, always written the same way."""
    if number is None:
        return ""
    return str(number) if isinstance(number, int) else format(Decimal(number).normalize(), "f")


def blocks_with_anchors(page: Page, citations: list[Citation]) -> list[dict[str, Any]]:
    """The page's blocks as they are kept: a place names its citation and what it says."""
    anchors = {citation.position: citation.anchor for citation in citations}

    def run(piece: dict[str, Any]) -> dict[str, Any]:
        if "place" not in piece:
            return piece
        at = piece["place"]
        more = {"bold": True} if piece.get("bold") else {}
        traced = page.cited[at]
        return {
            "text": traced.shown,
            "anchor": anchors.get(at, ""),
            "cites": str(traced.kind),
            **more,
        }

    def block(one: dict[str, Any]) -> dict[str, Any]:
        if one["kind"] == "place":
            return _placed(page, one["place"], anchors, run)
        if one["kind"] == "table":
            rows = [[[run(p) for p in cell] for cell in row] for row in one["rows"]]
            head = [[run(p) for p in cell] for cell in one["head"]]
            return {"kind": "table", "head": head, "rows": rows}
        return one | {"runs": [run(piece) for piece in one["runs"]]}

    return [block(one) for one in page.blocks]


def _placed(page: Page, at: int, anchors: dict[int, str], run: Any) -> dict[str, Any]:
    traced = page.cited[at]
    if traced.kind == TABLE:
        cells = [[[run(p) for p in runs_of(cell)] for cell in row] for row in traced.data["rows"]]
        return {
            "kind": "table",
            "head": [[{"text": h}] for h in traced.data["head"]],
            "rows": cells,
        }
    if traced.kind == CitationKind.CHART:
        return {"kind": "chart", "anchor": anchors[at], "chart": traced.data}
    if traced.kind == CitationKind.RECORDS:
        rows = [[[{"text": cell}] for cell in row] for row in traced.data["rows"]]
        head = [[{"text": h}] for h in traced.data["head"]]
        return {"kind": "table", "anchor": anchors[at], "head": head, "rows": rows,
                "caption": traced.shown, **{name: traced.data[name] for name in ("keys", "order", "top")}}  # fmt: skip
    return {"kind": "text", "runs": [run({"place": at})]}


def _digest(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
