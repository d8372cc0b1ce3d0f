"""Labels worded by a language model: proposals, refused when they say what no text says."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from luodi.engines.consolidation.extras.protocol import Namer
from luodi.engines.consolidation.model import Consolidation, Item, Problem, Progress
from luodi.engines.consolidation.names import names_in
from luodi.engines.consolidation.privacy import mask_private

# Members shown to the model, and letters of each.
_MEMBERS, _LETTERS = 6, 240
_SHORTEST, _LONGEST = 4, 40
# A label of which less is told by the texts speaks of something else.
_TOLD = 0.5
_NUMBER = re.compile(
    r"[0-9]+(?:\.[0-9]+)?"
    r"|[零一二三四五六七八九十百千万亿两〇]+(?=[个户人名次条年月日天元栋期号楼层辆家处所成倍米里亩岁])"
    r"|[零一二三四五六七八九十百千万亿两〇]{2,}"
    r"|[A-Za-z]+"
)
_WIDE = {ord("０") + digit: ord("0") + digit for digit in range(10)}


@dataclass(frozen=True, slots=True)
class Proposed:
    """Problem id → label a model worded, and how many of its labels were refused."""

    labels: dict[str, str]
    refused: int


def propose_labels(
    result: Consolidation,
    items: Sequence[Item],
    namer: Namer,
    *,
    named: Collection[str] = (),
    most: int = 100,
    progress: Progress | None = None,
) -> Proposed:
    """Return labels for the `most` hottest problems; those with an item in `named` have a person's.

    The engine's own label stays wherever none is returned. Raises Unavailable.
    """
    by_id = {item.id: item for item in items}
    wanted = [p for p in result.problems if not any(m in named for m in p.members)][:most]
    labels: dict[str, str] = {}
    refused = 0
    for number, problem in enumerate(wanted, 1):
        texts = _texts(problem, by_id)
        label = namer.label(texts)
        if invented(label, texts):
            refused += 1
        elif label != problem.label:
            labels[problem.id] = label
        if progress:
            progress(number, len(wanted), "拟名称")
    return Proposed(labels, refused)


def _texts(problem: Problem, by_id: dict[str, Item]) -> list[str]:
    shown = [by_id[member] for member in problem.members[:_MEMBERS]]
    texts = [" ".join(f"{item.title} {item.body}".split()) for item in shown]
    # Masked before it is cut, since half a number is no longer seen as one.
    return [mask_private(text)[:_LETTERS] for text in texts]


def invented(label: str, texts: Sequence[str]) -> str:
    """Return why a label may not be shown, in one sentence; empty when the texts say it.

    Every number, Latin word, place and organisation of the label must stand in a text, and half of
    its pairs of letters.
    """
    told = "\n".join(texts).translate(_WIDE).lower()
    said = label.translate(_WIDE).lower()
    if not _SHORTEST <= len(said) <= _LONGEST or "\n" in said:
        return "名称过短或过长。"
    if missing := [word for word in _NUMBER.findall(said) if not _stands(word, told)]:
        return f"意见里没有“{missing[0]}”。"
    names = names_in([said])
    if missing := [n for n in (*names.places, *names.organisations) if n not in told]:
        return f"意见里没有“{missing[0]}”。"
    pairs = {said[at : at + 2] for at in range(len(said) - 1) if said[at : at + 2].isalnum()}
    if sum(pair in told for pair in pairs) < _TOLD * len(pairs):
        return "名称说的不是这些意见。"
    return ""


def _stands(word: str, told: str) -> bool:
    """Whether a word stands in the text by itself: 12 is not in 120."""
    if not word.isascii():
        return word in told
    return re.search(rf"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])", told) is not None
