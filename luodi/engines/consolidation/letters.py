"""Turns texts into rows of small letter numbers, ready for counting pairs of letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.model import Item

Ints = npt.NDArray[np.int64]
Window = tuple[str, str]

TITLE_LETTERS = 80
HEAD_LETTERS = 100
WHOLE_LETTERS = 200
UNICODE = 0x110000
LETTER_BITS = 15
# A pair of letter numbers and a field fit into 32 bits; letters met later stand for none.
MOST_LETTERS = 1 << LETTER_BITS
TITLE, HEAD, REST = 0, 1, 2
NOTHING = np.uint32(0xFFFFFFFF)


@dataclass(slots=True)
class Alphabet:
    """Numbers letters in the order they are met; 0 is whatever is neither letter nor digit."""

    points: list[int] = field(default_factory=lambda: [0])
    _numbers: npt.NDArray[np.int32] = field(
        default_factory=lambda: np.full(UNICODE, -1, dtype=np.int32)
    )
    _known: dict[int, int] = field(default_factory=dict)

    def number(self, raw: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
        """Return the number of every letter, folding widths and cases."""
        numbers: npt.NDArray[np.int32] = self._numbers[raw]
        if numbers.min(initial=0) < 0:
            for code in np.unique(raw[numbers < 0]).tolist():
                self._numbers[code] = self._learn(chr(code))
            numbers = self._numbers[raw]
        return numbers

    def _learn(self, letter: str) -> int:
        folded = unicodedata.normalize("NFKC", letter).lower()
        if len(folded) != 1 or not folded.isalnum():
            return 0
        point = ord(folded)
        if point not in self._known:
            if len(self.points) == MOST_LETTERS - 1:
                return 0
            self._known[point] = len(self.points)
            self.points.append(point)
        return self._known[point]


def window(item: Item) -> Window:
    """Return the title and the start of the body without spaces; a long title flows over."""
    title = "".join(item.title[:2000].split())
    body = "".join(item.body[: 3 * WHOLE_LETTERS].split())
    if len(title) <= TITLE_LETTERS:
        return title, body[:WHOLE_LETTERS]
    return title[:TITLE_LETTERS], (title[TITLE_LETTERS:] + body)[:WHOLE_LETTERS]


def pair_codes(windows: Sequence[Window], alphabet: Alphabet) -> npt.NDArray[np.uint32]:
    """Return one sorted row per window: left letter, right letter, field; NOTHING fills it up.

    The field of a pair is TITLE, HEAD (first 100 letters of the body) or REST.
    """
    title = _points([title for title, _ in windows], TITLE_LETTERS)
    body = _points([body for _, body in windows], WHOLE_LETTERS)
    between = np.zeros((len(windows), 1), dtype=np.uint32)
    number = alphabet.number(np.concatenate([title, between, body], axis=1)).astype(np.uint32)
    left, right = number[:, :-1], number[:, 1:]
    codes = (left << np.uint32(LETTER_BITS + 2)) | (right << np.uint32(2))
    codes[:, TITLE_LETTERS + 1 :] |= np.uint32(HEAD)
    codes[:, TITLE_LETTERS + 1 + HEAD_LETTERS :] ^= np.uint32(HEAD ^ REST)
    codes[(left == 0) | (right == 0)] = NOTHING
    codes.sort(axis=1)
    return codes


def _points(texts: Sequence[str], width: int) -> npt.NDArray[np.uint32]:
    """Return the code points of every text, zeros behind them."""
    table = np.array(texts, dtype=f"<U{width}")
    return table.view(np.uint32).reshape(len(texts), width)
