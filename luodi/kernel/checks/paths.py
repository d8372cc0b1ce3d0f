"""Look-up paths: what a path of records ends in."""

from typing import Any

from django.db import models

from luodi.kernel.field_paths import field_at


def end_of(rows: models.QuerySet, path: str) -> Any:
    """The field or annotation a look-up path ends in; None when it leads nowhere."""
    if path in rows.query.annotations:
        return rows.query.annotations[path]
    return field_at(rows.model, path)


def is_shown(rows: models.QuerySet, path: str) -> bool:
    """Whether a column can show it: the record itself, a field, an annotation, an attribute."""
    if path == "__str__" or end_of(rows, path) is not None:
        return True
    way, _dot, last = path.rpartition("__")
    field = field_at(rows.model, way) if way else None
    model = getattr(field, "related_model", None) if way else rows.model
    return model is not None and hasattr(model, last)


def is_filtered(model: type[models.Model], look_up: str) -> bool:
    """Whether records can be filtered by it: `weight__gte` is a field and a comparison."""
    names = look_up.split("__")
    for upto in range(len(names), 0, -1):
        field = field_at(model, "__".join(names[:upto]))
        if field is not None:
            rest = names[upto:]
            return not rest or (len(rest) == 1 and _compares(field, rest[0]))
    return False


def _compares(field: Any, name: str) -> bool:
    return hasattr(field, "get_lookup") and (
        field.get_lookup(name) is not None or field.get_transform(name) is not None
    )
