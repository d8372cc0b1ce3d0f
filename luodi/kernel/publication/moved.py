"""Which records of a published figure came, went or were changed, and who moved them when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from luodi.kernel.figures import Figure
from luodi.kernel.models import FigureSnapshot, SnapshotBlock, TrailEvent
from luodi.kernel.publication.blocks import keys_of, rows_of, slicing_of
from luodi.kernel.publication.digests import blocks_of

Lists = list[tuple[Figure, models.QuerySet]]
Slices = set[int] | None
"""Numbers of the slices of one list in which something may have moved; None: in any."""
Key = tuple[int, int]
"""The number of the list, and the record's."""


@dataclass(frozen=True)
class Moved:
    """A record that came, went or was changed after the publication, and the last who moved it."""

    pk: int
    record: models.Model | None
    """None when the reader may not see it."""
    by: str = ""
    at: datetime | None = None
    action: str = ""


@dataclass
class Moves:
    """The keys of all that moved."""

    added: set[Key] = field(default_factory=set)
    removed: set[Key] = field(default_factory=set)
    edited: set[Key] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.edited)

    @property
    def more(self) -> int:
        """How many more records there are now."""
        return len(self.added) - len(self.removed)


def moves_of(snapshot: FigureSnapshot, lists: Lists, slices: Sequence[Slices]) -> Moves:
    """Read these slices again and hold every record of a changed one against its kept digest."""
    found = Moves()
    for part, (figure, rows) in enumerate(lists):
        only = slices[part]
        if only is None or only:
            _hold(snapshot, part, figure, rows, only, found)
    return found


def _hold(
    snapshot: FigureSnapshot, part: int, figure: Figure, rows: models.QuerySet, only: Slices,
    found: Moves,
) -> None:  # fmt: skip
    kept = SnapshotBlock.objects.filter(snapshot=snapshot, part=part)
    kept = kept if only is None else kept.filter(number__in=only)
    hashes = {
        (by, number): its for by, number, its in kept.values_list("by_month", "number", "hash")
    }
    today = {(one.by_month, one.number): one for one in blocks_of(part, figure, rows, only)}
    changed = {at for at in hashes.keys() | today.keys() if at not in today or today[at].hash != hashes.get(at)}  # fmt: skip
    if not changed:
        return
    packed = kept.filter(number__in={number for _by, number in changed})
    before: set[bytes] = set()
    for by, number, digests in packed.values_list("by_month", "number", "digests"):
        if digests is None:
            found.edited |= _touched(snapshot, part, figure, rows, changed)
            return
        if (by, number) in changed:
            before |= rows_of(bytes(digests))
    now: set[bytes] = set()
    for at in changed & today.keys():
        now |= rows_of(today[at].packed)
    came, went = keys_of(now - before), keys_of(before - now)
    found.added |= {(part, pk) for pk in came - went}
    found.removed |= {(part, pk) for pk in went - came}
    found.edited |= {(part, pk) for pk in came & went}


def _touched(
    snapshot: FigureSnapshot, part: int, figure: Figure, rows: models.QuerySet,
    changed: Iterable[tuple[bool, int]],
) -> set[Key]:  # fmt: skip
    """Without digests: what the trail says was touched since and is in a changed slice now."""
    events = TrailEvent.objects.since(snapshot.trail_seq, rows.model)
    touched = set(events.values_list("object_id", flat=True)[:1000])
    inside = slicing_of(figure, rows.model).rows(rows, {number for _by, number in changed})
    return {(part, pk) for pk in inside.filter(pk__in=touched).values_list("pk", flat=True)}


def named(
    snapshot: FigureSnapshot, lists: Lists, moves: Moves, reader: Any
) -> dict[str, list[Moved]]:
    """The same with the records as this reader may see them, and who moved them when."""
    keys = {"added": moves.added, "removed": moves.removed, "edited": moves.edited}
    return {name: list(_named(snapshot, lists, some, reader)) for name, some in keys.items()}


def _named(snapshot: FigureSnapshot, lists: Lists, keys: set[Key], reader: Any) -> Iterator[Moved]:
    for part, (_figure, rows) in enumerate(lists):
        pks = sorted(pk for its, pk in keys if its == part)
        if not pks:
            continue
        shown = _shown(rows.model, pks, reader)
        events = _last_events(rows.model, pks, snapshot.trail_seq)
        yield from (_one(pk, shown.get(pk), events) for pk in pks)


def _shown(model: type[models.Model], pks: list[int], reader: Any) -> dict[int, models.Model]:
    """The records this reader may look at; models without a rule of their own hang on one that has."""
    manager: Any = model._default_manager
    rows = manager.visible_to(reader) if hasattr(manager, "visible_to") else manager.all()
    return dict(rows.filter(pk__in=pks).in_bulk())


def _last_events(
    model: type[models.Model], pks: list[int], after: int
) -> dict[int | None, TrailEvent]:
    events = TrailEvent.objects.since(after, model).filter(object_id__in=pks)
    return {event.object_id: event for event in events.order_by("seq")}


def _one(pk: int, record: models.Model | None, events: Mapping[int | None, TrailEvent]) -> Moved:
    event = events.get(pk)
    if event is None:
        return Moved(pk, record)
    return Moved(pk, record, event.actor, event.at, event.action)
