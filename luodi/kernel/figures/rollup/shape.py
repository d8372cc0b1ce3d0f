"""Whether and how a figure can be counted beforehand."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from luodi.kernel.reader import EVERYTHING

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure


@dataclass(frozen=True)
class Shape:
    """The columns of the figure's own table by which it is counted."""

    model: type[models.Model]
    time: str
    unit: str
    campaign: str
    choices: tuple[str, ...]
    """Look-ups of the parameters that name a stored value."""

    @property
    def name(self) -> str:
        """What a touch calls it."""
        return f"{self.model._meta.db_table}.{self.column(self.time)}.{self.column(self.unit)}"

    def column(self, name: str) -> str:
        """The column of a field."""
        found: Any = self.model._meta.get_field(name)
        column: str = found.column
        return column


def shape_of(figure: "Figure") -> Shape | None:
    """None when the figure does not ask for it. ValueError when it asks and cannot: its records
    must be told by columns of their own table, with a date, a unit, and count, sum or distinct unit."""
    if not figure.rolled_up:
        return None
    rows = figure.source(EVERYTHING)
    model, unit = rows.model, figure.paths.get("unit", "")
    exact = tuple(p.lookup for p in figure.params if _is_column(model, p.lookup))
    shape = Shape(model, figure.time, unit, figure.paths.get("campaign", ""), exact)
    measured = figure.measure.kind in ("count", "sum") or figure.measure.field == unit
    if (
        not measured or figure.is_stock or len(_aliases(rows)) > 1
        or type(_column(model, figure.time)) is not models.DateField
        or not _is_column(model, unit)
        or (shape.campaign and not _is_column(model, shape.campaign))
    ):  # fmt: skip
        raise ValueError(f"figure {figure.key} cannot be rolled up")
    return shape


def sees_all(figure: "Figure", reader: Any) -> bool:
    """Whether nothing is hidden from this reader: the source asks the same as for everything."""
    if reader is EVERYTHING:
        return True
    return str(figure.source(reader).query) == str(figure.source(EVERYTHING).query)


def _aliases(rows: models.QuerySet) -> set[str]:
    rows = rows.select_related(None).order_by()
    str(rows.query)  # compiling makes the aliases
    return {name for name, count in rows.query.alias_refcount.items() if count}


def _is_column(model: type[models.Model], name: str) -> bool:
    return _column(model, name) is not None


def _column(model: type[models.Model], name: str) -> Any:
    try:
        found: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if found.concrete and not found.many_to_many else None
