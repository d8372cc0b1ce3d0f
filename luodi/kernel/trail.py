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
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from luodi.kernel import bulk, clock
from luodi.kernel.models import TrailEvent, TrailHead


class TrailEncoder(DjangoJSONEncoder):
    """Records become their code or key; lazy texts become texts."""

    def default(self, o: Any) -> Any:
        if isinstance(o, models.Model):
            return str(getattr(o, "code", "") or o.pk)
        if isinstance(o, (set, frozenset, models.QuerySet)):
            return list(o)
        return super().default(o)


_encode = TrailEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_plain = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_address: ContextVar[str] = ContextVar("address", default="")
_FIELDS = (
    "seq", "at", "actor_id", "actor", "on_behalf_of", "address", "action", "model", "object_id",
    "object_code", "before", "after", "allowed", "reason", "previous_hash",
)  # fmt: skip
_READ_HEAD = "SELECT seq, hash FROM kernel_trailhead WHERE id = 1"
_MOVE_HEAD = "UPDATE kernel_trailhead SET seq = %s, hash = %s WHERE id = 1"


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
    shared = _Shared(
        at=clock.now(),
        actor_id=getattr(by, "pk", None),
        actor=str(by) if getattr(by, "pk", None) else str(by or "系统"),
        on_behalf_of=str(on_behalf_of or ""),
        address=_address.get(),
        allowed=allowed,
        reason=str(reason)[:500],
    )
    told = [_told(happening) for happening in happenings]
    if (waiting := _gathered.get()) is not None:
        waiting.append((shared, told))
    else:
        _append([(shared, told)])


@contextmanager
def gathered() -> Iterator[None]:
    """Events inside wait and are appended together at the end, with one lock of the chain's head.

    For one long transaction, which would keep every other writer waiting from its first event on.
    Whatever fails inside must leave the block: its events are dropped with what was done.
    """
    waiting: list[_Batch] = []
    token = _gathered.set(waiting)
    try:
        yield
    finally:
        _gathered.reset(token)
    if waiting:
        if connection.vendor == "postgresql":  # what a commit would still check, before the lock
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _append(waiting)


def _append(batches: Sequence["_Batch"]) -> None:
    with transaction.atomic(savepoint=False):  # what is recorded goes back with what was done
        head = _locked_head()
        bulk.insert(TrailEvent, (*_FIELDS, "hash"), _chained(head, batches))
        with connection.cursor() as cursor:
            cursor.execute(_MOVE_HEAD, [head.seq, head.hash])


def _locked_head() -> TrailHead:
    """In plain SQL: between this and the commit every other writer waits."""
    with connection.cursor() as cursor:
        lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
        cursor.execute(_READ_HEAD + lock)
        found = cursor.fetchone()
    if found is None:
        TrailHead.objects.get_or_create(id=1)
        return TrailHead.objects.select_for_update().get(id=1)
    return TrailHead(1, *found)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What events recorded together have in common."""

    at: datetime
    actor_id: int | None
    actor: str
    on_behalf_of: str
    address: str
    allowed: bool
    reason: str


_Told = tuple[str, str, int | None, str, str, str]
_Batch = tuple[_Shared, list[_Told]]
_gathered: ContextVar[list[_Batch] | None] = ContextVar("gathered", default=None)


def _told(happening: Happening) -> _Told:
    """(action, model, key, code, before, after), the last two as JSON: a record may change later."""
    subject = happening.record
    return (
        happening.action,
        subject._meta.label_lower if subject else "",
        subject.pk if subject else None,
        str(getattr(subject, "code", "") or "")[:80],
        _json_of(happening.before),
        _json_of(happening.after),
    )


_NESTED = frozenset({dict, list, tuple})


def _json_of(values: dict[str, Any]) -> str:
    """The values as they will be read back from the database: JSON, nothing else."""
    if not values:
        return "{}"
    if not _NESTED.isdisjoint(map(type, values.values())):
        values = json.loads(_encode(values))  # keys become texts before they are put in order
    return _encode(values)


def _chained(head: TrailHead, batches: Iterable[_Batch]) -> Iterator[tuple[Any, ...]]:
    """The rows of the events, each with the hash of the one before; moves the head along."""
    for shared, told in batches:
        at = connection.ops.adapt_datetimefield_value(shared.at)
        head_text, allowed, tail_text = _text_of(shared)
        for action, model, key, code, before, after in told:
            head.seq += 1
            previous = head.hash
            # Word for word what `digest_of` makes of the same event: its fields in alphabetical order.
            text = (
                f'{{"action":{_encode(action)},{head_text},"after":{after},{allowed},'
                f'"before":{before},"model":{_encode(model)},"object_code":{_encode(code)},'
                f'"object_id":{"null" if key is None else key},"on_behalf_of":{_encode(shared.on_behalf_of)},'
                f'"previous_hash":"{previous}",{tail_text},"seq":{head.seq}}}'
            )
            head.hash = hashlib.sha256(text.encode()).hexdigest()
            yield (
                head.seq, at, shared.actor_id, shared.actor, shared.on_behalf_of, shared.address,
                action, model, key, code, before, after, shared.allowed, shared.reason, previous,
                head.hash,
            )  # fmt: skip


def _text_of(shared: _Shared) -> tuple[str, str, str]:
    """The pieces of an event's text that its batch has in common."""
    who = f'"actor":{_encode(shared.actor)},"actor_id":{_encode(shared.actor_id)}'
    return (
        f'{who},"address":{_encode(shared.address)}',
        f'"allowed":{_encode(shared.allowed)},"at":{_microseconds(shared.at)}',
        f'"reason":{_encode(shared.reason)}',
    )


def digest_of(event: TrailEvent) -> str:
    """SHA-256 over the event's content and the hash before it."""
    return _digest([getattr(event, name) for name in _FIELDS])


def _digest(values: Sequence[Any]) -> str:
    """The same of its columns, in the order of `_FIELDS`."""
    content = dict(zip(_FIELDS, values, strict=True))
    content["at"] = _microseconds(content["at"])
    return hashlib.sha256(_plain(content).encode()).hexdigest()


def _microseconds(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def first_broken() -> tuple[int, str] | None:
    """Walk the chain; return the first broken number and why, or None when it is whole."""
    previous, expected = "0" * 64, 1
    events = TrailEvent.objects.order_by("seq").values_list(*_FIELDS, "hash")
    for *values, kept in events.iterator(chunk_size=5000):
        seq, said_before = values[0], values[-1]
        if seq != expected:
            return expected, "缺少该条记录"
        if said_before != previous:
            return seq, "与上一条不相连"
        if _digest(values) != kept:
            return seq, "内容被改动"
        previous, expected = kept, expected + 1
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
