"""A parcel: sent by a unit, carried, arrived or lost."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.fields import EncryptedCharField
from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.kernel.models import Record
from luodi.kernel.models.base import RecordQuerySet


class ParcelState(models.TextChoices):
    WAITING = "waiting", "待寄出"
    MOVING = "moving", "在途"
    ARRIVED = "arrived", "已送达"
    LOST = "lost", "已遗失"


class ParcelQuerySet(RecordQuerySet):
    def visible_to(self, reader):
        if not is_business(reader):
            return self.none()
        if reader.standing.everywhere(Role.OFFICE, Role.SUPERVISOR):
            return self
        return self.filter(unit__in=reader.standing.unit_ids(Role.CLERK, Role.UNIT_HEAD))


class Parcel(Record):
    code = models.CharField("编号", max_length=40, unique=True)
    title = models.CharField("名称", max_length=40)
    note = models.TextField("备注", blank=True)
    phone = EncryptedCharField("收件电话", blank=True)
    weight = models.DecimalField(
        "重量",
        max_digits=8,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(Decimal(0))],
    )
    sent_on = models.DateField("寄出日期", null=True, blank=True)
    unit = models.ForeignKey("kernel.Unit", models.PROTECT, verbose_name="单位")
    passed = models.ManyToManyField("kernel.Unit", related_name="+", blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=ParcelState, default=ParcelState.WAITING
    )
    withdrawn = models.BooleanField(default=False)

    state_field = "state"
    private_fields = ("phone",)
    search_initials = True
    guards = (NeverDeleted(), Frozen(("code",), reason="编号不得修改"))
    objects = ParcelQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "包裹"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/figures/parcels.all/?parcel={self.pk}"

    def search_text(self):
        return self.title, f"{self.code} {self.note}"
