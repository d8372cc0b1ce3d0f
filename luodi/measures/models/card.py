"""Cards and supervision orders: a machine proposes, a person issues."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.kernel.models import Person, Record, RecordQuerySet, Unit
from luodi.measures.choices import CardLevel, CardState, OrderState
from luodi.measures.models.measure import Measure
from luodi.measures.models.querysets import OfMeasureQuerySet


class Card(Record):
    """亮牌. Never deleted; lifted when the matter is right again."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="cards")
    cycle = models.PositiveSmallIntegerField()
    level = models.CharField(_("牌色"), max_length=8, choices=CardLevel)
    rule = models.CharField(_("规则"), max_length=120)
    reason = models.CharField(_("原因"), max_length=300)
    state = models.CharField(
        _("状态"), max_length=10, choices=CardState, default=CardState.PROPOSED, editable=False
    )
    proposed_on = models.DateField(_("提出日期"))
    issued_by = models.ForeignKey(
        "kernel.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("签发人"),
    )
    issued_at = models.DateTimeField(_("亮牌时间"), null=True, blank=True, editable=False)
    reply_due = models.DateField(_("说明期限"), null=True, blank=True, editable=False)
    reply = models.TextField(_("情况说明"), blank=True, editable=False)
    replied_at = models.DateTimeField(null=True, blank=True, editable=False)
    lifted_by = models.ForeignKey(
        "kernel.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    lifted_at = models.DateTimeField(_("摘牌时间"), null=True, blank=True, editable=False)
    decided_why = models.CharField(
        _("不予亮牌或摘牌原因"), max_length=300, blank=True, editable=False
    )

    state_field = "state"
    objects = OfMeasureQuerySet.as_manager()
    guards = (
        NeverDeleted(),
        Frozen(
            ("rule", "measure", "cycle", "level", "reason", "proposed_on"),
            reason="亮牌不得改写，只能摘牌",
        ),
        Frozen(
            ("issued_at", "issued_by", "reply_due"), reason="已亮的牌不得改写",
            when="OLD.issued_at IS NOT NULL",
        ),
        Frozen(
            ("replied_at", "reply"), reason="情况说明不得改写", when="OLD.replied_at IS NOT NULL"
        ),
        Frozen(
            ("lifted_at", "lifted_by", "decided_why"), reason="已摘的牌不得改写",
            when="OLD.lifted_at IS NOT NULL",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("亮牌")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "cycle", "level", "rule"],
                condition=Q(state__in=[CardState.PROPOSED, CardState.ISSUED, CardState.ANSWERED]),
                name="one_open_card_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(level=CardLevel.BLUE)
                | Q(state__in=[CardState.PROPOSED, CardState.DISMISSED])
                | Q(issued_by__isnull=False),
                name="a_person_issues_yellow_and_red",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.measure}"

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.measure_id])


class OrderQuerySet(RecordQuerySet):
    """Supervision orders."""

    def visible_to(self, reader: Any) -> Self:
        """Supervisors and offices; the unit it went to, once signed."""
        if not is_business(reader):
            return self.none()
        if reader.standing.has(Role.SUPERVISOR, Role.OFFICE, Role.APPROVER):
            return self
        units = reader.standing.unit_ids(Role.CLERK, Role.UNIT_HEAD)
        return self.filter(to_unit__among=units).exclude(state=OrderState.DRAFT)


class SupervisionOrder(Record):
    """督办单, with its reply slip."""

    number = models.CharField(
        _("编号"), max_length=40, unique=True, null=True, blank=True, editable=False
    )
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="supervision_orders", verbose_name=_("承办单位")
    )
    measures = models.ManyToManyField(
        Measure, related_name="supervision_orders", verbose_name=_("督办事项")
    )
    subject = models.CharField(_("标题"), max_length=120)
    basis = models.CharField(_("依据"), max_length=300)
    requirement = models.TextField(_("办理要求"))
    reply_due = models.DateField(_("反馈时限"))
    drafted_by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+", editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=OrderState, default=OrderState.DRAFT, editable=False
    )
    signed_by = models.ForeignKey(
        "kernel.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("签发人"),
    )
    signed_on = models.DateField(_("签发日期"), null=True, blank=True, editable=False)
    reply = models.TextField(_("办理情况"), blank=True, editable=False)
    replied_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("承办人"),
    )
    replied_on = models.DateField(_("回复日期"), null=True, blank=True, editable=False)
    conclusion = models.CharField(_("办结意见"), max_length=300, blank=True, editable=False)

    state_field = "state"
    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("督办单")
        verbose_name_plural = _("督办单")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OrderState.DRAFT)
                | Q(number__isnull=False, signed_by__isnull=False),
                name="a_signed_order_has_number_and_signer",
            )
        ]

    def __str__(self) -> str:
        return self.number or self.subject

    def get_absolute_url(self) -> str:
        return reverse("measures:order", args=[self.pk])
