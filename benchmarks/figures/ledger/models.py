"""One entry: of a kind, in a state, of a unit, on a day, with an amount."""

from typing import Any, Self

from django.db import models

from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.models import Record, Unit
from luodi.kernel.models.base import RecordQuerySet

STATES = ("open", "closed", "void")


class EntryQuerySet(RecordQuerySet):
    """Entries."""

    def visible_to(self, reader: Any) -> Self:
        if not is_business(reader):
            return self.none()
        if reader.standing.everywhere(Role.OFFICE, Role.SUPERVISOR):
            return self
        return self.filter(unit__in=reader.standing.unit_ids(Role.CLERK, Role.UNIT_HEAD))


class Entry(Record):
    """One entry of the ledger."""

    kind = models.PositiveSmallIntegerField("类别")
    state = models.CharField("状态", max_length=8, default="closed")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="+")
    day = models.DateField("日期")
    until = models.DateField("办结日期", null=True, blank=True)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "state", "day", "id"],
                include=["unit", "amount"],
                name="entry_by_day",
            ),
            models.Index(
                fields=["unit", "kind", "day"], include=["state", "amount"], name="entry_by_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
