"""Figures over the ledger: one of each kind that counts many records."""

from django.db.models import QuerySet

from benchmarks.figures.ledger.models import Entry
from luodi.kernel.figures import Param, distinct, figure, ratio, total

KIND = Param("kind", "kind", "类别", "key")
SHARED = {
    "unit_path": "unit", "columns": ("id", "unit", "day", "amount", "state"),
    "params": [KIND],
}  # fmt: skip


def _closed(reader: object) -> QuerySet[Entry]:
    return Entry.objects.visible_to(reader).filter(state="closed")


@figure("ledger.closed", label="办结件", unit="件", time="day", rolled_up=True, **SHARED)
def closed(reader: object) -> QuerySet[Entry]:
    """已办结的条目，以日期计。"""
    return _closed(reader)


@figure("ledger.counted", label="有效件", unit="件", time="day", rolled_up=True, **SHARED)
def counted(reader: object) -> QuerySet[Entry]:
    """未作废的条目，以日期计。"""
    return Entry.objects.visible_to(reader).filter(state__in=("open", "closed"))


@figure(
    "ledger.amount",
    label="办结金额",
    unit="元",
    time="day",
    measure=total("amount"),
    rolled_up=True,
    **SHARED,
)
def amount(reader: object) -> QuerySet[Entry]:
    """已办结条目的金额之和。"""
    return _closed(reader)


@figure(
    "ledger.units",
    label="有办结的单位",
    unit="个",
    time="day",
    measure=distinct("unit"),
    rolled_up=True,
    **SHARED,
)
def units(reader: object) -> QuerySet[Entry]:
    """有已办结条目的单位，同一单位只计一次。"""
    return _closed(reader)


@figure("ledger.open", label="在办件", unit="件", **SHARED)
def still_open(reader: object) -> QuerySet[Entry]:
    """现在还没有办结的条目。"""
    return Entry.objects.visible_to(reader).filter(state="open")


ratio(
    "ledger.closed_share", of="ledger.closed", over="ledger.counted", label="办结率",
    rule="办结件占有效件的百分比。",
)  # fmt: skip
