"""A published brief held against today's records, and against a Word file somebody edited."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from luodi.briefs.choices import CitationKind, Drift
from luodi.briefs.language.faults import Wrong
from luodi.briefs.language.traced import figure_of
from luodi.briefs.language.words import said_again
from luodi.briefs.models import Brief, Citation
from luodi.briefs.queries import chain
from luodi.briefs.queries.edited import Edited, edited
from luodi.briefs.queries.layout import COUNTED
from luodi.briefs.queries.numbers import DistrictNumbers
from luodi.briefs.queries.writing import PAPER_LANGUAGE
from luodi.kernel.documents import Read
from luodi.kernel.figures import FIGURES, Comparison, Context, Value
from luodi.kernel.publication import Drift as Compared
from luodi.kernel.publication import Moved, Status, compare_all
from luodi.kernel.publication.eyes import eyes_of

WORST_FIRST = (
    Drift.EDITED, Drift.MISSING, Drift.GONE, Drift.CHANGED, Drift.REDEFINED, Drift.HIDDEN,
    Drift.OTHER_RECORDS, Drift.SAME,
)  # fmt: skip
OF_STATUS = {
    Status.SAME: Drift.SAME, Status.OTHER_RECORDS: Drift.OTHER_RECORDS,
    Status.VALUE_CHANGED: Drift.CHANGED, Status.DEFINITION_CHANGED: Drift.REDEFINED,
    Status.NOT_VISIBLE: Drift.HIDDEN,
}  # fmt: skip


@dataclass
class Finding:
    """One citation and what became of it."""

    citation: Citation
    drift: Drift
    now: str = ""
    added: list[Moved] = field(default_factory=list)
    removed: list[Moved] = field(default_factory=list)
    edited: list[Moved] = field(default_factory=list)
    note: str = ""

    @property
    def moved(self) -> int:
        """How many records came, went or were changed."""
        return len(self.added) + len(self.removed) + len(self.edited)


@dataclass(frozen=True)
class Report:
    """One page of drift, red first."""

    brief: Brief
    findings: list[Finding]
    sealed: bool
    """Whether the brief's own text, figures and hash are what was published."""
    in_word: Edited | None = None
    """What an edited file says besides its figures."""

    @property
    def red(self) -> list[Finding]:
        """What differs from what was published."""
        return [one for one in self.findings if one.drift not in (Drift.SAME, Drift.OTHER_RECORDS)]

    @property
    def is_clean(self) -> bool:
        """Nothing differs and the seal holds."""
        return self.sealed and not self.red and (self.in_word is None or self.in_word.is_clean)

    def counts(self) -> dict[str, int]:
        """Findings by what became of them."""
        found = {drift: sum(one.drift == drift for one in self.findings) for drift in WORST_FIRST}
        return {str(drift.label): number for drift, number in found.items() if number}


def verify(
    brief: Brief,
    reader: Any,
    *,
    file: Read | None = None,
    thorough: bool = False,
    only: str = "",
) -> Report:
    """Hold the brief's edition against today, and a Word file made from it against the edition.
    `thorough` walks through every record even where the trail knows of no change; `only` looks at
    the citation of this anchor. Raises `Refused` for a file that was not made from this edition."""
    edition = brief.edition
    if edition is None:
        return Report(brief, [], sealed=False)
    said = edited(brief, reader, file) if file is not None else None
    rows = edition.citations.select_related("snapshot", "before")
    cited = list(rows.filter(anchor=only) if only else rows)
    with override(PAPER_LANGUAGE):
        checker = _Checker(reader, cited, thorough)
        findings = [checker.finding(one) for one in cited if one.kind in COUNTED]
        findings += _pictures(edition.blocks, cited, reader)
    if file is not None:
        findings = list(_in_word(cited, findings, file.bookmarks))
    findings.sort(key=lambda one: (WORST_FIRST.index(one.drift), one.citation.position))
    return Report(brief, findings, _is_sealed(brief), said)


def _is_sealed(brief: Brief) -> bool:
    assert brief.edition is not None
    if chain.content_hash(brief.edition) != brief.edition.content_hash:
        return False
    return not brief.hash or chain.hash_of(brief) == brief.hash


