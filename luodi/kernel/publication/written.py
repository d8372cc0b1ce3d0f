"""What the trail knows to have been written since figures were published."""

import re
from typing import Any

from django.apps import apps
from django.db import models

from luodi.kernel.figures import Figure
from luodi.kernel.models import TrailEvent

MOST_WRITES = 2000
"""Records of one kind written since; of more it is simpler to read all again."""


class Trail:
    """Writes after one event, asked of the trail once for each kind of record."""

    def __init__(self, since: int) -> None:
        self.since = since
        self._written: dict[str, dict[int | None, int] | None] = {}

    def written(self, label: str, since: int) -> set[int] | None:
        """Keys of the records of this kind written after `since`; None when there are too many."""
        found = self._all(label)
        return None if found is None else {pk for pk, seq in found.items() if pk and seq > since}

    def _all(self, label: str) -> dict[int | None, int] | None:
        if label not in self._written:
            events = TrailEvent.objects.filter(model=label, seq__gt=self.since, allowed=True)
            rows = list(events.order_by("seq").values_list("object_id", "seq")[: MOST_WRITES + 1])
            self._written[label] = dict(rows) if len(rows) <= MOST_WRITES else None
        return self._written[label]


_known: dict[tuple[str, int, str], frozenset[str]] = {}


def read_besides(
    figure: Figure, lists: list[tuple[Figure, models.QuerySet]], sight: str
) -> frozenset[str]:
    """Kinds of records the figure's queries read besides those it counts; its context changes none."""
    which = (figure.key, figure.version, sight)
    if which not in _known:
        sql = " ".join(str(rows.order_by().query) for _figure, rows in lists)
        named = set(re.findall(r'"(\w+)"', sql))
        read = {m._meta.label_lower for m in apps.get_models() if m._meta.db_table in named}
        _known[which] = frozenset(read - {label(rows) for _figure, rows in lists})
    return _known[which]


def label(rows: models.QuerySet[Any]) -> str:
    """The kind of these records, as the trail calls it."""
    found: str = rows.model._meta.label_lower
    return found
