"""What a figure's definition names of each of its records: what it says a record is."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure


def named_fields(figure: "Figure", model: type[models.Model]) -> dict[str, models.Field]:
    """Look-up path → field of one stored value: time, scope, measure and columns of the figure."""
    named = [
        figure.time, figure.until, *figure.paths.values(), figure.measure.field, *figure.columns,
    ]  # fmt: skip
    found = {name: _stored(model, name) for name in dict.fromkeys(named) if name}
    return {name: field for name, field in found.items() if field is not None}


def _stored(model: type[models.Model], path: str) -> models.Field | None:
    """The field at the end of a path to one stored value; annotations are not looked at."""
    found: Any = None
    for name in path.split("__"):
        try:
            found = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        if not found.concrete or found.many_to_many:
            return None
        model = found.related_model or model
    return found  # type: ignore[no-any-return]
