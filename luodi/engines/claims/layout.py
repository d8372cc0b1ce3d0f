"""Where paragraphs, sentences and clauses of a clean text begin and end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_SENTENCE = re.compile(r"[。!?\n]")
_GROUP = re.compile(r"[。!?\n;]")
# A comma inside 12,450 and a colon inside 8:30 end nothing; nor does one before an amount (总额:86亿元).
_CLAUSE = re.compile(
    r"[。!?\n;]|(?<!\d),|(?<!\d):(?!\d)|[,:](?!\d)|(?<=\d),(?=\d{1,2}(?!\d)|\d{4})"
)


class Layout:
    """Answers 'where does the clause around this position start' by bisection."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._paragraphs = [m.start() for m in re.finditer("\n", text)]
        self._sentences = [m.start() for m in _SENTENCE.finditer(text)]
        self._groups = [m.start() for m in _GROUP.finditer(text)]
        self._clauses = [m.start() for m in _CLAUSE.finditer(text)]

    @staticmethod
    def _start(stops: list[int], at: int) -> int:
        index = bisect_left(stops, at)
        return stops[index - 1] + 1 if index else 0

    def _end(self, stops: list[int], at: int) -> int:
        index = bisect_right(stops, at - 1)
        return stops[index] if index < len(stops) else len(self.text)

    def paragraph_start(self, at: int) -> int:
        return self._start(self._paragraphs, at)

    def sentence_start(self, at: int) -> int:
        return self._start(self._sentences, at)

    def sentence_end(self, at: int) -> int:
        return self._end(self._sentences, at)

    def group_start(self, at: int) -> int:
        """Start of the part between semicolons."""
        return self._start(self._groups, at)

    def group_end(self, at: int) -> int:
        return self._end(self._groups, at)

    def clause_start(self, at: int) -> int:
        return self._start(self._clauses, at)

    def clause_end(self, at: int) -> int:
        return self._end(self._clauses, at)
