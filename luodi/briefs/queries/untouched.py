"""Which published figures need no walk through their records: the trail knows of no write to any of
them, and counted again they have their value."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from luodi.kernel.figures import FIGURES, Context, Figure, Value, values_of
from luodi.kernel.models import FigureSnapshot, TrailEvent
from luodi.kernel.publication.digests import unpack
from luodi.kernel.publication.freezing import exact, eyes_of

MOST_WRITES = 2000
"""Records of one kind written since; of more it is simpler to walk."""


def unchanged(snapshots: list[FigureSnapshot]) -> Iterator[tuple[FigureSnapshot, Value]]:
    """Those nothing was written to since they were frozen and whose value is still the same."""
    trail = _Trail(min((s.trail_seq for s in snapshots), default=0))
    asked = [s for s in snapshots if s.key in FIGURES and _is_untouched(s, trail)]
    for snapshot, value in _values(asked):
        if exact(value.number) == snapshot.number:
            yield snapshot, value


class _Trail:
    """What was written since, asked of the trail once for each kind of record."""

    def __init__(self, since: int) -> None:
        self.since = since
        self._written: dict[str, dict[int, int] | None] = {}

    def written(self, label: str) -> dict[int, int] | None:
        """Key of a record → number of its last event; None when there are too many."""
        if label not in self._written:
            events = TrailEvent.objects.filter(model=label, seq__gt=self.since, allowed=True)
            rows = list(events.order_by("seq").values_list("object_id", "seq")[: MOST_WRITES + 1])
            self._written[label] = dict(rows) if len(rows) <= MOST_WRITES else None
        return self._written[label]


def _is_untouched(snapshot: FigureSnapshot, trail: _Trail) -> bool:
    figure = FIGURES[snapshot.key]
    if figure.version != snapshot.definition:
        return False
    counted, others = _models_of(snapshot, figure)
    for label in others:
        written = trail.written(label)
        if written is None or any(seq > snapshot.trail_seq for seq in written.values()):
            return False
    return not any(_was_counted(snapshot, figure, label, trail) for label in counted)


def _was_counted(snapshot: FigureSnapshot, figure: Figure, label: str, trail: _Trail) -> bool:
    """Whether a record written since is behind the figure now, or was when it was frozen."""
    written = trail.written(label)
    if written is None:
        return True
    keys = {pk for pk, seq in written.items() if seq > snapshot.trail_seq}
    if not keys:
        return False
    if snapshot.digests and any(pk in keys for _part, pk in unpack(bytes(snapshot.digests))):
        return True
    return any(
        rows.order_by().filter(pk__in=keys).exists()
        for _figure, rows in figure.lists(eyes_of(snapshot), Context.from_plain(snapshot.context))
        if rows.model._meta.label_lower == label
    )


_known: dict[tuple[str, int, str], tuple[frozenset[str], frozenset[str]]] = {}


def _models_of(snapshot: FigureSnapshot, figure: Figure) -> tuple[frozenset[str], frozenset[str]]:
    """(what the figure counts, what else its queries read) as labels; its context changes neither."""
    which = (snapshot.key, snapshot.definition, str(snapshot.sight))
    if which not in _known:
        lists = figure.lists(eyes_of(snapshot), Context.from_plain(snapshot.context))
        sql = " ".join(str(rows.order_by().query) for _figure, rows in lists)
        named = set(re.findall(r'"(\w+)"', sql))
        read = {m._meta.label_lower for m in apps.get_models() if m._meta.db_table in named}
        counted = frozenset(_label(rows) for _figure, rows in lists)
        _known[which] = (counted, frozenset(read) - counted)
    return _known[which]


def _label(rows: models.QuerySet[Any]) -> str:
    return rows.model._meta.label_lower


def _values(snapshots: list[FigureSnapshot]) -> Iterator[tuple[FigureSnapshot, Value]]:
    """Today's values with the publisher's eyes, in one query for each pair of eyes."""
    by_eyes: dict[tuple[int | None, str], list[FigureSnapshot]] = {}
    for snapshot in snapshots:
        by_eyes.setdefault((snapshot.taken_by_id, str(snapshot.sight)), []).append(snapshot)
    for group in by_eyes.values():
        asked = [(one.key, Context.from_plain(one.context)) for one in group]
        found = values_of(asked, eyes_of(group[0]))
        yield from ((one, found[pair]) for one, pair in zip(group, asked, strict=True))
