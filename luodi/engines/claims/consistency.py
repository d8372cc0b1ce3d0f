"""What a text says against itself: parts above their whole, lists that count otherwise, repeats."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .model import Claim

_EXACT = ("eq", "gt", "ge", "gt_near")
_LOOSE_WORDS = re.compile(r"[\0#|\s]|全区|全市|共计?|累计|达到?|了|为|有|完成|实现")
_COUNTERS = ("个", "支", "类", "条", "期", "次", "人")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places of one text that cannot both be right; kind is part, list or repeat."""

    kind: str
    claims: tuple[Claim, ...]
    sentence: str


def consistency(claims: Sequence[Claim]) -> list[Contradiction]:
    """Contradictions inside a text, in order of place; nothing is known but the text."""
    found = [*_parts(claims), *_lists(claims), *_repeats(claims)]
    return sorted(found, key=lambda contradiction: contradiction.claims[-1].start)


def _parts(claims: Sequence[Claim]) -> list[Contradiction]:
    """A part after 其中 is never more than its whole."""
    by_start = {claim.start: claim for claim in claims if claim.value_base is not None}
    found = []
    for part in claims:
        whole = by_start.get(part.part_of) if part.part_of is not None else None
        if whole is None or part.kind != "quantity" or whole.kind != "quantity":
            continue
        if part.op not in _EXACT or whole.op != "eq":
            continue
        if part.value_base and whole.value_base and part.value_base > whole.value_base:
            sentence = f"“其中”的{part.span}大于总数{whole.span}"
            found.append(Contradiction("part", (whole, part), sentence))
    return found


def _lists(claims: Sequence[Claim]) -> list[Contradiction]:
    """北京、上海、广州三个城市: as many names as the number says."""
    found = []
    for claim in claims:
        named = claim.subject.listed
        counted = claim.kind == "quantity" and claim.op == "eq" and claim.unit_base in _COUNTERS
        if (
            named
            and counted
            and claim.value is not None
            and 2 <= claim.value <= 12
            and claim.value != named
        ):
            sentence = f"前文列了{named}项，却写作{claim.span}"
            found.append(Contradiction("list", (claim,), sentence))
    return found


def _repeats(claims: Sequence[Claim]) -> list[Contradiction]:
    """The same words, unit, place and period with two different exact values."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        words = _LOOSE_WORDS.sub("", claim.subject.left)
        if (
            claim.kind == "quantity"
            and claim.op == "eq"
            and claim.part_of is None
            and len(words) >= 4
        ):
            key = (words, claim.unit_base, claim.scope, claim.period, claim.threshold)
            groups[key].append(claim)
    found = []
    for group in groups.values():
        for claim in group[1:]:
            if claim.value_base != group[0].value_base:
                sentence = f"同一个数前后不一：{group[0].span}，{claim.span}"
                found.append(Contradiction("repeat", (group[0], claim), sentence))
    return found
