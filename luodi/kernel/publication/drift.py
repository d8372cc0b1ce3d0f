"""Holding published figures against today: 已发布 / 现算 / 差异, and which records moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from luodi.kernel.figures import (
    FIGURES,
    Context,
    Figure,
    Number,
    Value,
    compute,
    known_units,
    marks_of,
)
from luodi.kernel.models import FigureSnapshot
from luodi.kernel.publication.eyes import eyes_of, sees_as_much
from luodi.kernel.publication.freezing import exact
from luodi.kernel.publication.moved import Lists, Moved, Moves, Slices, moves_of, named
from luodi.kernel.publication.suspects import Suspects


class Status(StrEnum):
    """What became of a published figure; the worst comes first."""

    NOT_VISIBLE = "not_visible"
    DEFINITION_CHANGED = "definition_changed"
    VALUE_CHANGED = "value_changed"
    OTHER_RECORDS = "other_records"
    SAME = "same"


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
    """Every record read again; the same as `compare_all`, thoroughly, of one."""
    return compare_all([snapshot], reader, thorough=True)[snapshot.pk]


def compare_all(
    snapshots: Sequence[FigureSnapshot], reader: Any, *, thorough: bool = False
) -> dict[int, Drift]:
    """Count again with the publishers' eyes, by key of the snapshot. A reader who sees fewer of the
    records learns only that the figure is not visible.

    Unless `thorough`, only those records are read again that lie where the marks of the cells or
    the trail tell of a change, and all of a figure whose number or count these do not explain.
    """
    found: dict[int, Drift] = {}
    for eyes, group in _by_eyes(snapshots):
        known = [one for one in group if one.key in FIGURES]
        found |= {
            one.pk: Drift(Status.DEFINITION_CHANGED, one, one.number)
            for one in group if one.key not in FIGURES
        }  # fmt: skip
        with known_units(one.context.get("unit") for one in known):
            found |= {one.snapshot.pk: one.drift(reader) for one in _helds(known, eyes, thorough)}
    return found


def _by_eyes(snapshots: Sequence[FigureSnapshot]) -> Iterator[tuple[Any, list[FigureSnapshot]]]:
    groups: dict[tuple[int | None, str], list[FigureSnapshot]] = {}
    for snapshot in snapshots:
        groups.setdefault((snapshot.taken_by_id, str(snapshot.sight)), []).append(snapshot)
    yield from ((eyes_of(group[0]), group) for group in groups.values())


def _helds(snapshots: list[FigureSnapshot], eyes: Any, thorough: bool) -> Iterator["_Held"]:
    asked = [(FIGURES[one.key], Context.from_plain(one.context)) for one in snapshots]
    values = compute(asked, eyes)
    marks = marks_of(asked, eyes) if not thorough else []
    suspects = Suspects(snapshots) if not thorough else None
    for at, (snapshot, (figure, context), now) in enumerate(
        zip(snapshots, asked, values, strict=True)
    ):
        lists = figure.lists(eyes, context)
        slices: list[Slices] = [None] * len(lists)
        if suspects is not None:
            slices = suspects.of(snapshot, figure, lists, marks[at])
        yield _Held(snapshot, figure, context, eyes, now, lists, slices)


@dataclass(frozen=True)
class _Held:
    """One snapshot, what its figure comes to now, and where something may have moved."""

    snapshot: FigureSnapshot
    figure: Figure
    context: Context
    eyes: Any
    now: Value
    lists: Lists
    slices: list[Slices]

    def drift(self, reader: Any) -> Drift:
        """What became of it, for this reader."""
        snapshot, old = self.snapshot, self.snapshot.number
        same = self.figure.version == snapshot.definition and exact(self.now.number) == old
        counted = self.now.records == snapshot.records
        if same and counted and not any(only is None or only for only in self.slices):
            return Drift(Status.SAME, snapshot, old, self.now)
        if not sees_as_much(self.figure, self.context, reader, self.eyes):
            return Drift(Status.NOT_VISIBLE, snapshot, old)
        moves = self._moves(same)
        status = self._status(same, moves)
        return Drift(
            status, snapshot, old, self.now,
            records_named=not snapshot.blocks.filter(digests=None).exists(),
            **named(snapshot, self.lists, moves, reader),
        )  # fmt: skip

    def _moves(self, same: bool) -> Moves:
        found = moves_of(self.snapshot, self.lists, self.slices)
        counted = self.now.records == self.snapshot.records + found.more
        if counted and (same or found):
            return found
        return moves_of(self.snapshot, self.lists, [None] * len(self.lists))

    def _status(self, same: bool, moves: Moves) -> Status:
        if self.figure.version != self.snapshot.definition:
            return Status.DEFINITION_CHANGED
        if not same:
            return Status.VALUE_CHANGED
        return Status.OTHER_RECORDS if moves else Status.SAME
