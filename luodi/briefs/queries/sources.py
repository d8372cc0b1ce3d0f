"""数据来源: one line for every different figure of a brief."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from luodi.briefs.language import periods
from luodi.briefs.models import Citation
from luodi.briefs.queries.layout import Layout
from luodi.kernel.figures import Context
from luodi.kernel.models import Unit

SHORT_HASH = 8
SEVERAL = 3
"""Units from which a figure's lines are drawn together."""


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
    """In the order of the text; a figure cited twice stands once, the cells of a table together."""
    groups: dict[tuple[str, ...], list[Citation]] = {}
    for citation in layout.figures:
        asked = {k: v for k, v in citation.context.items() if k != "unit"}
        groups.setdefault((citation.kind, citation.key, str(asked)), []).append(citation)
    units = _units(layout.figures)
    found: list[Source] = []
    for group in groups.values():
        one_each = list({str(c.context): c for c in group}.values())
        district = [c for c in one_each if "unit" not in c.context]
        by_unit = [c for c in one_each if "unit" in c.context]
        if len(by_unit) < SEVERAL:
            district, by_unit = one_each, []
        found += [_source(citation, units) for citation in district]
        if by_unit:
            found.append(_together(by_unit))
    return [replace(source, number=at) for at, source in enumerate(found, 1)]


def _source(citation: Citation, units: dict[int, str]) -> Source:
    context = Context.from_plain(citation.context)
    snapshot = citation.snapshot
    return Source(
        number=0, label=citation.label, shown=citation.shown, period=_period(context),
        scope=units.get(context.unit or 0, "全区"), records=snapshot.records if snapshot else None,
        hash=citation.evidence_hash[:SHORT_HASH], anchor=citation.anchor, key=citation.key,
    )  # fmt: skip


def _together(cells: list[Citation]) -> Source:
    """One line for the cells of a column: the units, their records, one hash over their hashes."""
    first = cells[0]
    hashes = "".join(cell.evidence_hash for cell in cells)
    counted = [cell.snapshot.records for cell in cells if cell.snapshot]
    return Source(
        number=0, label=first.label.partition("·")[0], shown="见表",
        period=_period(Context.from_plain(first.context)), scope=f"{len(cells)}个单位",
        records=sum(counted) if counted else None, anchor="", key=first.key,
        hash=hashlib.sha256(hashes.encode()).hexdigest()[:SHORT_HASH] if hashes else "",
    )  # fmt: skip


def _period(context: Context) -> str:
    return periods.said(context.start, context.end)


def _units(citations: Any) -> dict[int, str]:
    keys = {citation.context.get("unit") for citation in citations} - {None}
    return dict(Unit.objects.filter(pk__in=keys).values_list("pk", "short_name"))
