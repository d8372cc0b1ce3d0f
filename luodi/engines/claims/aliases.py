"""How well the words around a number name a figure: its label and aliases against the text."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .agreement import is_stock
from .model import Claim, Figure
from .naming import (
    AMONG,
    CHANGE_WORDS,
    FATE,
    FUNCTION,
    LIMIT,
    NARROW,
    NEWLY,
    PLAIN_VERB,
    VERB,
    measures_other,
    names_of,
    residue,
)


@dataclass(frozen=True, slots=True)
class Match:
    """How a figure fits: score up to about 1.3; exact when a whole alias stands at the number.

    behind: the name follows the number, as in 40 余名干部.
    """

    score: float
    exact: bool
    clean: bool
    behind: bool = False


_SHORT = 2
# 项目较去年同期的 149 个: the period comes blanked.
_BASE_SAID = re.compile(r"[比较与和]\0+的$")
_NONE = Match(0.0, exact=False, clean=False)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a figure with its character pairs; rare pairs weigh more."""

    form: str
    pairs: tuple[tuple[str, float], ...]
    total: float
    keys: frozenset[str]


class Surroundings:
    """The words around a number, cut into character pairs once for all figures."""

    def __init__(self, claim: Claim) -> None:
        subject = claim.subject
        self.claim = claim
        self.left = LIMIT.sub("", subject.left)
        self.right = re.split("[,、;。]", subject.right, maxsplit=1)[0]
        self.near = subject.left + "|" + subject.right
        self.text = self.near + subject.sentence + subject.before
        # 五支专业招商团队，每支 12 人: the noun of a rate stands one clause before.
        self.close = self.near + subject.sentence if "/" in claim.unit else self.near
        # A unit may be a name itself: 三大类 for a figure called 大类.
        places = (
            (claim.unit, 0.0),
            (subject.before, 0.5),
            (subject.sentence, 0.8),
            (self.near, 1.0),
        )
        self.place = {pair: share for words, share in places for pair in _pairs([words])}

    def share(self, name: Name) -> float:
        """How much of a name stands around the number, near pairs counting more."""
        found = self.place
        if name.keys.isdisjoint(found):
            return 0.0
        return sum(weight * found.get(pair, 0.0) for pair, weight in name.pairs) / name.total


