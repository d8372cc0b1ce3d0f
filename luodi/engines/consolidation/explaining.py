"""Says what two items share, what stands against it, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from luodi.engines.consolidation.clash import clashing
from luodi.engines.consolidation.grams import count_grams, grams_against
from luodi.engines.consolidation.letters import UNICODE, window
from luodi.engines.consolidation.marking import mark_shared
from luodi.engines.consolidation.model import Explanation, Item, Options
from luodi.engines.consolidation.pairs import measure
from luodi.engines.consolidation.privacy import mask_private
from luodi.engines.consolidation.score import busy_speakers, score_pairs
from luodi.engines.consolidation.views import Vocabulary

DEFAULTS = Options()
# A word is rare when it proves this much of what any word of the collection can prove.
_RARE = 0.7
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains pairs with the rarity of words in one collection; make it once per page."""

    vocabulary: Vocabulary
    busy: frozenset[str]
    stop: float

    @staticmethod
    def of(items: Sequence[Item], options: Options = DEFAULTS) -> Explainer:
        """Learn what is rare from the items."""
        vocabulary = count_grams([window(item) for item in items], keep_single=True).vocabulary
        return Explainer(vocabulary, busy_speakers(items), options.stop)

    def explain(self, a: Item, b: Item) -> Explanation:
        """Return what the two items share and lack, with one sentence for a reader."""
        rare, common = self._shared(a, b)
        clash = clashing(a, b)
        score = self._score(a, b)
        together = score >= self.stop
        sentence = _sentence(rare, common, clash, score, self.stop)
        return Explanation(rare, common, clash, score, together, sentence)

    def _score(self, a: Item, b: Item) -> float:
        grams = grams_against([window(a), window(b)], self.vocabulary)
        pairs = measure(grams, grams, np.array([0]), np.array([1]))
        if window(a) == window(b):
            return 1.0
        score = score_pairs(pairs, [a, b], [a, b], self.busy, self.vocabulary.texts)
        return round(float(score[0]), 3) if len(score) else 0.0

    def _shared(self, a: Item, b: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
        texts = [mask_private("\n".join(window(item))) for item in (a, b)]
        words = {texts[0][start:end] for start, end in mark_shared(texts)[0]}
        proofs = {word: self._proof(word) for word in words}
        ranked = sorted(words, key=lambda word: (-proofs[word], -len(word), word))
        kept = [word for word in ranked if not any(word in w and word != w for w in ranked)]
        line = _RARE * float(self.vocabulary.evidence[:-1].max(initial=0.0))
        rare = tuple(word for word in kept if proofs[word] >= max(line, 0.1))
        common = tuple(word for word in kept if 0 < proofs[word] < line)
        return rare[:_SHOWN], common[:_SHOWN]

    def _proof(self, word: str) -> float:
        """Return the highest evidence among the pairs of a word."""
        lower = word.lower()
        codes = np.array([ord(x) * UNICODE + ord(y) for x, y in pairwise(lower)])
        if not len(codes) or not len(self.vocabulary.codes):
            return 0.0
        last = len(self.vocabulary.codes) - 1
        place = np.minimum(np.searchsorted(self.vocabulary.codes, codes), last)
        known = self.vocabulary.codes[place] == codes
        return float(self.vocabulary.evidence[np.where(known, place, -1)].max())


def explain(
    a: Item, b: Item, *, among: Sequence[Item] = (), options: Options = DEFAULTS
) -> Explanation:
    """Explain one pair; `among` is the collection that shows which words are rare."""
    known = {item.id for item in among}
    rest = [item for item in (a, b) if item.id not in known]
    return Explainer.of([*among, *rest], options).explain(a, b)


def _sentence(
    rare: Sequence[str],
    common: Sequence[str],
    clash: tuple[tuple[str, ...], tuple[str, ...]],
    score: float,
    stop: float,
) -> str:
    parts = [f"两条都提到{_quoted(rare)}" if rare else "两条没有共同的少见词"]
    if common:
        parts.append(f"也都说到{_quoted(common)}")
    if clash[0]:
        parts.append(f"但一条说的是{_quoted(clash[0])}，另一条说的是{_quoted(clash[1])}")
    verdict = "达到" if score >= stop else "不到"
    return "，".join(parts) + f"；相近程度 {score:.2f}，{verdict}归并线 {stop:.2f}。"


def _quoted(words: Sequence[str]) -> str:
    return "、".join(f"“{word}”" for word in words[:4])
