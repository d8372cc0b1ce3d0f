"""Many edits at once: each checked as `actions.edit` checks it, written and recorded in bulk.

What the database would refuse anyway (the target of a link, a unique column nobody touched) is not
asked for again row by row: a sheet of ten thousand changed rows would ask a hundred thousand times.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from luodi.kernel import actions, bulk, search, trail
from luodi.kernel.models import Record
from luodi.kernel.refusals import Refused

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Edit:
    """Changes to one record, made against this version (None: whatever it is now)."""

    record: Any
    changes: dict[str, Any]
    version: int | None = None


class RefusedAt(Refused):
    """One of many was refused, so none was written; `place` is its number among them, from 0."""

    def __init__(self, place: int, why: str) -> None:
        super().__init__(why)
        self.place = place


@contextmanager
def at(place: int) -> Iterator[None]:
    """Whatever is refused inside is refused about this one of many."""
    try:
        yield
    except RefusedAt:
        raise
    except Refused as refusal:
        raise RefusedAt(place, str(refusal)) from refusal
    except ValidationError as error:
        raise RefusedAt(place, "；".join(error.messages)) from error


def edit_many(edits: Sequence[Edit], *, by: Any) -> list[Any]:
    """Edit records of one model, or none of them; returns them fresh, in the order of `edits`.

    Raises `RefusedAt`; the refusal is in the trail unless an outer transaction rolls back.
    """
    if not edits:
        return []
    try:
        with transaction.atomic():
            return _edit_locked(edits, by)
    except RefusedAt as refusal:
        record = edits[refusal.place].record
        actions.record_refusal(record, "edit", by=by, why=str(refusal))
        raise


def _edit_locked(edits: Sequence[Edit], by: Any) -> list[Any]:
    rows = _locked(type(edits[0].record), edits)
    links = _Links(type(edits[0].record), edits)
    changed: dict[int, Record] = {}
    happened: list[trail.Happening] = []
    names: set[str] = set()
    for place, edit in enumerate(edits):
        row, changes = rows[edit.record.pk], dict(edit.changes)
        with at(place):
            actions.check_editable(row, changes, edit.version)
            linked = links.take(row.pk, changes)
            before, after = actions.apply_changes(row, changes)
            if after or linked:
                row.version += 1
                _check(row, set(after))
        if not after and not linked:
            continue
        for name, (old, new) in linked.items():
            before[name], after[name] = old, new
        changed[row.pk] = row
        names |= set(changes)
        happened.append(trail.Happening(actions.action_name(row, "edit"), row, before, after))
    _write(list(changed.values()), names)
    links.write()
    search.index(changed.values())
    trail.record_many(happened, by=by)
    return [rows[edit.record.pk] for edit in edits]


def _locked(model: type[Any], edits: Sequence[Edit]) -> dict[int, Any]:
    """In the order of their keys, so that two lists cannot block each other."""
    keys = [edit.record.pk for edit in edits]
    rows = model._default_manager.filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",))}


def _check(row: Record, changed: set[str]) -> None:
    """As `full_clean`, but of what changed."""
    fields: Any = row._meta.concrete_fields
    links = {f.name for f in fields if f.is_relation and getattr(row, f.attname) is not None}
    row.clean_fields(exclude=links | {f.name for f in fields if f.name not in changed})
    row.clean()
    unique = {f.name for f in fields if f.unique}
    if unique & changed:
        row.validate_unique(exclude={f.name for f in fields if f.name not in changed})
    for constraint in row._meta.constraints:
        if _fields_of(constraint) & changed:
            constraint.validate(type(row), row)


def _fields_of(constraint: Any) -> set[str]:
    condition = getattr(constraint, "condition", None)
    named = set(condition.referenced_base_fields) if condition is not None else set()
    return named | set(getattr(constraint, "fields", ()))


def _write(rows: Sequence[Record], names: set[str]) -> None:
    if not rows:
        return
    if type(rows[0]).save is Record.save:
        bulk.update_records(rows, sorted(names | {"version"}))
        return
    for row in rows:  # a model with a rule of its own for saving
        row.save()


class _Links:
    """The many-to-many values of the edited records: read at once, written at once."""

    def __init__(self, model: type[Any], edits: Sequence[Edit]) -> None:
        fields: Any = model._meta.many_to_many
        asked = {name for edit in edits for name in edit.changes}
        self._fields = {field.name: field for field in fields if field.name in asked}
        keys = [edit.record.pk for edit in edits]
        self._now = {name: self._read(field, keys) for name, field in self._fields.items()}
        self._before = {n: {pk: set(v) for pk, v in now.items()} for n, now in self._now.items()}

    def take(self, pk: int, changes: dict[str, Any]) -> dict[str, tuple[list[int], list[int]]]:
        """Take these values out of `changes`; name → (old keys, new keys) where they differ."""
        told = {}
        for name in self._fields.keys() & changes.keys():
            given = changes.pop(name)
            new = {v.pk if isinstance(v, models.Model) else v for v in given}
            if (old := self._now[name][pk]) != new:
                told[name] = sorted(old), sorted(new)
                self._now[name][pk] = new
        return told

    def write(self) -> None:
        """Remove and add what differs from before."""
        for name, field in self._fields.items():
            for pk, now in list(self._now[name].items()):
                self._write_one(field, pk, self._before[name][pk], now)

    def _write_one(self, field: Any, pk: int, before: set[int], now: set[int]) -> None:
        through, source, target = _columns(field)
        if gone := before - now:
            through.objects.filter(**{source: pk, f"{target}__in": gone}).delete()
        if more := now - before:
            through.objects.bulk_create(through(**{source: pk, target: key}) for key in more)

    @staticmethod
    def _read(field: Any, keys: Sequence[int]) -> dict[int, set[int]]:
        through, source, target = _columns(field)
        found: dict[int, set[int]] = defaultdict(set)
        for pk, key in through.objects.filter(**{f"{source}__in": keys}).values_list(
            source, target
        ):
            found[pk].add(key)
        return found | {pk: set() for pk in keys if pk not in found}


def _columns(field: Any) -> tuple[Any, str, str]:
    """(the model between, its column of the record, its column of the other)."""
    through = field.remote_field.through
    source = through._meta.get_field(field.m2m_field_name()).attname
    return through, source, through._meta.get_field(field.m2m_reverse_field_name()).attname
