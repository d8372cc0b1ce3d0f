"""A checked text cut up for a page: plain words, and numbers with their marks."""

from collections.abc import Iterator, Sequence

from luodi.briefs.checking.annotated import SIGNS
from luodi.briefs.checking.holding import Checked, Mark

Pieces = list[tuple[str, Mark | None]]


def paragraphs(result: Checked) -> Iterator[Pieces]:
    """The text line by line."""
    at = 0
    for line in result.text.split("\n"):
        yield pieces(line, at, result.marks)
        at += len(line) + 1


def pieces(line: str, at: int, marks: Sequence[Mark]) -> Pieces:
    """One line that begins at this place of the text."""
    found: Pieces = []
    done = 0
    for mark in marks:
        start, end = mark.claim.start - at, mark.claim.end - at
        if mark.verdict not in SIGNS or not done <= start < len(line):
            continue
        found.append((line[done:start], None))
        done = min(end, len(line))
        found.append((line[start:done], mark))
    return [*found, (line[done:], None)]
