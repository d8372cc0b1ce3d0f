"""Writing and verifying the trail.

Every write and every refusal is an event; each carries the hash of the one before, so a changed,
missing or inserted event is found by its number. Writers queue at the head row: lock your records
first, write the trail last.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from luodi.kernel import clock
from luodi.kernel.models import TrailEvent, TrailHead

_address: ContextVar[str] = ContextVar("address", default="")
_FIELDS = (
    "seq", "at", "actor_id", "actor", "on_behalf_of", "address", "action", "model", "object_id",
    "object_code", "before", "after", "allowed", "reason", "previous_hash",
)  # fmt: skip


@dataclass(frozen=True)
class Happening:
    """What is to be recorded about one record."""

    action: str
    record: models.Model | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def record(
    action: str,
    record: models.Model | None = None,
    *,
    by: Any,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    allowed: bool = True,
    reason: str = "",
    on_behalf_of: Any = None,
) -> None:
    """Append one event."""
    happening = Happening(action, record, before or {}, after or {})
    record_many([happening], by=by, allowed=allowed, reason=reason, on_behalf_of=on_behalf_of)


def record_many(
    happenings: Sequence[Happening],
    *,
    by: Any,
    allowed: bool = True,
    reason: str = "",
    on_behalf_of: Any = None,
) -> None:
    """Append events in order, with one lock of the chain's head."""
    if not happenings:
        return
    with transaction.atomic(savepoint=False):  # what is recorded goes back with what was done
        head = _locked_head()
        shared = {
            "at": clock.now(),
            "actor_id": getattr(by, "pk", None),
            "actor": str(by) if getattr(by, "pk", None) else str(by or "系统"),
            "on_behalf_of": str(on_behalf_of or ""),
            "address": _address.get(),
            "allowed": allowed,
            "reason": str(reason)[:500],
        }
        TrailEvent.objects.bulk_create(_chained(head, happenings, shared), batch_size=1000)
        head.save()


def _locked_head() -> TrailHead:
    head = TrailHead.objects.select_for_update().filter(id=1).first()
    if head is None:
        TrailHead.objects.get_or_create(id=1)
        head = TrailHead.objects.select_for_update().get(id=1)
    return head


def _chained(
    head: TrailHead, happenings: Iterable[Happening], shared: dict[str, Any]
) -> list[TrailEvent]:
    events = []
    for happening in happenings:
        subject = happening.record
        head.seq += 1
        event = TrailEvent(
            seq=head.seq,
            action=happening.action,
            model=subject._meta.label_lower if subject else "",
            object_id=subject.pk if subject else None,
            object_code=str(getattr(subject, "code", "") or "")[:80],
            before=plain(happening.before),
            after=plain(happening.after),
            previous_hash=head.hash,
            **shared,
        )
        event.hash = head.hash = digest_of(event)
        events.append(event)
    return events


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as they will be read back from the database: JSON, nothing else."""
    result: dict[str, Any] = json.loads(json.dumps(values, cls=TrailEncoder, ensure_ascii=False))
    return result


class TrailEncoder(DjangoJSONEncoder):
    """Records become their code or key; lazy texts become texts."""

    def default(self, o: Any) -> Any:
        if isinstance(o, models.Model):
            return str(getattr(o, "code", "") or o.pk)
        if isinstance(o, (set, frozenset, models.QuerySet)):
            return list(o)
        return super().default(o)


def digest_of(event: TrailEvent) -> str:
    """SHA-256 over the event's content and the hash before it."""
    content = {name: getattr(event, name) for name in _FIELDS}
    content["at"] = int(event.at.timestamp() * 1_000_000)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken() -> tuple[int, str] | None:
    """Walk the chain; return the first broken number and why, or None when it is whole."""
    previous, expected = "0" * 64, 1
    for event in TrailEvent.objects.order_by("seq").iterator(chunk_size=5000):
        if event.seq != expected:
            return expected, "缺少该条记录"
        if event.previous_hash != previous:
            return event.seq, "与上一条不相连"
        if digest_of(event) != event.hash:
            return event.seq, "内容被改动"
        previous, expected = event.hash, expected + 1
    head = TrailHead.objects.filter(id=1).first()
    if head and (head.seq != expected - 1 or head.hash != previous):
        return expected, "末尾记录缺失"
    return None


@contextmanager
def from_address(address: str) -> Iterator[None]:
    """Events inside carry this network address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)
