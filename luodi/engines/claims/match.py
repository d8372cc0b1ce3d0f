"""Claims → figures: hard filters first (dimension, threshold, place, period), then names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .agreement import figure_threshold, period_relation, qualifiers
from .aliases import AliasIndex, Match
from .antecedents import Antecedents, says_anything
from .model import Candidate, Claim, Figure, Finding
from .naming import AVERAGE, MEAN
from .scope import same_place
from .truth import NO_TRUTH, Truth, true_value
from .units import dimension, read_unit, same_thing
from .verdict import beyond_last_digit, holds, rule_in_words

_BIND, _BIND_ALONE, _CONTRADICTS = 0.5, 0.4, 0.85
_TIE = 0.06
_SHOWN = 3
_CLEARLY = 0.2
_CERTAIN = Match(1.0, exact=True, clean=True)
_GROWTH_NAME = re.compile(r"同比|增速|增幅|增长|涨幅|@yoy")
_UNCHECKED = {
    "target": "目标或预期，不作为已发生的事实核对",
    "threshold": "限定条件，不单独核对",
    "ordinal": "序数，没有对应的指标",
    "slogan": "提法，不是统计数",
    "vague": "概数，没有可核的数",
    "date": "日期，不单独核对",
    "period": "统计期间，不单独核对",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure that a claim means, the value it must be held against, and how sure that is.

    earlier: the value is the figure's `previous`, used where no figure is of that year itself.
    """

    figure: Figure
    match: Match
    truth: Truth
    earlier: bool = False


