"""Blocks: the digests of the records of one slice of a list, packed, with one hash over them.

A slice is a month of the figure's time where the list has one as a day of its own, else 65,536 keys
after one another. So a slice can be read again alone.
"""

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from luodi.kernel.figures import Figure
from luodi.kernel.figures.rollup import month_number
from luodi.kernel.models import SnapshotBlock

KEPT_AT_MOST = 1_000_000
"""Records whose digests a snapshot keeps one by one; of more it keeps the hashes of the blocks."""
KEY_BITS = 16
ROW = struct.Struct(">q8s")


@dataclass(frozen=True)
class Slicing:
    """How one list is cut."""

    month: str = ""
    """The day column by whose month it is cut; "": by key."""

    def number(self, key: Any) -> int:
        """Of the slice of a day; by key the slice is the number itself."""
        if not self.month:
            return int(key)
        return month_number(key) if key else 0

    def rows(self, rows: models.QuerySet, numbers: Iterable[int]) -> models.QuerySet:
        """The records of these slices."""
        within = Q(pk__in=[])
        for first, last in _runs(numbers):
            within |= self._between(first, last)
        return rows.filter(within)

    def _between(self, first: int, last: int) -> Q:
        if not self.month:
            return Q(pk__gte=first << KEY_BITS, pk__lt=(last + 1) << KEY_BITS)
        if not first:
            return Q(**{f"{self.month}__isnull": True})
        return Q(**{f"{self.month}__gte": _first_day(first), f"{self.month}__lt": _first_day(last + 1)})  # fmt: skip


def slicing_of(figure: Figure, model: type[models.Model]) -> Slicing:
    """By month for what happened on a day of its own, else by key."""
    found: Any = {f.name: f for f in model._meta.concrete_fields}.get(figure.time)
    by_month = type(found) is models.DateField and not figure.is_stock
    return Slicing(figure.time if by_month else "")


def _first_day(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _runs(numbers: Iterable[int]) -> Iterable[tuple[int, int]]:
    """First and last of numbers that follow one another; 0 stands alone."""
    run: list[int] = []
    for number in sorted(numbers):
        if run and number == run[-1] + 1 and run[0]:
            run.append(number)
            continue
        if run:
            yield run[0], run[-1]
        run = [number]
    if run:
        yield run[0], run[-1]


@dataclass(frozen=True)
class Block:
    """One slice: its records' digests in order of day and key, or of key alone."""

    part: int
    by_month: bool
    number: int
    packed: bytes

    @property
    def records(self) -> int:
        """How many."""
        return len(self.packed) // ROW.size

    @cached_property
    def hash(self) -> str:
        """SHA-256 over all of it."""
        return hashlib.sha256(self.packed).hexdigest()

    def kept(self, mark: int | None, *, whole: bool) -> SnapshotBlock:
        """As a snapshot keeps it; without the digests one by one unless `whole`."""
        return SnapshotBlock(
            part=self.part, by_month=self.by_month, number=self.number, records=self.records,
            hash=self.hash, digests=self.packed if whole else None, mark=mark,
        )  # fmt: skip


def rows_of(packed: bytes) -> set[bytes]:
    """The packed records one by one: key and digest together, which is enough to find what differs."""
    return {row for (row,) in struct.iter_unpack(f"{ROW.size}s", packed)}


def keys_of(rows: Iterable[bytes]) -> set[int]:
    """Their keys."""
    return {pk for pk, _digest in ROW.iter_unpack(b"".join(rows))}


def evidence_hash_of(blocks: Iterable[Block]) -> str:
    """SHA-256 over the hashes of all blocks of a snapshot, in their order."""
    whole = hashlib.sha256()
    for one in sorted(blocks, key=lambda b: (b.part, b.number)):
        whole.update(
            f"{one.part}|{int(one.by_month)}|{one.number}|{one.records}|{one.hash}\n".encode()
        )
    return whole.hexdigest()
