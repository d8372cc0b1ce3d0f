"""The list behind a number, page by page: by keys, so that page 6,000 is as fast as the first.

A page knows the next by the last record it shows (its sort value and key), not by a count of
records to skip; a record added meanwhile moves no page border.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from luodi.kernel.field_paths import stored_at
from luodi.kernel.figures import Figure

SIZE = 25


@dataclass(frozen=True)
class Sort:
    """By one stored value, then by key; `path` empty: by key alone."""

    path: str = ""
    descending: bool = True
    nullable: bool = False

    @property
    def text(self) -> str:
        """As an address holds it."""
        return f"{'-' if self.descending else ''}{self.path or 'pk'}"


@dataclass(frozen=True)
class Page:
    """Some records and the cursors of the pages beside them ("" when there is none)."""

    rows: Sequence[Any]
    previous: str
    next: str


def sort_of(figure: Figure, rows: models.QuerySet, asked: str = "") -> Sort:
    """The order asked for (`-held_on`) when it is one of the figure's columns; else the newest
    first by the figure's time."""
    path = asked.removeprefix("-")
    field = stored_at(rows.model, path) if path in figure.columns else None
    if field is not None:
        return Sort(path, asked.startswith("-"), _may_be_empty(rows.model, path))
    if figure.time and stored_at(rows.model, figure.time) is not None:
        return Sort(figure.time, True, _may_be_empty(rows.model, figure.time))
    return Sort()


def page_of(rows: models.QuerySet, sort: Sort, cursor: str = "", size: int = SIZE) -> Page:
    """One page. A cursor of another order, or one that cannot be read, opens the first page."""
    at = _read(cursor, sort, rows.model)
    back = bool(at and at["back"])
    ordered = rows.order_by(*order(sort, back))
    if at:
        ordered = ordered.filter(_beyond(sort, at["value"], at["pk"], back))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return Page([], "", "")
    has_next, has_previous = (True, more) if back else (more, bool(at))
    return Page(
        found,
        _cursor(sort, found[0], back=True) if has_previous else "",
        _cursor(sort, found[-1], back=False) if has_next else "",
    )


def with_columns(figure: Figure, rows: models.QuerySet) -> models.QuerySet:
    """With what the columns show of related records, in the same query."""
    return rows.select_related(*related(figure, rows.model))


def related(figure: Figure, model: type[models.Model]) -> list[str]:
    """The relations the columns reach through."""
    found = []
    for path in figure.columns:
        names = path.split("__")
        for upto in range(len(names), 0, -1):
            field = stored_at(model, "__".join(names[:upto]), relations=True)
            if field is not None and field.is_relation:
                found.append("__".join(names[:upto]))
                break
    return found


def _may_be_empty(model: type[models.Model], path: str) -> bool:
    for name in path.split("__"):
        field: Any = model._meta.get_field(name)
        if field.null:
            return True
        model = field.related_model or model
    return False


def order(sort: Sort, back: bool = False) -> list[OrderBy]:
    """Empty values stand last; where there are none, nothing is said of them, so that an index on
    the value serves."""
    descending = sort.descending != back
    by_key = OrderBy(F("pk"), descending=descending)
    if not sort.path:
        return [by_key]
    empty = {"nulls_first" if back else "nulls_last": True} if sort.nullable else {}
    return [OrderBy(F(sort.path), descending=descending, **empty), by_key]


def _beyond(sort: Sort, value: Any, pk: int, back: bool) -> Q:
    side = "lt" if sort.descending != back else "gt"
    keys = Q(**{f"pk__{side}": pk})
    if not sort.path:
        return keys
    empty = Q(**{f"{sort.path}__isnull": True})
    if value is None:
        same = empty & keys
        return same | ~empty if back else same
    # The first bound is implied by the second; it is what an index can use.
    found = Q(**{f"{sort.path}__{side}e": value}) & (
        Q(**{f"{sort.path}__{side}": value}) | (Q(**{sort.path: value}) & keys)
    )
    return found | empty if sort.nullable and not back else found


def _cursor(sort: Sort, record: Any, *, back: bool) -> str:
    value = record
    for name in sort.path.split("__") if sort.path else ():
        value = getattr(value, name) if value is not None else None
    return cursor_at(sort, value if sort.path else None, record.pk, back=back)


def cursor_at(sort: Sort, value: Any, pk: int, *, back: bool = False) -> str:
    """The cursor of the page after (`back`: before) the place of this value and key."""
    plain = json.dumps([sort.text, value, pk, int(back)], cls=_Exact).encode()
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


class _Exact(DjangoJSONEncoder):
    """Moments with their microseconds: a cut one would show a record twice."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _read(cursor: str, sort: Sort, model: type[models.Model]) -> dict[str, Any] | None:
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text, value, pk, back = json.loads(base64.urlsafe_b64decode(padded))
        if text != sort.text:
            return None
        if sort.path and value is not None:
            value = stored_at(model, sort.path).to_python(value)
        return {"value": value, "pk": int(pk), "back": bool(back)}
    except (ValueError, TypeError, binascii.Error, ValidationError):
        return None
