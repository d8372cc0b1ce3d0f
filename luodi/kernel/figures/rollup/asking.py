"""While figures are put together: which of them have cells, and that these are not behind."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from luodi.kernel.figures.context import Context
from luodi.kernel.figures.rollup.cells import repair
from luodi.kernel.figures.rollup.reading import Split, split
from luodi.kernel.figures.rollup.shape import Shape, sees_all
from luodi.kernel.figures.rollup.triggers import install
from luodi.kernel.models import FigureRollup, FigureTouch

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure

ROLLED_UP: list["Figure"] = []
"""The figures declared `rolled_up`."""


BUILT = (
    f"SELECT key, version, EXISTS (SELECT 1 FROM {FigureTouch._meta.db_table} WHERE rollup = built."
    f'"table") FROM {FigureRollup._meta.db_table} built'
)
"""Asked with every value, so written out: making it anew took longer than answering it."""


class Cells:
    """For one statement of many figures: what is built is asked once, what is dirty counted once."""

    def __init__(self) -> None:
        self._built: dict[tuple[str, int], bool] | None = None
        self._repaired: set[str] = set()
        self._sees_all: dict[str, bool] = {}

    def split(
        self, figure: "Figure", reader: Any, context: Context, ids: Callable[[int], set[int]]
    ) -> Split | None:
        """How to answer from cells that are up to date, or None."""
        if not figure.rolled_up or figure.shape is None:
            return None
        built = self._built_and_dirty()
        if (figure.key, figure.version) not in built:
            return None
        if figure.key not in self._sees_all:
            self._sees_all[figure.key] = sees_all(figure, reader)
        if not self._sees_all[figure.key]:
            return None
        units = None if context.unit is None else ids(context.unit)
        found = split(figure, context, units)
        if found is not None and built[figure.key, figure.version]:
            self._repair(found.shape, built)
        return found

    def _built_and_dirty(self) -> dict[tuple[str, int], bool]:
        """(key, version) of what is built → whether its table was touched since."""
        if self._built is None:
            with connections[FigureRollup.objects.db].cursor() as cursor:
                cursor.execute(BUILT)
                rows = cursor.fetchall()
            self._built = {(key, version): bool(dirty) for key, version, dirty in rows}
        return self._built

    def _repair(self, shape: Shape, built: dict[tuple[str, int], bool]) -> None:
        if shape.name in self._repaired:
            return
        same = [f for f in ROLLED_UP if (f.key, f.version) in built and _is_of(f, shape)]
        repair(same, shape)
        self._repaired.add(shape.name)


def _is_of(figure: "Figure", shape: Shape) -> bool:
    return figure.shape is not None and figure.shape.name == shape.name


def install_all(connection: BaseDatabaseWrapper) -> None:
    """Triggers for every table that has rolled-up figures."""
    install(connection, [figure.shape for figure in ROLLED_UP if figure.shape])
