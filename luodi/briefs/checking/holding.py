"""One text against the records: every claim with its verdict, its figure and the way to open it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from luodi.briefs.checking.known import Asked, Home, Known, known, nameable, wanted
from luodi.engines import claims as engine
from luodi.kernel.figures import FIGURES
from luodi.kernel.figures.values import rounded

Against = Callable[[Sequence[engine.Figure]], list[engine.Finding]]

CHECKABLE = ("quantity", "growth", "ratio", "delta")
_SEPARATORS = re.compile(r"[\0#|,、;:。“”\"\s]+")
_SPOKEN = re.compile(
    r"^(?:召开|举办|举行|开展|组织|实现|完成|收集|征集|归纳为|梳理出|共有?|累计|了|出|为)+"
)


class Verdict(StrEnum):
    """What the records say of a claim."""

    VERIFIED = "verified"
    CONTRADICTED = "contradicted"
    NO_RECORD = "no_record"
    NOT_A_FACT = "not_a_fact"  # a target, a date, a slogan: nothing to hold against records


@dataclass(frozen=True)
class Mark:
    """One claim as the page shows it."""

    claim: engine.Claim
    verdict: Verdict
    rule: str
    figure: str = ""
    label: str = ""
    truth: str = ""
    """The true value with its unit; "" where there is none."""
    url: str = ""
    candidates: tuple[str, ...] = ()
    """Keys of figures it may mean, best first."""
    by_hand: bool = False
    """A person chose the figure."""


@dataclass(frozen=True)
class Checked:
    """A text with its marks in order and what it says against itself."""

    text: str
    marks: tuple[Mark, ...]
    contradictions: tuple[engine.Contradiction, ...]
    seconds: float = field(default=0.0, compare=False)

    def count(self, verdict: Verdict) -> int:
        """How many marks have this verdict."""
        return sum(mark.verdict == verdict for mark in self.marks)


def hold(
    text: str,
    reader: Any,
    home: Home,
    *,
    doc_date: date | None = None,
    aliases: Mapping[str, Sequence[str]] | None = None,
    bindings: Mapping[int, str] | None = None,
) -> Checked:
    """Hold every claim of a text against what this reader may see.

    `aliases`: learned names, figure key → words. `bindings`: start of a claim → the key of the
    figure a person chose for it; the period, place and unit are still checked.
    """
    aliases, bindings = aliases or {}, bindings or {}
    claims = engine.extract(text, doc_date, home.name)
    names = nameable(reader, claims, aliases)
    likely = engine.findings(claims, names, doc_date, home.name)
    asked = wanted([(f.claim, _likely(f, likely, bindings)) for f in likely], doc_date, home)
    figures = known(list(asked), reader, aliases)

    def admits(claim: engine.Claim, figure: engine.Figure) -> bool:
        return claim.start in asked[figures[figure.key][1]]

    def against(found: Sequence[engine.Figure]) -> list[engine.Finding]:
        return engine.findings(claims, found, doc_date, home.name, admits)

    findings = against([figure for figure, _asked in figures.values()])
    chosen = _chosen(claims, figures, bindings, against)
    marks = tuple(
        _mark(chosen.get(f.claim.start, f), figures, _names(rough), by_hand=f.claim.start in chosen)
        for f, rough in zip(findings, likely, strict=True)
    )
    return Checked(text, marks, tuple(engine.consistency(claims)))


def _likely(
    finding: engine.Finding, likely: Sequence[engine.Finding], bindings: Mapping[int, str]
) -> list[str]:
    """The figures a claim may mean; a growth means the amount it follows."""
    own = [candidate.figure.key for candidate in finding.candidates]
    if (chosen := bindings.get(finding.claim.start)) and chosen in FIGURES:
        own = [chosen, *own]
    if finding.claim.kind not in CHECKABLE:
        return []
    before = finding.claim.subject.inherits
    for other in likely:
        if before is not None and other.claim.start == before:
            own += [c.figure.key for c in other.candidates]
    return list(dict.fromkeys(key.partition("@")[0] for key in own))


def _chosen(
    claims: Sequence[engine.Claim], figures: Known, bindings: Mapping[int, str], against: Against
) -> dict[int, engine.Finding]:
    """Claims whose figure a person chose: held against that figure alone, named as the text does."""
    found = {}
    for claim in claims:
        if (key := bindings.get(claim.start)) is None:
            continue
        named = [_named_as(told, claim) for told, asked in figures.values() if asked.key == key]
        found[claim.start] = next(f for f in against(named) if f.claim.start == claim.start)
    return found


def _named_as(figure: engine.Figure, claim: engine.Claim) -> engine.Figure:
    words = words_for(claim)
    if not words:
        return figure
    return engine.Figure(
        figure.key, figure.label, figure.value, figure.unit, figure.period, figure.scope,
        figure.previous, (*figure.aliases, words),
    )  # fmt: skip


def words_for(claim: engine.Claim) -> str:
    """What the text calls the thing it counts: the words at the number, for an alias."""
    for words in (claim.subject.left, claim.subject.right):
        parts = [p for p in _SEPARATORS.split(words) if p]
        if parts:
            told = parts[-1] if words is claim.subject.left else parts[0]
            told = _SPOKEN.sub("", told)
            if len(told) > 1:
                return told[-12:]
    return ""


def _names(finding: engine.Finding) -> tuple[str, ...]:
    keys = (c.figure.key.partition("[")[0].partition("@")[0] for c in finding.candidates)
    return tuple(dict.fromkeys(keys))


def _mark(
    finding: engine.Finding, figures: Known, candidates: tuple[str, ...], *, by_hand: bool
) -> Mark:
    claim = finding.claim
    if claim.kind not in CHECKABLE:
        return Mark(claim, Verdict.NOT_A_FACT, finding.rule)
    told, asked = figures.get(finding.figure or "", (None, None))
    if told is None or asked is None:
        return Mark(claim, Verdict.NO_RECORD, finding.rule, candidates=candidates, by_hand=by_hand)
    return Mark(
        claim, Verdict(finding.verdict), finding.rule, asked.key, _title(asked),
        _truth(finding, claim), FIGURES[asked.key].url(asked.context), candidates, by_hand,
    )  # fmt: skip


def _title(asked: Asked) -> str:
    return FIGURES[asked.key].title(asked.context)


def _truth(finding: engine.Finding, claim: engine.Claim) -> str:
    if finding.truth is None:
        return ""
    return f"{rounded(finding.truth, None):f}{claim.unit}"
