"""Proposes the parts of a statement that says several things; the statement stays whole."""

from __future__ import annotations

import re

# 一是…二是 · 1、 · （一） · 第一， · ① at the start of a sentence or a line
_COUNTED = re.compile(
    r"(?:(?<=^)|(?<=[\n。；;：:！!？?，, ]))\s*(?:"
    r"[一二三四五六七八九十]是|第[一二三四五六七八九十](?=[，,、点])|[一二三四五六七八九十]、|"
    r"[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.．](?!\d)|[①-⑩])"
)
_TURNS = re.compile(r"(?<=[。；;！!？?\n])\s*(?:同时|另外|此外|还有|再就是|其次|与此同时)[，,]?")
_SHORTEST = 5


def split_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a text in order, or the whole text as its only part.

    Counted points win over turns of speech; what stands before the first point is an
    introduction and belongs to no part unless turns of speech divide the text.
    """
    counted = _cut(text, _COUNTED, keep_first=False)
    if len(counted) > 1:
        return counted
    turned = _cut(text, _TURNS, keep_first=True)
    return turned if len(turned) > 1 else (text.strip(),)


def _cut(text: str, mark: re.Pattern[str], *, keep_first: bool) -> tuple[str, ...]:
    found = list(mark.finditer(text))
    if not found:
        return ()
    starts = [0] if keep_first else []
    starts += [match.end() for match in found]
    ends = [match.start() for match in found] if keep_first else []
    ends += [match.start() for match in found[1:]] if not keep_first else []
    ends.append(len(text))
    parts = (
        text[start:end].strip(" \t\n；;，,。、") for start, end in zip(starts, ends, strict=True)
    )
    return tuple(part for part in parts if len(part) >= _SHORTEST)
