"""Freezing figures: what is published stays what it was."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luodi.kernel import actions, clock
from luodi.kernel.figures import Context, Figure, Value, compute, known_units, marks_of
from luodi.kernel.figures.rollup import Marks
from luodi.kernel.models import FigureSnapshot, SnapshotBlock, TrailHead, User
from luodi.kernel.publication import blocks
from luodi.kernel.publication.blocks import Block, evidence_hash_of
from luodi.kernel.publication.digests import blocks_of
from luodi.kernel.publication.eyes import roles_of
from luodi.kernel.refusals import NotAllowed, Refused

PLACES = Decimal(1).scaleb(-12)
Asked = tuple[Figure, Context]


def freeze(reader: Any, figure: Figure, context: Context) -> FigureSnapshot:
    """Keep the figure as `reader` sees it now. `NotAllowed` for a figure the reader may not see."""
    return freeze_all(reader, [(figure, context)])[0]


@transaction.atomic
def freeze_all(reader: Any, asked: Sequence[Asked]) -> list[FigureSnapshot]:
    """Keep many figures as of one moment. `Refused` when their records were written to meanwhile.

    Everything is read before the first write, so nobody waits for the trail while it lasts.
    """
    if not all(figure.visible(reader) for figure, _context in asked):
        raise NotAllowed(_("没有您可以看到的记录，不能发布这个数字。"))
    asked = [(figure, figure.bound(context)) for figure, context in asked]
    head = TrailHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0
    with known_units(context.unit for _figure, context in asked):
        values = compute(asked, reader)
        marks = marks_of(asked, reader)  # before the digests: a write between is noticed later
        read = [_blocks(reader, *one) for one in asked]
        if compute(asked, reader) != values:
            raise Refused(_("核对期间有人改动了记录，数字前后不一致，请再办一次。"))
    snapshots = [
        _snapshot(reader, one, value, its, head)
        for one, value, its in zip(asked, values, read, strict=True)
    ]
    kept = actions.create_many(snapshots, by=reader)
    for snapshot, its, known in zip(kept, read, marks, strict=True):
        _keep(snapshot, its, known)
    return kept


def _blocks(reader: Any, figure: Figure, context: Context) -> list[Block]:
    lists = enumerate(figure.lists(reader, context))
    return [block for part, (leaf, rows) in lists for block in blocks_of(part, leaf, rows)]


def _snapshot(
    reader: Any, asked: Asked, value: Value, read: list[Block], head: int
) -> FigureSnapshot:
    figure, context = asked
    return FigureSnapshot(
        key=figure.key, title=figure.title(context), unit_name=str(figure.unit), kind=value.kind,
        number=exact(value.number), text=value.text, definition=figure.version,
        rule=str(figure.rule), context=context.plain(), records=value.records,
        evidence_hash=evidence_hash_of(read), sight=roles_of(reader), trail_seq=head,
        taken_at=clock.now(), taken_by=reader if isinstance(reader, User) else None,
    )  # fmt: skip


def _keep(snapshot: FigureSnapshot, read: list[Block], known: list[Marks | None]) -> None:
    """Blocks belong to their snapshot, whose hash over them is in the trail."""
    whole = sum(one.records for one in read) <= blocks.KEPT_AT_MOST
    rows = []
    for one in read:
        marks = known[one.part]
        mark = marks.whole.get(one.number) if marks and one.by_month else None
        rows.append(one.kept(mark, whole=whole))
        rows[-1].snapshot = snapshot
    SnapshotBlock.objects.bulk_create(rows, batch_size=50)


def exact(number: Any) -> Decimal | None:
    """To the twelve places a snapshot keeps."""
    return None if number is None else Decimal(number).quantize(PLACES)
