"""What a figure's definition names of each of its records: what it says a record is."""

from typing import TYPE_CHECKING

from django.db import models

from luodi.kernel.field_paths import stored_at

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure


def named_fields(figure: "Figure", model: type[models.Model]) -> dict[str, models.Field]:
    """Look-up path → field of one stored value: time, scope, measure and columns of the figure."""
    named = [
        figure.time, figure.until, *figure.paths.values(), figure.measure.field, *figure.columns,
    ]  # fmt: skip
    found = {name: stored_at(model, name, relations=True) for name in dict.fromkeys(named) if name}
    return {name: field for name, field in found.items() if field is not None}
