"""A brief ready to be laid out: the frozen edition, or the draft as it would be today."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from luodi.briefs.choices import CitationKind
from luodi.briefs.models import Brief, Citation, Edition
from luodi.briefs.queries.editions import blocks_with_anchors, citations_of
from luodi.briefs.queries.writing import page_of
from luodi.kernel.figures import FIGURES, Context

COUNTED = (CitationKind.FIGURE, CitationKind.CHANGE)


@dataclass(frozen=True)
class Layout:
    """Blocks and citations; `edition` is None for a draft."""

    brief: Brief
    blocks: list[dict[str, Any]]
    citations: list[Citation]
    edition: Edition | None = None
    by_anchor: dict[str, Citation] = field(default_factory=dict)

    @property
    def figures(self) -> list[Citation]:
        """Citations that are figures or changes of figures."""
        return [one for one in self.citations if one.kind in COUNTED]

    @property
    def written(self) -> list[Citation]:
        """Words with digits that a person answers for, typed targets of charts among them."""
        targets = [
            Citation(kind=CitationKind.WRITTEN, shown=f"{block['chart']['label']}的{words}")
            for block in self.blocks
            if block["kind"] == "chart" and (words := typed_target(block["chart"]))
        ]
        return [*(one for one in self.citations if one.kind == CitationKind.WRITTEN), *targets]

    def url_of(self, anchor: str) -> str:
        """Where a citation opens: a frozen one on its own page, a draft's on the figure's page."""
        citation = self.by_anchor.get(anchor)
        if citation is None or not citation.key:
            return ""
        if self.edition is not None:
            return reverse("briefs:citation", args=[self.brief.pk, anchor])
        return live_url(citation)


def layout_of(brief: Brief, reader: Any, source: str | None = None) -> Layout:
    """The edition when there is one, else what `reader` would get today. Raises `Faults`."""
    if brief.edition is not None and source is None:
        related = brief.edition.citations.select_related("snapshot", "before")
        return _layout(brief, brief.edition.blocks, list(related), brief.edition)
    page = page_of(brief, reader, source)
    citations = citations_of(page, brief.code)
    return _layout(brief, blocks_with_anchors(page, citations), citations, None)


def _layout(
    brief: Brief, blocks: list[dict[str, Any]], citations: list[Citation], edition: Edition | None
) -> Layout:
    return Layout(brief, blocks, citations, edition, {one.anchor: one for one in citations})


def typed_target(chart: dict[str, Any]) -> str:
    """目标120次; nothing without one."""
    target = chart.get("target")
    return "" if target is None else f"目标{target:g}{chart['unit']}"


def live_url(citation: Citation) -> str:
    """The figure's own page, in the citation's context."""
    figure = FIGURES.get(citation.key)
    return figure.url(Context.from_plain(citation.context)) if figure else ""
