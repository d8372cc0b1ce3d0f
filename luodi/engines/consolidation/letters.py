"""Turns texts into flat arrays of small letter numbers, ready for counting pairs of letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.model import Item

Ints = npt.NDArray[np.int64]

TITLE_LETTERS = 80
HEAD_LETTERS = 100
WHOLE_LETTERS = 200
UNICODE = 0x110000
# A pair of letter numbers fits into 32 bits.
MOST_LETTERS = 1 << 16


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
        seen = np.zeros(UNICODE, dtype=bool)
        seen[raw] = True
        for code in np.flatnonzero(seen & (self._numbers < 0)):
            self._numbers[code] = self._learn(chr(code))
        return self._numbers[raw]

    def _learn(self, letter: str) -> int:
        folded = unicodedata.normalize("NFKC", letter).lower()
        if len(folded) != 1 or not folded.isalnum():
            return 0
        point = ord(folded)
        if point not in self._known:
            if len(self.points) == MOST_LETTERS:
                return 0
            self._known[point] = len(self.points)
            self.points.append(point)
        return self._known[point]


@dataclass(frozen=True, slots=True)
class Letters:
    """Texts one after another, a zero after each field.

    `owner` is the row of each letter; `field` is 0 in the title, 1 in the head of the body
    (first 100 letters) and 2 in the rest of the window.
    """

    numbers: npt.NDArray[np.int32]
    owner: Ints
    field: Ints


def window(item: Item) -> tuple[str, str]:
    """Return the title and the start of the body without spaces; a long title flows over."""
    title = "".join(item.title[:2000].split())
    body = "".join(item.body[: 3 * WHOLE_LETTERS].split())
    return title[:TITLE_LETTERS], (title[TITLE_LETTERS:] + body)[:WHOLE_LETTERS]


def read_letters(items: Sequence[Item], alphabet: Alphabet) -> Letters:
    """Return the letters of the window of every item, in the order of the items."""
    windows = [window(item) for item in items]
    text = "".join(f"{title}\n{body}\n" for title, body in windows)
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    titles = np.array([len(title) + 1 for title, _ in windows], dtype=np.int64)
    sizes = titles + np.array([len(body) + 1 for _, body in windows], dtype=np.int64)
    owner = np.repeat(np.arange(len(items), dtype=np.int64), sizes)
    start = np.cumsum(sizes) - sizes
    behind = np.arange(len(raw), dtype=np.int64) - (start + titles)[owner]
    place = (behind >= 0).astype(np.int64) + (behind >= HEAD_LETTERS)
    return Letters(alphabet.number(raw), owner, place)
