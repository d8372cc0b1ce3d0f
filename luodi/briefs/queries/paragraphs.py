"""Two texts compared paragraph by paragraph: what came, what went, what was changed and how."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.5
"""From this likeness on, one paragraph is the other, changed."""
MOST_PAIRS = 2500
"""Pairs of one stretch that are looked at; in a longer one paragraphs are paired by their order."""
LONGEST = 4000
"""Characters up to which a change is shown word by word."""
_WORDS = re.compile(r"[0-9０-９.,%％]+|[A-Za-z]+|\s+|.", re.DOTALL)
Pair = tuple[int | None, int | None]


@dataclass(frozen=True)
class Bit:
    """Some words of a changed paragraph: `new`, `gone`, or "" where both have them."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Change:
    """One paragraph that came (`added`), went (`removed`) or was `changed`."""

    kind: str
    bits: tuple[Bit, ...]
    red: bool
    """A figure in it was changed or lost, or the records deny a number in it."""


def aligned(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Which paragraph is which, in order: None where the other text has none. Blanks do not count."""
    left, right = [_plain(p) for p in old], [_plain(p) for p in new]
    found: list[Pair] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            found += zip(range(a, b), range(c, d), strict=True)
        else:
            found += _paired(left, right, range(a, b), range(c, d))
    return found


def is_same(old: str, new: str) -> bool:
    """Blanks do not count."""
    return _plain(old) == _plain(new)


def changes(
    old: Sequence[str], new: Sequence[str], pairs: Sequence[Pair], red: Collection[Pair]
) -> list[Change]:
    """What differs, the red ones first, each group in the order of the text."""
    found = []
    for pair in pairs:
        before = "" if pair[0] is None else old[pair[0]]
        after = "" if pair[1] is None else new[pair[1]]
        if not is_same(before, after):
            kind = "added" if pair[0] is None else "removed" if pair[1] is None else "changed"
            found.append(Change(kind, tuple(_bits(before, after)), pair in red))
    return sorted(found, key=lambda change: not change.red)


def _plain(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _paired(left: Sequence[str], right: Sequence[str], a: range, b: range) -> Iterator[Pair]:
    """Paragraphs of two stretches that differ: each new one beside the old one it was made of."""
    small = len(a) * len(b) <= MOST_PAIRS
    rest = list(a)
    for at in b:
        found = next((n for n in rest if not small or _are_alike(left[n], right[at])), None)
        while found is not None and rest[0] != found:
            yield rest.pop(0), None
        if found is not None:
            rest.pop(0)
        yield found, at
    for n in rest:
        yield n, None


def _are_alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old[:LONGEST], new[:LONGEST], autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _bits(old: str, new: str) -> Iterator[Bit]:
    if not old or not new or max(len(old), len(new)) > LONGEST:
        yield from (Bit(text, kind) for text, kind in ((old, "gone"), (new, "new")) if text)
        return
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Bit("".join(before[a:b]))
            continue
        if a < b:
            yield Bit("".join(before[a:b]), "gone")
        if c < d:
            yield Bit("".join(after[c:d]), "new")
