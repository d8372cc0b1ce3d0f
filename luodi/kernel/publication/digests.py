"""A digest of every record behind a figure, over what the definition names of it: made by PostgreSQL
itself where it can, else in Python to the same bytes."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, transaction

from luodi.kernel.figures import Figure, named_fields
from luodi.kernel.publication.blocks import KEY_BITS, ROW, Block, Slicing, slicing_of
from luodi.kernel.publication.canonical import Spelling, spelling_of, sql_of, text_of

SORTED_IN_MEMORY = "64MB"
Group: TypeAlias = tuple[Any, bytes]
"""A day, or a key without its last bits, and the packed digests of its records in order of key."""


def blocks_of(
    part: int, figure: Figure, rows: models.QuerySet, only: Collection[int] | None = None
) -> Iterator[Block]:
    """The blocks of one list in order; `only` reads the slices of these numbers again."""
    slicing = slicing_of(figure, rows.model)
    if only is not None:
        rows = slicing.rows(rows, only)
    fields = named_fields(figure, rows.model)
    spellings = [spelling_of(field) for field in fields.values()]
    named = rows.order_by().values_list("pk", *fields)
    try:
        if connections[rows.db].vendor == "postgresql" and all(one.sql for one in spellings):
            packed = _in_database(figure, named, slicing, list(fields), spellings)
        else:
            packed = _in_python(figure, named, slicing, list(fields), spellings)
        for number, digests in _by_slice(slicing, packed).items():
            yield Block(part, bool(slicing.month), number, digests)
    except EmptyResultSet:
        return


def _by_slice(slicing: Slicing, groups: Iterable[Group]) -> dict[int, bytes]:
    """Days put together to months; those without a day come first."""
    found: dict[int, list[bytes]] = defaultdict(list)
    for key, packed in sorted(groups, key=lambda one: (one[0] is not None, one[0])):
        found[slicing.number(key)].append(packed)
    return {number: b"".join(many) for number, many in found.items()}


def _in_python(
    figure: Figure,
    named: models.QuerySet,
    slicing: Slicing,
    names: list[str],
    spellings: list[Spelling],
) -> Iterator[Group]:
    proofs = _proofs(figure, named)
    at = names.index(slicing.month) if slicing.month else 0
    found: dict[Any, list[tuple[int, bytes]]] = defaultdict(list)
    for pk, *values in named.iterator(chunk_size=5000):
        text = text_of(spellings, values, proofs.get(pk, []))
        digest = hashlib.sha256(text.encode()).digest()[:8]
        found[values[at] if slicing.month else pk >> KEY_BITS].append((pk, digest))
    for key, rows in found.items():
        yield key, b"".join(ROW.pack(*row) for row in sorted(rows))


def _proofs(figure: Figure, rows: models.QuerySet) -> dict[int, list[str]]:
    """Key of a record → digests of the evidence that proves it."""
    found: dict[int, list[str]] = defaultdict(list)
    for its in _proved(figure, rows):
        for pk, sha256 in its:
            found[pk].append(sha256)
    return {pk: sorted(proofs) for pk, proofs in found.items()}


def _proved(figure: Figure, rows: models.QuerySet) -> Iterator[models.QuerySet]:
    """(key, digest of a proof) by each path to evidence."""
    for path in figure.evidence:
        standing = {f"{path}__withdrawn_at": None, f"{path}__sha256__gt": ""}
        yield rows.order_by().filter(**standing).values_list("pk", f"{path}__sha256")


def _in_database(
    figure: Figure,
    named: models.QuerySet,
    slicing: Slicing,
    names: list[str],
    spellings: list[Spelling],
) -> Iterator[Group]:
    """One statement, in the order in which an index by day has the records."""
    sql, params = _sql(named)
    columns = [f"c{at}" for at in range(len(names))]
    proofs, given = _proofs_sql(figure, named)
    told = sql_of(spellings, columns, "proofs" if proofs else "")
    key = columns[names.index(slicing.month)] if slicing.month else f"pk >> {KEY_BITS}"
    statement = (
        f"WITH _rows (pk, {', '.join(columns)}) AS ({sql}) SELECT key, string_agg(row, '') FROM ("
        f"SELECT {key} AS key, int8send(pk) || "
        f"substring(sha256(convert_to({told}, 'UTF8')) FOR 8) AS row "
        f"FROM _rows {proofs} ORDER BY key, pk) _digests GROUP BY key"
    )
    with transaction.atomic(named.db), connections[named.db].cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [SORTED_IN_MEMORY])
        cursor.execute(statement, [*params, *given])
        for key, packed in cursor:
            yield key, bytes(packed)


def _proofs_sql(figure: Figure, named: models.QuerySet) -> tuple[str, list[Any]]:
    """A join that gives every record its proofs in order; nothing for figures without evidence."""
    parts = [_sql(its) for its in _proved(figure, named)]
    if not parts:
        return "", []
    union = " UNION ALL ".join(sql for sql, _params in parts)
    join = (
        "LEFT JOIN (SELECT pk, string_agg(sha256 || ',', '' ORDER BY sha256 COLLATE \"C\") AS proofs "
        f"FROM ({union}) _proved (pk, sha256) GROUP BY pk) _proofs USING (pk)"
    )
    return join, [param for _sql, params in parts for param in params]


def _sql(rows: models.QuerySet) -> tuple[str, list[Any]]:
    sql, params = rows.query.get_compiler(rows.db).as_sql()
    return sql, list(params)
