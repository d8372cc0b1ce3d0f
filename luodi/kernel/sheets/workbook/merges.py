"""Merged cells, filled down and to the right while rows go by."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple


class Merge(NamedTuple):
    """A merged range; rows and columns are counted from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


def fill_merges(
    rows: Iterable[Sequence[Any]], merges: Sequence[Merge]
) -> Iterator[tuple[Any, ...]]:
    """Give every empty cell of a merged range the value of its first cell."""
    waiting = sorted(merges, reverse=True)
    open_ranges: list[tuple[Merge, Any]] = []
    for number, row in enumerate(rows):
        while waiting and waiting[-1].top <= number:
            merge = waiting.pop()
            value = row[merge.left] if merge.left < len(row) else None
            open_ranges.append((merge, value))
        if not open_ranges:
            yield tuple(row)
            continue
        yield _filled(row, open_ranges)
        open_ranges = [pair for pair in open_ranges if pair[0].bottom > number]


def _filled(row: Sequence[Any], open_ranges: Sequence[tuple[Merge, Any]]) -> tuple[Any, ...]:
    cells = list(row)
    for merge, value in open_ranges:
        for column in range(merge.left, min(merge.right + 1, len(cells))):
            if cells[column] is None:
                cells[column] = value
    return tuple(cells)