class _Checker:
    """Compares snapshots, all at once and each once."""

    def __init__(self, reader: Any, cited: Iterable[Citation], thorough: bool) -> None:
        snapshots = {s.pk: s for one in cited for s in (one.snapshot, one.before) if s is not None}
        self.compared = compare_all(list(snapshots.values()), reader, thorough=thorough)

    def finding(self, citation: Citation) -> Finding:
        """What became of one figure or change."""
        if citation.key not in FIGURES:
            return Finding(citation, Drift.GONE, note=_("系统里已没有这个数字的口径"))
        snapshots = (citation.snapshot, citation.before)
        compared = [self.compared[s.pk] for s in snapshots if s is not None]
        drift = min((OF_STATUS[one.status] for one in compared), key=WORST_FIRST.index)
        return Finding(
            citation, drift, now=_now(citation, compared, drift),
            added=[m for one in compared for m in one.added],
            removed=[m for one in compared for m in one.removed],
            edited=[m for one in compared for m in one.edited],
            note="" if all(one.records_named for one in compared) else _("记录太多，只列最近改动"),
        )  # fmt: skip


def _now(citation: Citation, compared: list[Compared], drift: Drift) -> str:
    """What the text would say today."""
    if drift in (Drift.SAME, Drift.OTHER_RECORDS, Drift.HIDDEN):
        return "" if drift == Drift.HIDDEN else citation.shown
    values = [_value(one) for one in compared]
    if citation.kind == CitationKind.CHANGE and len(values) > 1 and values[0] is not None:
        return Comparison(values[0], values[1]).words
    if not values or values[0] is None:
        return "—"
    context = Context.from_plain(citation.context)
    today = figure_of(values[0], (citation.key, context), _Silent())
    return said_again(today, citation.form)


class _Silent:
    """Stands in for a page where words are made again."""

    rehearsing = False
    numbers = DistrictNumbers(None)


def _value(compared: Compared) -> Value | None:
    if compared.now is not None:
        return compared.now
    snapshot = compared.snapshot
    figure = FIGURES[snapshot.key]
    return figure.value(eyes_of(snapshot), Context.from_plain(snapshot.context))


def _pictures(
    blocks: list[dict[str, Any]], cited: list[Citation], reader: Any
) -> Iterator[Finding]:
    """Charts and lists: drawn once more with the same eyes, compared point by point."""
    by_anchor = {one.anchor: one for one in cited}
    snapshot = next((one.snapshot for one in cited if one.snapshot), None)
    eyes = eyes_of(snapshot) if snapshot else reader
    for block in blocks:
        citation = by_anchor.get(block.get("anchor", ""))
        if citation is None or citation.key not in FIGURES:
            continue
        context = Context.from_plain(citation.context)
        numbers = DistrictNumbers(eyes, context.unit)
        try:
            if block["kind"] == "chart":
                yield _chart(citation, block["chart"], numbers, (citation.key, context))
            else:
                yield _list(citation, block, numbers, (citation.key, context))
        except Wrong as wrong:
            yield Finding(citation, Drift.GONE, note=str(wrong))


def _chart(citation: Citation, data: dict[str, Any], numbers: Any, asked: Any) -> Finding:
    today = numbers.series(asked, data["by"], data["span"])
    before = dict(zip(data["labels"], data["values"], strict=True))
    after = dict(zip(today["labels"], today["values"], strict=True))
    labels = list(dict.fromkeys([*before, *after]))
    moved = [
        f"{label} {before.get(label, '—')} → {after.get(label, '—')}"
        for label in labels
        if before.get(label) != after.get(label)
    ]
    if not moved:
        return Finding(citation, Drift.SAME, now=_("各点相同"))
    return Finding(citation, Drift.CHANGED, now="；".join(moved), note=_("图中各点"))


def _list(citation: Citation, block: dict[str, Any], numbers: Any, asked: Any) -> Finding:
    today = numbers.records(asked, block["order"], block["top"])
    before = [["".join(run["text"] for run in cell) for cell in row] for row in block["rows"]]
    moved = sum(row not in before for row in today["rows"])
    gone = sum(row not in today["rows"] for row in before)
    if not moved and not gone:
        return Finding(citation, Drift.SAME, now=_("各行相同"))
    said = _("现有 %(new)d 行与印发时不同，印发时的 %(old)d 行已变") % {"new": moved, "old": gone}
    return Finding(citation, Drift.CHANGED, now=said)


def _in_word(
    cited: list[Citation], findings: list[Finding], in_word: Mapping[str, str]
) -> Iterator[Finding]:
    """An edited figure is red whatever the records say; so is one whose bookmark is gone."""
    known = {one.citation.anchor: one for one in findings}
    for citation in cited:
        found = known.get(citation.anchor) or Finding(citation, Drift.SAME)
        if citation.kind in (CitationKind.CHART, CitationKind.RECORDS):
            yield found
        elif citation.anchor not in in_word:
            yield Finding(citation, Drift.MISSING, now="—")
        elif in_word[citation.anchor] != citation.shown:
            yield Finding(citation, Drift.EDITED, now=in_word[citation.anchor])
        else:
            yield found
