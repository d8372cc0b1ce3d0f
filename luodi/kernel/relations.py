"""What hangs on one record: which of many relations have anything at all, with one query."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef


def note_empty(record: models.Model, *names: str) -> None:
    """Ask which of these relations have rows, and remember the others as empty: a page that shows
    everything that ever happened to a record asks only for what did. `record` is not to be written
    with afterwards."""
    model: Any = type(record)
    same = model._base_manager.filter(pk=record.pk)
    hangs = {
        f"has_{name}": Exists(
            model._base_manager.filter(pk=OuterRef("pk"), **{f"{name}__isnull": False})
        )
        for name in names
    }
    found = same.values_list(*(hangs[f"has_{name}"] for name in names)).get()
    known = record.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, has in zip(names, found, strict=True):
        if not has:
            known[name] = model._meta.get_field(name).related_model._default_manager.none()
