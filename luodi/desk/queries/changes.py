"""What changed lately among the records one may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps

from luodi.desk.queries.finding import SEARCHED
from luodi.kernel import clock
from luodi.kernel.auditing import verb_of
from luodi.kernel.models import TrailEvent
from luodi.kernel.transitions import TABLES
from luodi.listening.models import Statement

SHOWN = 12
LOOKED_AT = 120


@dataclass(frozen=True)
class Change:
    """One line of “what changed”."""

    when: Any
    who: str
    verb: Any
    record: Any


def recent_changes(reader: Any) -> list[Change]:
    """The last things that happened to records this reader may see, newest first."""
    since = clock.now() - timedelta(days=14)
    labels = [model._meta.label_lower for model in TABLES if hasattr(model, "get_absolute_url")]
    events = TrailEvent.objects.filter(allowed=True, at__gte=since, model__in=labels)
    latest = list(events.order_by("-seq")[:LOOKED_AT])
    records = _visible_records(latest, reader)
    lines = [
        Change(
            e.at,
            _who(e, records[e.model, e.object_id]),
            verb_of(e.action),
            records[e.model, e.object_id],
        )
        for e in latest
        if (e.model, e.object_id) in records
    ]
    return _once_a_record(lines)[:SHOWN]


def _visible_records(events: Iterable[TrailEvent], reader: Any) -> dict[tuple[str, Any], Any]:
    wanted: dict[str, set[Any]] = {}
    for event in events:
        wanted.setdefault(event.model, set()).add(event.object_id)
    found = {}
    for label in SEARCHED:
        if label in wanted:
            model: Any = apps.get_model(label)
            for record in model.objects.visible_to(reader).filter(pk__in=wanted[label]):
                found[label, record.pk] = record
    return found


def _who(event: TrailEvent, record: Any) -> str:
    """Whoever spoke is named as far as that person wants to be."""
    if isinstance(record, Statement):
        return record.name_of(event.actor_id, event.actor)
    return event.actor


def _once_a_record(lines: list[Change]) -> list[Change]:
    seen: set[Any] = set()
    kept = []
    for line in lines:
        if line.record not in seen:
            seen.add(line.record)
            kept.append(line)
    return kept