class AliasIndex:
    """The names of all figures, prepared once for a text."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        forms = {figure.key: names_of(figure) for figure in figures}
        counts = Counter(pair for names in forms.values() for pair in _pairs(names))
        total = len(forms) + 1
        weight = {pair: 1 + math.log(total / n) for pair, n in counts.items()}
        self._names = {key: [_name(form, weight) for form in names] for key, names in forms.items()}
        self._pairs = {key: frozenset(_pairs(names)) for key, names in forms.items()}
        self._around: Surroundings | None = None

    def match(self, claim: Claim, figure: Figure) -> Match:
        """The best fit of any name of the figure to the words around the number."""
        around = self._around
        if around is None or around.claim is not claim:
            around = self._around = Surroundings(claim)
        best = _NONE
        if self._pairs[figure.key].isdisjoint(around.place):
            return best
        for name in self._names[figure.key]:
            share = around.share(name)
            if share == 0 and name.form != claim.unit:
                continue
            match = _exact(name.form, around, figure) or _fuzzy(name.form, share, around, figure)
            if (match.score, match.clean) > (best.score, best.clean):
                best = match
        return best


def _name(form: str, weight: dict[str, float]) -> Name:
    pairs = tuple((pair, weight[pair]) for pair in sorted(_pairs([form])))
    return Name(form, pairs, sum(w for _, w in pairs), frozenset(pair for pair, _ in pairs))


def _exact(form: str, around: Surroundings, figure: Figure) -> Match | None:
    """A whole name right before or right behind the number."""
    claim, left, bonus = around.claim, around.left, 0.02 * len(form)
    at = left.rfind(form)
    if at >= 0:
        after = _BASE_SAID.sub("", left[at + len(form) :])
        changes = claim.comparison is not None or claim.kind in ("growth", "delta")
        between = residue(CHANGE_WORDS.sub("", after) if changes else after, claim, figure)
        if between:
            return Match(0.72 + bonus, exact=False, clean=False)
        if changes and measures_other(after, figure):
            return Match(0.72 + bonus, exact=False, clean=False)
        newly = is_stock(figure) and NEWLY.search(after) is not None
        clean = (
            not newly and _unnarrowed(left[:at], form, claim, figure) and not AMONG.search(after)
        )
        return Match(1.0 + bonus, exact=True, clean=clean)
    at = around.right.find(form)
    if at >= 0:
        between = residue(around.right[:at], claim, figure)
        rest = around.right[at + len(form) :]
        if not VERB.search(left) and FATE.search(rest):
            return Match(0.72 + bonus, exact=False, clean=False, behind=True)
        clean = not NARROW.search(between) and len(between) <= 4
        return Match(
            0.95 + bonus - 0.02 * len(between), exact=len(between) <= 4, clean=clean, behind=True
        )
    return None


def _fuzzy(form: str, share: float, around: Surroundings, figure: Figure) -> Match:
    """A name scattered around the number.

    Clean only when nothing that tells this figure from another is missing: 存款余额 is not 贷款余额.
    """
    claim = around.claim
    if form == claim.unit:
        return Match(0.65, exact=False, clean=True)
    score = 0.75 * share + (0.2 if _touches(form, claim) else 0.0)
    sure = form[-2:] in around.close and all(c in around.text for c in form if c not in FUNCTION)
    if not sure:
        return Match(score, exact=False, clean=False)
    foreign = "".join(c for c in residue(claim.subject.left, claim, None) if c not in form)
    clean = not NARROW.search(foreign) and not _split(form, claim, figure)
    return Match(score, exact=False, clean=clean)


def _split(form: str, claim: Claim, figure: Figure) -> bool:
    """Foreign words stand before or inside the name: 接待过夜游客 is not 接待游客."""
    left, right = claim.subject.left, claim.subject.right
    starts = [at for pair in _pairs([form]) if (at := left.find(pair)) >= 0]
    inside = residue(CHANGE_WORDS.sub("", left[min(starts) :]) if starts else "", claim, None)
    if any(c not in form for c in inside):
        return True
    if starts and not _unnarrowed(left[: min(starts)], form, claim, figure):
        return True
    reached = [at for pair in _pairs([form]) if (at := right.find(pair)) >= 0]
    return bool(NARROW.search(residue(right[: min(reached)] if reached else "", claim, None)))


def _touches(form: str, claim: Claim) -> bool:
    """The end of the name stands right beside the number: 四个主题, 专题会议 277 次."""
    subject = claim.subject
    tails = (form[i:] for i in range(len(form) - 1))
    return any(subject.right.startswith(tail) or subject.left.endswith(tail) for tail in tails)


def _pairs(forms: Iterable[str]) -> set[str]:
    return {form[i : i + 2] for form in forms for i in range(len(form) - 1)}


def _unnarrowed(before: str, form: str, claim: Claim, figure: Figure) -> bool:
    """Nothing before the name makes the count smaller than the figure's: 制造业利用内资 does."""
    if AMONG.search(before.replace("其中", "")):
        return False
    if NEWLY.search(before) and not form.startswith("新") and is_stock(figure):
        return False
    if before.startswith("#") and VERB.match(form):
        return True
    verbs = list(VERB.finditer(before))
    tail = before[verbs[-1].end() :] if verbs else before
    if residue(tail, claim, figure):
        return False
    # 签约项目 is narrower than 项目: before a short name such a verb is an attribute.
    if verbs and len(form) <= _SHORT and not tail and not PLAIN_VERB.fullmatch(verbs[-1][0]):
        return False
    # So is 签约引进项目 than 引进项目: two such verbs in a row.
    if verbs and not tail and VERB.match(form) and not PLAIN_VERB.fullmatch(verbs[-1][0]):
        return False
    if not verbs or before.startswith("#"):
        return True
    return not NARROW.search(residue(before[: verbs[-1].start()], claim, figure))
