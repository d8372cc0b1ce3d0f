"""Finds what texts have in common, so that a page can mark it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

Span = tuple[int, int]


def mark_shared(texts: Sequence[str]) -> list[list[Span]]:
    """Return for each text the (start, end) spans of two or more characters it shares.

    A pair of characters counts when at least two of the texts hold it; overlapping pairs
    join into one span. Spaces and punctuation never count.
    """
    pair_sets = [set(_pairs(text)) for text in texts]
    counts = Counter(pair for pairs in pair_sets for pair in pairs)
    return [
        _spans(text, {pair for pair in pairs if counts[pair] > 1})
        for text, pairs in zip(texts, pair_sets, strict=True)
    ]


def _pairs(text: str) -> list[str]:
    return [pair for i in range(len(text) - 1) if (pair := text[i : i + 2]).isalnum()]


def _spans(text: str, shared: set[str]) -> list[Span]:
    spans: list[Span] = []
    for start in range(len(text) - 1):
        if text[start : start + 2] not in shared:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], start + 2)
        else:
            spans.append((start, start + 2))
    return spans