class Checker:
    """Holds the claims of one text against known figures."""

    def __init__(
        self,
        figures: Sequence[Figure],
        doc_date: date | None,
        home: str,
        admits: Callable[[Claim, Figure], bool] | None = None,
    ) -> None:
        self._admits = admits or (lambda claim, figure: True)
        self._index = AliasIndex(figures)
        self._doc = doc_date
        self._home = home
        self._by_dimension: dict[str, list[Figure]] = defaultdict(list)
        for figure in figures:
            self._by_dimension[dimension(read_unit(figure.unit).base)].append(figure)
        self._keys = {figure.key: figure for figure in figures}
        self._limits = {figure.key: figure_threshold(figure) for figure in figures}
        self._said = Antecedents()

    def findings(self, claims: Sequence[Claim]) -> list[Finding]:
        """One finding per claim, in order; a growth looks back to the amount it belongs to."""
        found = []
        for claim in claims:
            found.append(self._finding(claim))
            self._said.remember(claim)
        return found

    def _finding(self, claim: Claim) -> Finding:
        if claim.kind in _UNCHECKED:
            return Finding(claim, (), None, "no_record", None, _UNCHECKED[claim.kind])
        ranked, borrowed = self._ranked(claim)
        candidates = tuple(Candidate(f, round(m.score, 3)) for f, m in ranked[:_SHOWN])
        if not ranked:
            return self._none(claim, candidates, "没有单位相同、名称相近的指标")
        top = self._concept(ranked)
        if (why := self._unsure(claim, top[0][1], borrowed)) is not None:
            return self._none(claim, candidates, why)
        bounds = [b for figure, match in top if (b := self._bind(claim, figure, match)) is not None]
        if not bounds:
            return self._none(claim, candidates, "名称相近的指标，期间、范围或起点与所述不同")
        bounds.sort(key=lambda bound: bound.earlier)
        self._said.bind(claim, bounds[0].figure)
        return self._decide(claim, candidates, bounds)

    @staticmethod
    def _none(claim: Claim, candidates: tuple[Candidate, ...], why: str) -> Finding:
        return Finding(claim, candidates, None, "no_record", None, why)

    def _ranked(self, claim: Claim) -> tuple[list[tuple[Figure, Match]], bool]:
        """Figures by fit; whether the subject was borrowed from the claim before."""
        antecedent = self._said.figure(claim)
        if claim.comparison is not None or claim.kind in ("growth", "delta"):
            return self._ranked_change(claim, antecedent)
        if _is_prior(claim) and antecedent and not says_anything(claim):
            return [(antecedent, _CERTAIN)], True
        words = self._said.words(claim)
        pool = self._by_dimension[dimension(claim.unit_base)]
        if dimension(claim.unit_base) == "percent":
            pool = [f for f in pool if not _GROWTH_NAME.search(f.key + f.label)]
        if not words:
            return self._score(claim, pool), False
        return self._score(replace(claim, subject=replace(claim.subject, left=words)), pool), True

    def _ranked_change(
        self, claim: Claim, antecedent: Figure | None
    ) -> tuple[list[tuple[Figure, Match]], bool]:
        """A growth names its own figure, or says nothing and means the amount before it."""
        if not says_anything(claim):
            if antecedent is None:
                return [], True
            return [(self._keys.get(antecedent.key + "@yoy", antecedent), _CERTAIN)], True
        pool = list(self._keys.values())
        if claim.comparison and claim.comparison.type == "yoy_abs":
            pool = self._by_dimension[dimension(claim.unit_base)]
        return self._score(claim, pool), False

    def _score(self, claim: Claim, pool: Iterable[Figure]) -> list[tuple[Figure, Match]]:
        ranked = []
        for figure in pool:
            if self._limits[figure.key] == claim.threshold and self._admits(claim, figure):
                match = self._index.match(claim, figure)
                if match.score >= _BIND_ALONE and same_kind(claim, figure):
                    ranked.append((figure, match))
        if any(m.exact and m.clean and not m.behind for _, m in ranked):
            ranked = [(f, m) for f, m in ranked if not m.behind]
        ranked.sort(key=lambda item: (-item[1].score, item[0].key))
        alone = len(ranked) == 1 or (
            len(ranked) > 1 and ranked[0][1].score - ranked[1][1].score > _CLEARLY
        )
        floor = _BIND_ALONE if alone else _BIND
        return [(f, m) for f, m in ranked if m.score >= floor]

    @staticmethod
    def _concept(ranked: list[tuple[Figure, Match]]) -> list[tuple[Figure, Match]]:
        """The best figure and those that fit as well: other periods and places of the same."""
        best = ranked[0][1].score
        return [(f, m) for f, m in ranked if best - m.score <= _TIE]

    def _unsure(self, claim: Claim, match: Match, borrowed: bool) -> str | None:
        """Why a claim must not be decided although a figure is near."""
        for doubt in claim.doubts:
            if doubt != "其中":
                return doubt
            if not match.exact or (
                borrowed and claim.threshold is None and claim.comparison is None
            ):
                return "“其中”的一部分，没有自己的指标"
        if not match.behind and claim.subject.right.startswith("的"):
            return "这个数限定的是后面的词"
        if not match.clean:
            return "名称只是相近，或限定语比指标窄，不足以认定"
        return None

    def _bind(self, claim: Claim, figure: Figure, match: Match) -> Bound | None:
        if not same_place(claim.scope, figure.scope, self._home):
            return None
        relation = period_relation(claim, figure, self._doc)
        if relation == "other" or not self._qualified(claim, figure):
            return None
        if _averages(claim, figure):
            return None
        truth = true_value(claim, figure, relation)
        return None if truth is NO_TRUTH else Bound(figure, match, truth, relation == "previous")

    @staticmethod
    def _qualified(claim: Claim, figure: Figure) -> bool:
        """[class=中山大学班] must be named around: at least half of its word pairs."""
        context = (
            claim.subject.before + claim.subject.sentence + claim.subject.left + claim.subject.right
        )
        for name in qualifiers(figure.key):
            pairs = [name[i : i + 2] for i in range(len(name) - 1)] or [name]
            if sum(pair in context for pair in pairs) * 2 < len(pairs):
                return False
        return True

    def _decide(
        self, claim: Claim, candidates: tuple[Candidate, ...], bounds: list[Bound]
    ) -> Finding:
        """One verdict when all figures that fit agree; otherwise none."""
        verdicts = {self._true(claim, bound) for bound in bounds}
        if False in verdicts and not bounds[0].match.exact and bounds[0].match.score < _CONTRADICTS:
            return self._none(claim, candidates, "名称只是相近，不足以认定不符")
        if len(verdicts) > 1 or (
            len({b.figure.label for b in bounds}) > 1 and not bounds[0].match.exact
        ):
            return self._none(claim, candidates, "有不止一个指标相符，结论不一，须由人认定")
        bound = bounds[0]
        value = bound.truth.value
        if True in verdicts and beyond_last_digit(claim, value):
            return self._none(claim, candidates, "“余”的上限可宽可严，真值在两者之间")
        verdict = "verified" if verdicts.pop() else "contradicted"
        rule = bound.truth.mismatch or rule_in_words(claim, value)
        return Finding(claim, candidates, bound.figure.key, verdict, value, rule)

    @staticmethod
    def _true(claim: Claim, bound: Bound) -> bool:
        return not bound.truth.mismatch and holds(bound.truth.stated or claim, bound.truth.value)


def _is_prior(claim: Claim) -> bool:
    return claim.period is not None and claim.period.name == "prior"


def _averages(claim: Claim, figure: Figure) -> bool:
    """The number is an average, a share of each or a peak, and the figure is a total."""
    if "/" in claim.unit:
        return False
    found = (MEAN if claim.comparison else AVERAGE).search(claim.subject.left)
    return found is not None and not any(found[0] in n for n in (figure.label, *figure.aliases))


def same_kind(claim: Claim, figure: Figure) -> bool:
    """Units that count the same; currencies are told apart later, with a verdict."""
    if claim.comparison is not None or claim.kind in ("growth", "delta"):
        return True
    claimed, known = read_unit(claim.unit), read_unit(figure.unit)
    if dimension(claimed.base) == "money" == dimension(known.base):
        return True
    return same_thing(claimed.bare, known.bare)
