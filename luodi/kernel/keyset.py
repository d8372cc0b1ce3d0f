"""Pages of a list that only grows: each begins after a number, so the last page costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import QueryDict


@dataclass(frozen=True)
class Slice:
    """Rows by falling number, and where the neighbouring pages begin (None: there is none)."""

    rows: Sequence[Any]
    older: int | None
    newer: int | None


def slice_of(rows: models.QuerySet, query: QueryDict, *, size: int, key: str = "seq") -> Slice:
    """The page an address asks for: `?before=N` goes down from N, `?after=N` up from it."""
    before, after = _number(query, "before"), _number(query, "after")
    if after is not None:
        found = list(rows.filter(**{f"{key}__gt": after}).order_by(key)[: size + 1])
        more_above, shown = len(found) > size, found[:size][::-1]
        older, newer = bool(shown), more_above
    else:
        below = rows if before is None else rows.filter(**{f"{key}__lt": before})
        found = list(below.order_by(f"-{key}")[: size + 1])
        shown, older, newer = found[:size], len(found) > size, before is not None
    if not shown:
        return Slice([], None, None)
    first, last = getattr(shown[0], key), getattr(shown[-1], key)
    return Slice(shown, last if older else None, first if newer else None)


def _number(query: QueryDict, name: str) -> int | None:
    given = query.get(name, "")
    return int(given) if given.isdigit() and len(given) < 19 else None
