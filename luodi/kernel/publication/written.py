"""What the trail knows to have been written since figures were published."""

import re

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
        self._written: dict[type[models.Model], dict[int | None, int] | None] = {}

    def written(self, model: type[models.Model], since: int) -> set[int] | None:
        """Keys of the records of this kind written after `since`; None when there are too many."""
        found = self._all(model)
        return None if found is None else {pk for pk, seq in found.items() if pk and seq > since}

    def _all(self, model: type[models.Model]) -> dict[int | None, int] | None:
        if model not in self._written:
            events = TrailEvent.objects.since(self.since, model)
            rows = list(events.order_by("seq").values_list("object_id", "seq")[: MOST_WRITES + 1])
            self._written[model] = dict(rows) if len(rows) <= MOST_WRITES else None
        return self._written[model]


_known: dict[tuple[str, int, str], frozenset[type[models.Model]]] = {}


def read_besides(
    figure: Figure, lists: list[tuple[Figure, models.QuerySet]], sight: str
) -> frozenset[type[models.Model]]:
    """Kinds of records the figure's queries read besides those it counts; its context changes none."""
    which = (figure.key, figure.version, sight)
    if which not in _known:
        sql = " ".join(str(rows.order_by().query) for _figure, rows in lists)
        named = set(re.findall(r'"(\w+)"', sql))
        read = {m for m in apps.get_models() if m._meta.db_table in named}
        _known[which] = frozenset(read - {rows.model for _figure, rows in lists})
    return _known[which]
