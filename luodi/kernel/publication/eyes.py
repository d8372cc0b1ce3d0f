"""With whose eyes a figure was counted, and whether a reader of today sees as much."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models

from luodi.kernel.access import Held, Standing
from luodi.kernel.figures import Context, Figure
from luodi.kernel.models import FigureSnapshot, User
from luodi.kernel.reader import EVERYTHING


def roles_of(reader: Any) -> list[dict[str, Any]]:
    """The roles of a reader, as a snapshot keeps them."""
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


def sees_as_much(figure: Figure, context: Context, reader: Any, eyes: Any) -> bool:
    """Whether the reader sees every record these eyes see."""
    if not figure.visible(reader):
        return False
    pairs = zip(figure.lists(eyes, context), figure.lists(reader, context), strict=True)
    return not any(
        theirs.order_by().exclude(pk__in=mine.order_by().values("pk")).exists()
        for (_f, theirs), (_g, mine) in pairs
        if _asked(theirs) != _asked(mine)
    )


def _asked(rows: models.QuerySet) -> Any:
    try:
        return rows.order_by().query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return None
