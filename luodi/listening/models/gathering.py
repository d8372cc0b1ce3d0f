"""Gatherings: where statements come from. Only recognised ones are counted."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.models import Evidence, Person, Record, RecordQuerySet, Unit
from luodi.listening.choices import GatheringKind, GatheringState
from luodi.listening.models.campaign import Campaign

SEES_ALL = (Role.OFFICE, Role.SUPERVISOR, Role.APPROVER)
"""Roles that see everything of their campaign (or of all, when not bound to one)."""


def office_scope(reader: Any, campaign: str = "campaign") -> Q | None:
    """None when the reader sees every campaign; else a condition for the campaigns of the reader."""
    if reader.standing.everywhere(*SEES_ALL):
        return None
    return Q(**{f"{campaign}__in": reader.standing.campaign_ids(*SEES_ALL)})


def reads_campaign(reader: Any, campaign: int | None) -> bool:
    """Whether `office_scope` leaves nothing of this campaign (None: of any) out for this reader."""
    if not is_business(reader):
        return False
    standing = reader.standing
    return bool(standing.everywhere(*SEES_ALL) or campaign in standing.campaign_ids(*SEES_ALL))


class GatheringQuerySet(RecordQuerySet):
    """Gatherings."""

    def visible_to(self, reader: Any) -> Self:
        """One's own units' and, for the campaign's office, all of the campaign."""
        if not is_business(reader):
            return self.none()
        if (office := office_scope(reader)) is None:
            return self
        return self.filter(office | reader.standing.of_units("unit"))

    def reads_all(self, reader: Any, campaign: int | None = None) -> bool:
        return reads_campaign(reader, campaign)

    def counted(self) -> Self:
        """Recognised by the office."""
        return self.filter(state=GatheringState.COUNTED)


class Gathering(Record):
    """A meeting, visit, survey or mailbox in which people said something."""

    code = models.CharField(_("编号"), max_length=32, unique=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="gatherings", verbose_name=_("专项工作")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    kind = models.CharField(_("形式"), max_length=10, choices=GatheringKind)
    title = models.CharField(_("名称"), max_length=120)
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主持人")
    )
    recorder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("记录人")
    )
    attendance_count = models.PositiveIntegerField(_("参加人数"), default=0)
    ordinal = models.PositiveSmallIntegerField(_("第几场"), null=True, blank=True)
    minutes = models.TextField(_("会议记录"), blank=True)
    evidence = models.ManyToManyField(
        Evidence, blank=True, related_name="gatherings", verbose_name=_("佐证材料")
    )
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=GatheringState,
        default=GatheringState.DRAFT,
        editable=False,
    )
    returned_why = models.CharField(_("退回或作废原因"), max_length=300, blank=True, editable=False)
    void_proposed_by = models.ForeignKey(
        "kernel.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("提议作废人"),
    )

    state_field = "state"
    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("会议")
        verbose_name_plural = _("会议")
        indexes = [
            models.Index(fields=["campaign", "state", "kind", "held_on"]),
            models.Index(fields=["unit", "held_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[GatheringState.SUBMITTED, GatheringState.COUNTED])
                | Q(attendance_count__gte=1),
                name="a_reported_gathering_had_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[GatheringState.RETURNED, GatheringState.VOID])
                | ~Q(returned_why=""),
                name="a_refused_gathering_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("listening:gathering", args=[self.pk])

    search_initials = True

    def search_text(self) -> tuple[str, str]:
        return f"{self.code} {self.title}", f"{self.place} {self.minutes}"


class Topic(Record):
    """What a symposium asks its guests about."""

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="topics")
    position = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("议题"), max_length=80)

    class Meta:
        ordering = ["gathering", "position"]
        verbose_name = _("议题")
        constraints = [
            models.UniqueConstraint(fields=["gathering", "position"], name="one_topic_a_position")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.gathering.get_absolute_url()


class InvitationQuerySet(RecordQuerySet):
    """Invitations."""

    def visible_to(self, reader: Any) -> Self:
        """Whoever sees the symposium sees who was invited."""
        return self.filter(gathering__in=Gathering.objects.visible_to(reader))


class GuestInvitation(Record):
    """A guest of a symposium, who comes back by a personal link without an account."""

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="invitations")
    name = models.CharField(_("姓名"), max_length=40)
    honour = models.CharField(_("身份"), max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    attended = models.BooleanField(_("到会"), default=False)
    opened_at = models.DateTimeField(_("最近使用"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("链接作废时间"), null=True, blank=True, editable=False)

    private_fields = ("name", "token_hash")
    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["gathering", "pk"]
        verbose_name = _("受邀代表")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.gathering.get_absolute_url()
