"""Transitions: one declarative table per model, one function that performs a move.

Pages, API, bulk, Excel and commands call `perform` and nothing else. The same table says why a
button is grey, draws the state diagram and gives the list of moves in the documentation.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from luodi.kernel import clock, search, trail
from luodi.kernel.declared import MOVES, declare
from luodi.kernel.models import Person, Record
from luodi.kernel.models.base import moving
from luodi.kernel.refusals import NotAllowed, Refused, StaleVersion

Text: TypeAlias = str | Promise
Holds: TypeAlias = Callable[[Any, Any], bool]
Condition: TypeAlias = "Callable[[Attempt], Text | None]"
Effect: TypeAlias = "Callable[[Attempt], None]"


@dataclass(frozen=True)
class Who:
    """A kind of actor: what it is called, and whether (user, record) is one."""

    label: Text
    holds: Holds


ASKED = ("text", "long", "date", "choice", "person", "user", "unit", "record", "yes_no")
"""What a move may be told; records, people and units are chosen from a list."""


@dataclass(frozen=True)
class Ask:
    """Something the move must be told: becomes a field of the dialog, an API and a command input."""

    name: str
    label: Text
    kind: str = "text"
    """One of `ASKED`."""
    required: bool = True
    help: Text = ""
    choices: Any = (
        None  # for choice: TextChoices or pairs; for record: attempt-less callable(record, by)
    )


@dataclass(frozen=True)
class Move:
    """From one of `source` to `target`: who may, what must hold, what it asks, what follows."""

    name: str
    source: tuple[str, ...]
    target: str
    label: Text
    who: tuple[Who, ...]
    needs: tuple[Condition, ...] = ()
    asks: tuple[Ask, ...] = ()
    accepts: tuple[Condition, ...] = ()
    effect: "Effect | None" = None
    danger: bool = False
    quiet: bool = False
    """A quiet move has no button of its own: another action performs it."""


@dataclass
class Attempt:
    """Somebody tries a move on a record."""

    record: Any
    by: Any
    move: Move
    inputs: dict[str, Any] = field(default_factory=dict)
    on_behalf_of: Person | None = None

    @property
    def now(self) -> Any:
        """The moment all that follows is dated with."""
        return clock.now()

    @property
    def today(self) -> date:
        """The day all that follows is dated with."""
        return clock.today()

    def __getitem__(self, name: str) -> Any:
        return self.inputs.get(name)


class System:
    """Stands in for a person where the rules themselves act (timetable, automatic moves)."""

    pk = None
    person = person_id = None
    is_authenticated = False

    def __str__(self) -> str:
        return "系统"


SYSTEM = System()
the_system = Who("系统", lambda by, record: by is SYSTEM)


class Table:
    """All moves of one model."""

    def __init__(self, model: type[Record], initial: Iterable[str], moves: Iterable[Move]) -> None:
        self.model = model
        self.initial = tuple(initial)
        self.declared = tuple(moves)
        self.moves: dict[str, Move] = {move.name: move for move in self.declared}
        states: list[Any] = [f for f in model._meta.fields if f.name == model.state_field]
        self.states = dict(states[0].choices or ()) if states else {}
        if declare(MOVES, model._meta.label_lower, known=model in TABLES):
            TABLES[model] = self

    def __getitem__(self, name: str) -> Move:
        return self.moves[name]

    def from_state(self, state: str) -> list[Move]:
        """Moves that begin in this state."""
        return [m for m in self.moves.values() if state in m.source]


TABLES: dict[type[models.Model], Table] = {}
"""Every table of every room; filled when the rooms' `transitions` are imported."""


@dataclass(frozen=True)
class Offer:
    """A move as a page shows it: a button, or a grey button with the reason."""

    move: Move
    why_not: str | None


def table_of(record: models.Model | type[models.Model]) -> Table:
    """The table of a record or model."""
    return TABLES[record if isinstance(record, type) else type(record)]


def state_of(record: Any) -> str:
    """The record's present state."""
    state: str = getattr(record, record.state_field)
    return state


def state_label(record: Any, state: str | None = None) -> str:
    """The state in words."""
    return str(table_of(record).states[state if state is not None else state_of(record)])


def why_not(attempt: Attempt) -> str | None:
    """The first reason against the move as far as it is known without its inputs, or None."""
    reason = _who_refuses(attempt) or _state_refuses(attempt)
    if reason is not None:
        return reason
    return _first(attempt.move.needs, attempt)


def offers(record: Any, by: Any) -> list[Offer]:
    """Moves from the present state, with the reason where one is not open to `by`."""
    return [
        Offer(move, why_not(Attempt(record, by, move)))
        for move in table_of(record).from_state(state_of(record))
        if not move.quiet and move.who != (the_system,)
    ]


def perform(
    record: Record,
    name: str,
    *,
    by: Any,
    version: int | None = None,
    on_behalf_of: Person | None = None,
    **inputs: Any,
) -> Any:
    """Lock the row, check who, state, version, needs and inputs, change the state, record it.

    Returns the fresh record. Raises `NotAllowed`, `StaleVersion` or `Refused` with the sentence to
    show; then nothing has changed, and the refusal is in the trail. Do not call it inside a
    transaction that rolls back on refusal: the refusal would be lost with it.
    """
    move = table_of(record)[name]
    try:
        with transaction.atomic():
            return _perform_locked(record, move, by, version, on_behalf_of, inputs)
    except Refused as refusal:
        trail.record(
            _action(record, move), record, by=by, allowed=False, reason=str(refusal),
            on_behalf_of=on_behalf_of,
        )  # fmt: skip
        raise


