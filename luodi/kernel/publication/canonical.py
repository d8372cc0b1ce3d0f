"""The one spelling of a stored value that is hashed: by Python, and by PostgreSQL to the same bytes.

Numbers, days and moments are plain text (nothing for none); words carry their length in bytes, so
that no two rows of values read the same. What ends a value is a comma.
"""

import json
import struct
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import models

_DAY_ONE = date(2000, 1, 1)
_MOMENT_ONE = datetime(1970, 1, 1, tzinfo=UTC)


class Spelling(NamedTuple):
    """How values of one kind of column are told; `sql` is empty where PostgreSQL cannot."""

    told: Callable[[Any], str]
    sql: str


def _words(value: Any) -> str:
    return f"{len(str(value).encode())}:{value}"


def _moment(value: datetime) -> str:
    return str((value - _MOMENT_ONE) // timedelta(microseconds=1))


_WORDS = Spelling(_words, "octet_length({c}), ':', {c}")
_PLAIN = Spelling(str, "{c}")
_KINDS: tuple[tuple[type[models.Field], Spelling], ...] = (
    (models.BooleanField, Spelling(lambda value: "t" if value else "f", "{c}")),
    (models.IntegerField, _PLAIN),
    (models.DateTimeField, Spelling(_moment, "(extract(epoch FROM {c}) * 1000000)::bigint")),
    (models.DateField, Spelling(lambda value: str((value - _DAY_ONE).days), "{c} - date '2000-01-01'")),
    (models.DecimalField, Spelling(lambda value: format(value, "f"), "{c}")),
    (models.FloatField, Spelling(lambda value: struct.pack(">d", value).hex(), "encode(float8send({c}), 'hex')")),
    (models.CharField, _WORDS),
    (models.TextField, _WORDS),
)  # fmt: skip
_OTHER = Spelling(lambda value: _words(json.dumps(value, sort_keys=True, default=str)), "")


def spelling_of(field: models.Field) -> Spelling:
    """Of the values of this column; of a reference those of the key it names."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if hasattr(field, "from_db_value"):  # what is stored is not what it says
        return _OTHER
    return next((spelling for kind, spelling in _KINDS if isinstance(field, kind)), _OTHER)


def text_of(spellings: list[Spelling], values: list[Any], proofs: list[str]) -> str:
    """One record: its named values and the digests of its proofs."""
    nothing = {_WORDS: ":"}
    told = [
        spelling.told(value) if value is not None else nothing.get(spelling, "")
        for spelling, value in zip(spellings, values, strict=True)
    ]
    return "".join(f"{one}," for one in [*told, *proofs])


def sql_of(spellings: list[Spelling], columns: list[str], proofs: str) -> str | None:
    """The same as an expression over these columns; None where PostgreSQL cannot tell one of them."""
    if not all(spelling.sql for spelling in spellings):
        return None
    told = [one.sql.format(c=column) for one, column in zip(spellings, columns, strict=True)]
    parts = [f"{one}, ','" for one in told] + ([proofs] if proofs else [])
    return f"concat({', '.join(parts)})"
