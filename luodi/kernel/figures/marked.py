"""The marks of the lists behind figures, month by month: two of them differ where records moved."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from luodi.kernel.figures import rollup
from luodi.kernel.figures.computing import ids_under, known_units
from luodi.kernel.figures.context import Context

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure


def marks_of(
    asked: Sequence[tuple["Figure", Context]], reader: Any
) -> list[list[rollup.Marks | None]]:
    """For each (figure, context) the marks of its lists; None for a list that has no cells."""
    cells = rollup.Cells()
    found: list[list[rollup.Marks | None]] = []
    splits: list[tuple[rollup.Split, rollup.Marks]] = []
    with known_units(context.unit for _figure, context in asked):
        for figure, context in asked:
            found.append([])
            for leaf in figure.leaves():
                its = cells.split(leaf, reader, leaf.bound(figure.bound(context)), ids_under)
                marks = rollup.Marks(read=its.read_months) if its else None
                splits += [(its, marks)] if its and marks else []
                found[-1].append(marks)
    for at, month, mark in rollup.marks_by_month([its.cells for its, _marks in splits]):
        splits[at][1].whole[month] = mark
    return found
