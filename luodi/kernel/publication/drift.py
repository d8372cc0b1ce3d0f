"""Holding a published figure against today: 已发布 / 现算 / 差异, and which records moved."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import models

from luodi.kernel.figures import FIGURES, Context, Figure, Number, Value
from luodi.kernel.models import FigureSnapshot, TrailEvent
from luodi.kernel.publication.digests import Digest, digests_of, pack, unpack
from luodi.kernel.publication.freezing import exact, eyes_of


class Status(StrEnum):
    """What became of a published figure; the worst comes first."""

    NOT_VISIBLE = "not_visible"
    DEFINITION_CHANGED = "definition_changed"
    VALUE_CHANGED = "value_changed"
    OTHER_RECORDS = "other_records"
    SAME = "same"


@dataclass(frozen=True)
class Moved:
    """A record that came, went or was changed after the publication, and the last who moved it."""

    pk: int
    record: models.Model | None
    """None when the reader may not see it."""
    by: str = ""
    at: datetime | None = None
    action: str = ""


@dataclass(frozen=True)
class Drift:
    """A snapshot beside today's value."""

    status: Status
    snapshot: FigureSnapshot
    old: Decimal | None
    now: Value | None = None
    added: list[Moved] = field(default_factory=list)
    removed: list[Moved] = field(default_factory=list)
    edited: list[Moved] = field(default_factory=list)
    records_named: bool = True
    """False when there were too many records to keep each one's digest."""

    @property
    def new(self) -> Number | None:
        """Today's number; None when the reader may not see it."""
        return self.now.number if self.now else None

    @property
    def difference(self) -> Decimal | None:
        """Today's number less the published one."""
        return None if self.new is None or self.old is None else Decimal(self.new) - self.old


def compare(snapshot: FigureSnapshot, reader: Any) -> Drift:
    """Count again with the publisher's eyes; a reader who sees fewer of those records learns only
    that the figure is not visible."""
    old = snapshot.number
    figure = FIGURES.get(snapshot.key)
    if figure is None:
        return Drift(Status.DEFINITION_CHANGED, snapshot, old)
    context = Context.from_plain(snapshot.context)
    eyes = eyes_of(snapshot)
    if not _sees_as_much(figure, context, reader, eyes):
        return Drift(Status.NOT_VISIBLE, snapshot, old)
    now = figure.value(eyes, context)
    moved = _moved(snapshot, figure, context, reader, eyes)
    status = _status(snapshot, figure, now, any(moved.values()))
    return Drift(status, snapshot, old, now, records_named=snapshot.digests is not None, **moved)


def _sees_as_much(figure: Figure, context: Context, reader: Any, eyes: Any) -> bool:
    if not figure.visible(reader):
        return False
    pairs = zip(figure.lists(eyes, context), figure.lists(reader, context), strict=True)
    return not any(
        theirs.order_by().exclude(pk__in=mine.order_by().values("pk")).exists()
        for (_f, theirs), (_g, mine) in pairs
    )


def _status(snapshot: FigureSnapshot, figure: Figure, now: Value, has_moved: bool) -> Status:
    if figure.version != snapshot.definition:
        return Status.DEFINITION_CHANGED
    if exact(now.number) != snapshot.number:
        return Status.VALUE_CHANGED
    return Status.OTHER_RECORDS if has_moved else Status.SAME


def _moved(
    snapshot: FigureSnapshot, figure: Figure, context: Context, reader: Any, eyes: Any
) -> dict[str, list[Moved]]:
    lists = figure.lists(eyes, context)
    found: list[Digest] = list(digests_of(lists))
    packed, evidence_hash = pack(found)
    if evidence_hash == snapshot.evidence_hash:
        return {"added": [], "removed": [], "edited": []}
    if snapshot.digests is None or packed is None:
        return _touched(snapshot, lists, reader)
    before, today = unpack(bytes(snapshot.digests)), unpack(packed)
    common = before.keys() & today.keys()
    keys = {
        "added": today.keys() - before.keys(),
        "removed": before.keys() - today.keys(),
        "edited": {key for key in common if before[key] != today[key]},
    }
    return {name: _named(snapshot, lists, some, reader) for name, some in keys.items()}


def _touched(
    snapshot: FigureSnapshot, lists: list[tuple[Figure, models.QuerySet]], reader: Any
) -> dict[str, list[Moved]]:
    """Without digests: what the trail says was touched since and is in the list now."""
    keys = set()
    for part, (_figure, rows) in enumerate(lists):
        events = TrailEvent.objects.filter(
            model=rows.model._meta.label_lower, seq__gt=snapshot.trail_seq, allowed=True
        )
        touched = set(events.values_list("object_id", flat=True)[:1000])
        keys |= {(part, pk) for pk in rows.filter(pk__in=touched).values_list("pk", flat=True)}
    return {"added": [], "removed": [], "edited": _named(snapshot, lists, keys, reader)}


def _named(
    snapshot: FigureSnapshot,
    lists: list[tuple[Figure, models.QuerySet]],
    keys: Iterable[tuple[int, int]],
    reader: Any,
) -> list[Moved]:
    found = []
    for part, (_figure, rows) in enumerate(lists):
        pks = sorted(pk for its, pk in keys if its == part)
        shown = _shown(rows.model, pks, reader)
        events = _last_events(rows.model, pks, snapshot.trail_seq)
        found += [_one(pk, shown.get(pk), events) for pk in pks]
    return found


def _shown(model: type[models.Model], pks: list[int], reader: Any) -> dict[int, models.Model]:
    """The records this reader may look at; models without a rule of their own hang on one that has."""
    manager: Any = model._default_manager
    rows = manager.visible_to(reader) if hasattr(manager, "visible_to") else manager.all()
    return dict(rows.filter(pk__in=pks).in_bulk())


def _last_events(
    model: type[models.Model], pks: list[int], after: int
) -> dict[int | None, TrailEvent]:
    events = TrailEvent.objects.filter(
        model=model._meta.label_lower, object_id__in=pks, seq__gt=after, allowed=True
    )
    return {event.object_id: event for event in events.order_by("seq")}


def _one(pk: int, record: models.Model | None, events: dict[int | None, TrailEvent]) -> Moved:
    event = events.get(pk)
    if event is None:
        return Moved(pk, record)
    return Moved(pk, record, event.actor, event.at, event.action)
