"""Blocks for the page: figures as links, charts as live pictures."""

from typing import Any

from luodi.briefs.documents.word import chart_of
from luodi.briefs.queries.layout import Layout
from luodi.kernel.documents import target_words

TALL_FROM = 12
"""Bars from which a chart across needs the tall box."""


def paper_of(layout: Layout) -> list[dict[str, Any]]:
    """Blocks with addresses where a figure opens."""
    return [_block(layout, at, block) for at, block in enumerate(layout.blocks)]


def _block(layout: Layout, at: int, block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] == "table":
        rows = [[_runs(layout, cell) for cell in row] for row in block["rows"]]
        url = layout.url_of(block.get("anchor", ""))
        return block | {"rows": rows, "head": [_runs(layout, c) for c in block["head"]], "url": url}
    if block["kind"] == "chart":
        data = block["chart"]
        kind = "line" if data["kind"] == "line" else "bar"
        chart = {
            "kind": kind, "labels": data["labels"], "unit": data["unit"], "whole": False,
            "across": data["kind"] == "bar",
            "series": [{"name": data["label"], "values": data["values"]}],
        }  # fmt: skip
        if data.get("target") is not None:
            chart["target"] = {"name": "目标", "value": data["target"]}
        height = "tall" if len(data["labels"]) > TALL_FROM and data["kind"] == "bar" else ""
        url = layout.url_of(block["anchor"])
        caption = data["title"] + target_words(chart_of(data))
        return block | {
            "live": chart, "id": f"chart-{at}", "height": height, "url": url, "caption": caption,
        }  # fmt: skip
    return block | {"runs": _runs(layout, block["runs"])}


def _runs(layout: Layout, runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        run | {"url": layout.url_of(run["anchor"])} if run.get("anchor") else run for run in runs
    ]
