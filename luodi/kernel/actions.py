"""The two writes that are not moves: making a record and editing its fields."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from luodi.kernel import bulk, search, trail
from luodi.kernel.models import Record
from luodi.kernel.refusals import Refused, StaleVersion, StateChangedOutside
from luodi.kernel.transitions import TABLES

R = TypeVar("R", bound=Record)
_PRIVATE = "（已填写）"


@transaction.atomic
def create(record: R, *, by: Any, on_behalf_of: Any = None, **many: Iterable[Any]) -> R:
    """Check and save a new record (`many`: its many-to-many values), index it, write the trail.

    Raises `ValidationError` with messages by field.
    """
    _begins(record)
    record.full_clean()
    record.save()
    for name, values in many.items():
        getattr(record, name).set(values)
    search.index([record])
    after = snapshot(record) | {name: list(values) for name, values in many.items()}
    trail.record(
        action_name(record, "create"), record, by=by, after=after, on_behalf_of=on_behalf_of
    )
    return record


@transaction.atomic
def create_many(records: Sequence[R], *, by: Any) -> list[R]:
    """Save many new records that were already checked; index and record each of them."""
    for record in records:
        _begins(record)
    bulk.insert_records(records)
    search.index_new(records)
    trail.record_many(
        [trail.Happening(action_name(r, "create"), r, {}, snapshot(r)) for r in records], by=by
    )
    return list(records)


def _begins(record: Record) -> None:
    """A record is born in a state its table begins with; it gets on by moves only."""
    table = TABLES.get(type(record))
    if table is not None and getattr(record, table.model.state_field or "") not in table.initial:
        raise StateChangedOutside(f"{type(record).__name__}: made in a later state")


def edit(
    record: R,
    changes: dict[str, Any],
    *,
    by: Any,
    version: int | None,
    on_behalf_of: Any = None,
) -> R:
    """Change fields of a record under its version; many-to-many fields take lists.

    Raises `StaleVersion` when somebody else was first, `Refused` for a state field,
    `ValidationError` by field; a refusal is in the trail.
    """
    try:
        with transaction.atomic():
            return _edit_locked(record, changes, by, version, on_behalf_of)
    except Refused as refusal:
        record_refusal(record, "edit", by=by, why=str(refusal))
        raise


def record_refusal(record: Record, verb: str, *, by: Any, why: str) -> None:
    """Keep in the trail that somebody was refused to do this with a record."""
    trail.record(action_name(record, verb), record, by=by, allowed=False, reason=why)


def _edit_locked(
    record: R, changes: dict[str, Any], by: Any, version: int | None, on_behalf_of: Any
) -> R:
    manager: Any = type(record)._default_manager
    row: R = manager.select_for_update(of=("self",)).get(pk=record.pk)
    check_editable(row, changes, version)
    before, after = apply_changes(row, changes)
    if not after:
        return row
    row.version += 1
    row.full_clean()
    row.save()
    search.index([row])
    trail.record(
        action_name(row, "edit"), row, by=by, before=before, after=after, on_behalf_of=on_behalf_of
    )
    return row


def check_editable(row: Record, changes: dict[str, Any], version: int | None) -> None:
    """Refuse to change what somebody else changed meanwhile, and to change a state."""
    if version is not None and row.version != version:
        raise StaleVersion(_("这条记录刚被别人改过，您填写的内容还在，请对照最新内容后再保存。"))
    if row.state_field in changes:
        raise Refused(_("状态不能直接修改，请使用相应的办理按钮。"))


def apply_changes(row: Record, changes: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put the values into a locked record; returns those that differ as the trail tells them,
    before and after. Many-to-many values are written at once."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in changes.items():
        if row._meta.get_field(name).many_to_many:
            related = getattr(row, name)
            old = set(related.values_list("pk", flat=True))
            new = {v.pk if isinstance(v, models.Model) else v for v in value}
            if old != new:
                before[name], after[name] = sorted(old), sorted(new)
                related.set(new)
        elif (old_value := getattr(row, name)) != value:
            before[name], after[name] = _told(row, name, old_value), _told(row, name, value)
            setattr(row, name, value)
    return before, after


def snapshot(record: models.Model) -> dict[str, Any]:
    """The record's own columns as the trail keeps them; private ones only as “有”."""
    said, private = record.__dict__, getattr(record, "private_fields", ())
    return {
        name: value if name not in private else _PRIVATE if value else value
        for name, attname in _columns_of(type(record))
        if (value := said[attname]) is not None and value not in ("", b"")
    }


@cache
def _columns_of(model: type[models.Model]) -> list[tuple[str, str]]:
    fields = model._meta.concrete_fields
    return [(f.name, f.attname) for f in fields if f.name not in ("id", "version", "initials")]


def _told(record: models.Model, name: str, value: Any) -> Any:
    """What the trail says of a value: what citizens said and people's numbers stay out of it."""
    return _PRIVATE if value and name in getattr(record, "private_fields", ()) else value


def action_name(record: models.Model, verb: str) -> str:
    """What the trail calls a verb of this model."""
    return f"{record._meta.label_lower}.{verb}"


@contextmanager
def refusals_kept(action: str, record: models.Model | None, *, by: Any) -> Iterator[None]:
    """Write a refusal into the trail after everything else was rolled back."""
    try:
        yield
    except Refused as refusal:
        trail.record(action, record, by=by, allowed=False, reason=str(refusal))
        raise


def by_field(error: ValidationError) -> dict[str, list[str]]:
    """A validation error as field → sentences; sentences about the whole under `__all__`."""
    if hasattr(error, "message_dict"):
        return error.message_dict
    return {"__all__": error.messages}
