"""Freezing a figure: what is published stays what it was."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luodi.kernel import actions, clock
from luodi.kernel.access import Held, Standing
from luodi.kernel.figures import Context, Figure
from luodi.kernel.models import FigureSnapshot, TrailHead, User
from luodi.kernel.publication.digests import digests_of, pack
from luodi.kernel.reader import EVERYTHING
from luodi.kernel.refusals import NotAllowed

PLACES = Decimal(1).scaleb(-12)


@transaction.atomic
def freeze(reader: Any, figure: Figure, context: Context) -> FigureSnapshot:
    """Keep the figure as `reader` sees it now. `NotAllowed` for a figure the reader may not see."""
    if not figure.visible(reader):
        raise NotAllowed(_("没有您可以看到的记录，不能发布这个数字。"))
    context = figure.bound(context)
    head = TrailHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0
    value = figure.value(reader, context)
    digests, evidence_hash = pack(digests_of(figure.lists(reader, context)))
    snapshot = FigureSnapshot(
        key=figure.key, title=figure.title(context), unit_name=str(figure.unit), kind=value.kind,
        number=exact(value.number), text=value.text, definition=figure.version,
        rule=str(figure.rule), context=context.plain(), records=value.records,
        total=exact(value.fingerprint.sum), xor=value.fingerprint.xor, digests=digests,
        evidence_hash=evidence_hash, sight=_roles(reader), trail_seq=head, taken_at=clock.now(),
        taken_by=reader if isinstance(reader, User) else None,
    )  # fmt: skip
    return _kept(snapshot, reader)


def _kept(snapshot: FigureSnapshot, reader: Any) -> FigureSnapshot:
    """Saved, with one line in the trail; the digests themselves do not belong there."""
    return actions.create(snapshot, by=reader)


def exact(number: Any) -> Decimal | None:
    """To the twelve places a snapshot keeps."""
    return None if number is None else Decimal(number).quantize(PLACES)


def _roles(reader: Any) -> list[dict[str, Any]]:
    return [
        {"role": h.role, "unit_id": h.unit_id, "campaign_id": h.campaign_id,
         "for_person_id": h.for_person_id}
        for h in reader.standing.held
    ]  # fmt: skip


def eyes_of(snapshot: FigureSnapshot) -> Any:
    """A reader who sees what the publisher saw when publishing, whatever became of the account."""
    if snapshot.taken_by_id is None:
        return EVERYTHING
    reader: Any = User.objects.get(pk=snapshot.taken_by_id)
    reader.standing = Standing(tuple(Held(**role) for role in snapshot.sight), reader.person_id)
    return reader