def _perform_locked(
    record: Any, move: Move, by: Any, version: int | None, on_behalf_of: Person | None,
    inputs: dict[str, Any],
) -> Any:  # fmt: skip
    manager = type(record)._default_manager
    row = manager.select_for_update(of=("self",)).get(pk=record.pk)
    attempt = Attempt(row, by, move, _clean(move, inputs), on_behalf_of)
    _check(attempt, version)
    before, findable = state_of(row), search.text_of(row)
    setattr(row, row.state_field, move.target)
    row.version += 1
    token = moving.set(True)
    try:
        if move.effect:
            move.effect(attempt)
        row.save()
    finally:
        moving.reset(token)
    if search.text_of(row) != findable:
        search.index([row])
    trail.record(
        _action(row, move), row, by=by, before={"state": before},
        after={"state": state_of(row), **attempt.inputs}, on_behalf_of=attempt.on_behalf_of,
    )  # fmt: skip
    return row


def perform_many(
    records: models.QuerySet,
    name: str,
    *,
    by: Any,
    on_behalf_of: Person | None = None,
    **inputs: Any,
) -> int:
    """Perform one move on all of `records`, or on none: each is checked as `perform` checks it, and
    written and recorded in bulk. Returns how many.

    `records` may prefetch what the move's conditions look at; all of them are held in memory. The
    refusal names the record it is about, and is in the trail unless an outer transaction rolls back.
    """
    move = table_of(records.model)[name]
    row: Any = None
    try:
        with transaction.atomic():
            rows = list(records.order_by("pk").select_for_update(of=("self",)))
            attempts = [Attempt(row, by, move, _clean(move, inputs), on_behalf_of) for row in rows]
            for attempt in attempts:
                row = attempt.record
                _check(attempt, None)
            _write_many(attempts, move)
            return len(rows)
    except Refused as refusal:
        trail.record(
            _action(row, move), row, by=by, allowed=False, reason=str(refusal),
            on_behalf_of=on_behalf_of,
        )  # fmt: skip
        raise type(refusal)(_("%(record)s：%(why)s") % {"record": row, "why": refusal}) from refusal


def _write_many(attempts: Sequence[Attempt], move: Move) -> None:
    if not attempts:
        return
    happened = []
    token = moving.set(True)
    try:
        for attempt in attempts:
            row, before = attempt.record, state_of(attempt.record)
            setattr(row, row.state_field, move.target)
            row.version += 1
            if move.effect:
                move.effect(attempt)
                row.save()
            after = {"state": state_of(row), **attempt.inputs}
            happened.append(trail.Happening(_action(row, move), row, {"state": before}, after))
        if not move.effect:  # then nothing but the state has changed: one statement writes it
            model, keys = type(attempts[0].record), [a.record.pk for a in attempts]
            model._default_manager.filter(pk__in=keys).update(
                **{attempts[0].record.state_field: move.target, "version": models.F("version") + 1}
            )
    finally:
        moving.reset(token)
    if move.effect:
        search.index([attempt.record for attempt in attempts])
    trail.record_many(happened, by=attempts[0].by, on_behalf_of=attempts[0].on_behalf_of)


def _check(attempt: Attempt, version: int | None) -> None:
    if why := _who_refuses(attempt):
        raise NotAllowed(why)
    if version is not None and version != attempt.record.version:
        raise StaleVersion(_("这条记录刚被别人改过，请看过最新内容后再操作。"))
    if why := _state_refuses(attempt):
        raise Refused(why)
    if attempt.on_behalf_of and attempt.on_behalf_of.pk not in attempt.by.standing.speaks_for():
        raise NotAllowed(_("您没有被授权代%(who)s录入。") % {"who": attempt.on_behalf_of})
    if why := _first((*attempt.move.needs, _asked_is_given, *attempt.move.accepts), attempt):
        raise Refused(why)


def _who_refuses(attempt: Attempt) -> str | None:
    move = attempt.move
    if any(who.holds(attempt.by, attempt.record) for who in move.who):
        return None
    who = "、".join(str(w.label) for w in move.who)
    return _("“%(move)s”须由%(who)s办理。") % {"move": move.label, "who": who}


def _state_refuses(attempt: Attempt) -> str | None:
    record, move = attempt.record, attempt.move
    if state_of(record) in move.source:
        return None
    return _("当前状态是“%(state)s”，不能%(move)s。") % {
        "state": state_label(record), "move": move.label,
    }  # fmt: skip


def _asked_is_given(attempt: Attempt) -> str | None:
    for ask in attempt.move.asks:
        if ask.required and attempt.inputs.get(ask.name) in (None, "", [], ()):
            return _("请填写“%(label)s”。") % {"label": ask.label}
    return None


def _first(conditions: Iterable[Condition], attempt: Attempt) -> str | None:
    for condition in conditions:
        if (why := condition(attempt)) is not None:
            return str(why)
    return None


def _clean(move: Move, inputs: Mapping[str, Any]) -> dict[str, Any]:
    known = {ask.name for ask in move.asks}
    if unknown := set(inputs) - known:
        raise Refused(_("不认识的填写项：%(names)s。") % {"names": "、".join(sorted(unknown))})
    return {k: v.strip() if isinstance(v, str) else v for k, v in inputs.items()}


def _action(record: models.Model, move: Move) -> str:
    return f"{record._meta.label_lower}.{move.name}"
