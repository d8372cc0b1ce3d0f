"""Look-up paths of a model: the fields they go through, and the one they end in."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models


def field_at(model: type[models.Model], path: str) -> Any:
    """The field at the end of a path; None for a property, an annotation, a transform (said_at__date)."""
    found = _steps(model, path)
    return found[-1] if found else None


def stored_at(model: type[models.Model], path: str, *, relations: bool = False) -> Any:
    """The column at the end of a path to one stored value, or None; a relation only when asked for."""
    found = _steps(model, path)
    if not all(step.concrete and not step.many_to_many for step in found):
        return None
    return found[-1] if found and (relations or not found[-1].is_relation) else None


def _steps(model: Any, path: str) -> list[Any]:
    """Every field on the way, or none of them where the path leads nowhere."""
    found: list[Any] = []
    for name in path.split("__"):
        if model is None:  # nothing stands behind a plain field
            return []
        try:
            found.append(model._meta.get_field(name))
        except FieldDoesNotExist:
            return []
        model = found[-1].related_model
    return found
