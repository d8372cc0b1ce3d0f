"""数据来源: one line for every different figure of a brief."""

from dataclasses import dataclass
from typing import Any

from luodi.briefs.language import periods
from luodi.briefs.models import Citation
from luodi.briefs.queries.layout import Layout
from luodi.kernel.figures import Context
from luodi.kernel.models import Unit

SHORT_HASH = 8


@dataclass(frozen=True)
class Source:
    """One figure in one context, and where in the brief it stands."""

    number: int
    label: str
    shown: str
    period: str
    scope: str
    records: int | None
    hash: str
    anchor: str
    key: str


def sources_of(layout: Layout) -> list[Source]:
    """In the order of the text; a figure cited twice stands once."""
    seen: dict[tuple[str, str, str], Citation] = {}
    for citation in layout.figures:
        seen.setdefault((citation.kind, citation.key, str(citation.context)), citation)
    units = _units(seen.values())
    return [_source(at, citation, units) for at, citation in enumerate(seen.values(), 1)]


def _source(at: int, citation: Citation, units: dict[int, str]) -> Source:
    context = Context.from_plain(citation.context)
    snapshot = citation.snapshot
    return Source(
        number=at, label=citation.label, shown=citation.shown,
        period=periods.said(context.start, context.end),
        scope=units.get(context.unit or 0, "全区"), records=snapshot.records if snapshot else None,
        hash=citation.evidence_hash[:SHORT_HASH], anchor=citation.anchor, key=citation.key,
    )  # fmt: skip


def _units(citations: Any) -> dict[int, str]:
    keys = {citation.context.get("unit") for citation in citations} - {None}
    return dict(Unit.objects.filter(pk__in=keys).values_list("pk", "short_name"))
