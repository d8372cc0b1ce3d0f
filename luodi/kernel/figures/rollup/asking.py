"""While figures are put together: which of them have cells, and that these are not behind."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper

from luodi.kernel.figures.context import Context
from luodi.kernel.figures.rollup.cells import repair
from luodi.kernel.figures.rollup.reading import Split, split
from luodi.kernel.figures.rollup.shape import shape_of
from luodi.kernel.figures.rollup.triggers import install
from luodi.kernel.models import FigureRollup

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure

ROLLED_UP: list["Figure"] = []
"""The figures declared `rolled_up`."""


class Cells:
    """For one statement of many figures: what is built is asked once, what is dirty counted once."""

    def __init__(self) -> None:
        self._built: set[tuple[str, int]] | None = None
        self._repaired: set[str] = set()

    def split(
        self, figure: "Figure", reader: Any, context: Context, ids: Callable[[int], set[int]]
    ) -> Split | None:
        """How to answer from cells that are up to date, or None."""
        if not figure.rolled_up or not self._is_built(figure):
            return None
        units = None if context.unit is None else ids(context.unit)
        found = split(figure, reader, context, units)
        if found is not None and found.shape.name not in self._repaired:
            same = [f for f in ROLLED_UP if self._is_built(f) and _name(f) == found.shape.name]
            repair(same, found.shape)
            self._repaired.add(found.shape.name)
        return found

    def _is_built(self, figure: "Figure") -> bool:
        if self._built is None:
            self._built = set(FigureRollup.objects.values_list("key", "version"))
        return (figure.key, figure.version) in self._built


def _name(figure: "Figure") -> str:
    shape = shape_of(figure)
    return shape.name if shape else ""


def install_all(connection: BaseDatabaseWrapper) -> None:
    """Triggers for every table that has rolled-up figures."""
    install(connection, [shape for figure in ROLLED_UP if (shape := shape_of(figure))])
