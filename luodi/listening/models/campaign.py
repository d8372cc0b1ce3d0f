"""Campaigns, their overlapping phases and their dimensions of comparison."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel.access import is_business
from luodi.kernel.choices import Duty, Role
from luodi.kernel.models import Record, RecordQuerySet
from luodi.listening.choices import CampaignState, PhaseKind, PhaseState


class CampaignQuerySet(RecordQuerySet):
    """Campaigns."""

    def visible_to(self, reader: Any) -> Self:
        """Every business account sees that a campaign exists; what is in it has its own rule."""
        if is_business(reader):
            return self
        configures = reader.is_authenticated and reader.duty in (Duty.SYSTEM, Duty.SECURITY)
        return self if configures else self.none()

    def run_by(self, reader: Any) -> Self:
        """Campaigns whose office this reader works in."""
        standing = reader.standing
        if standing.everywhere(Role.OFFICE):
            return self
        return self.filter(pk__in=standing.campaign_ids(Role.OFFICE))


class Campaign(Record):
    """A piece of work with its own office, from a day to a day; its measures outlive it."""

    code = models.CharField(_("编号"), max_length=32, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    host_unit = models.ForeignKey(
        "kernel.Unit", models.PROTECT, related_name="+", verbose_name=_("主办单位")
    )
    start = models.DateField(_("开始日期"))
    end = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=12,
        choices=CampaignState,
        default=CampaignState.PREPARING,
        editable=False,
    )

    state_field = "state"
    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-start"]
        verbose_name = _("专项工作")
        verbose_name_plural = _("专项工作")
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")), name="campaign_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("listening:campaign", args=[self.pk])


class PhaseQuerySet(RecordQuerySet):
    """Phases."""

    def visible_to(self, reader: Any) -> Self:
        """Whoever sees the campaign."""
        return self.filter(campaign__in=Campaign.objects.visible_to(reader))


class Phase(Record):
    """学、查、改: may overlap and be open at once."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="phases")
    kind = models.CharField(_("环节"), max_length=8, choices=PhaseKind)
    name = models.CharField(_("名称"), max_length=40)
    start = models.DateField(_("开始日期"))
    end = models.DateField(_("结束日期"))
    state = models.CharField(
        _("状态"), max_length=8, choices=PhaseState, default=PhaseState.PLANNED, editable=False
    )

    state_field = "state"
    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        verbose_name = _("环节")
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="phase_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.campaign.get_absolute_url()


class Dimension(Record):
    """One of the six aspects a unit compares itself in; the office names them."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="dimensions")
    position = models.PositiveSmallIntegerField(_("序号"))
    label = models.CharField(_("名称"), max_length=60)
    hint = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["campaign", "position"]
        verbose_name = _("对照方面")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "position"], name="one_dimension_a_position"
            )
        ]

    def __str__(self) -> str:
        return self.label
