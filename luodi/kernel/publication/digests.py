"""A digest of every record behind a figure, over what the definition names of it."""

import hashlib
import json
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from luodi.kernel.figures import Figure

KEPT_AT_MOST = 50_000
"""Records whose digests a snapshot keeps one by one; of more only the hash over all is kept."""
_ROW = struct.Struct(">Bqq")


class Digest(NamedTuple):
    """One record: the number of its list (a ratio has two), its key and 8 bytes of its SHA-256."""

    part: int
    pk: int
    digest: int


def digests_of(lists: Iterable[tuple[Figure, models.QuerySet]]) -> Iterator[Digest]:
    """Of every record, by list and key."""
    for part, (figure, rows) in enumerate(lists):
        names = named_fields(figure, rows.model)
        proofs = _proofs(figure, rows)
        ordered = rows.order_by("pk").values_list("pk", *names)
        for pk, *values in ordered.iterator(chunk_size=5000):
            yield Digest(part, pk, _digest([*values, proofs.get(pk, [])]))


def named_fields(figure: Figure, model: type[models.Model]) -> list[str]:
    """The look-ups that make a record what the figure says of it: time, scope, measure, columns."""
    named = [
        figure.time, figure.until, *figure.paths.values(), figure.measure.field, *figure.columns,
    ]  # fmt: skip
    return [name for name in dict.fromkeys(named) if name and _is_single(model, name)]


def _is_single(model: type[models.Model], path: str) -> bool:
    """Whether a path ends in one stored value of the record; annotations are not looked at."""
    for name in path.split("__"):
        try:
            found: Any = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if not found.concrete or found.many_to_many:
            return False
        model = found.related_model or model
    return True


def _proofs(figure: Figure, rows: models.QuerySet) -> dict[int, list[str]]:
    """Key of a record → digests of the evidence that proves it."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in figure.evidence:
        standing = rows.order_by().filter(**{f"{path}__withdrawn_at": None})
        for pk, sha256 in standing.values_list("pk", f"{path}__sha256"):
            if sha256:
                found[pk].append(sha256)
    return {pk: sorted(proofs) for pk, proofs in found.items()}


def _digest(values: list[Any]) -> int:
    text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)


def pack(digests: Iterable[Digest]) -> tuple[bytes | None, str]:
    """The digests as bytes (None when too many) and the SHA-256 over all of them."""
    whole, kept, count = hashlib.sha256(), bytearray(), 0
    for one in digests:
        row = _ROW.pack(*one)
        whole.update(row)
        count += 1
        if count <= KEPT_AT_MOST:
            kept += row
    return (bytes(kept) if count <= KEPT_AT_MOST else None), whole.hexdigest()


def unpack(kept: bytes) -> dict[tuple[int, int], int]:
    """(list, key) → digest."""
    return {(part, pk): digest for part, pk, digest in _ROW.iter_unpack(kept)}
