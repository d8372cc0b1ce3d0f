"""Statements: one thing somebody said, kept word for word."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel import access
from luodi.kernel.access import is_business
from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.kernel.models import Person, Record, RecordQuerySet, Unit
from luodi.listening.choices import (
    Anonymity,
    Settlement,
    SourceKind,
    StatementKind,
    StatementState,
)
from luodi.listening.models.campaign import Campaign, Dimension
from luodi.listening.models.gathering import (
    Gathering,
    GuestInvitation,
    Topic,
    office_scope,
    reads_campaign,
)

COLLECTED = (
    StatementState.ACCEPTED,
    StatementState.LINKED,
    StatementState.SETTLED,
    StatementState.ANSWERED,
)
"""States in which the office has taken a statement in: these are counted."""
COVERED = (StatementState.LINKED, StatementState.SETTLED, StatementState.ANSWERED)
"""Collected, and it is known where it went."""


def _own(standing: access.Standing) -> Iterator[Q]:
    """Reasons told by columns of the statement, each with its index."""
    people = standing.speaks_for()
    yield standing.of_units("unit")
    yield standing.of_units("receiving_unit")
    yield Q(raised_by__in=people)
    yield Q(on_behalf_of__in=people)


class StatementQuerySet(RecordQuerySet):
    """Statements."""

    def visible_to(self, reader: Any) -> Self:
        """The units' own, what was transferred to them, one's own words and those one entered for
        somebody, what stands behind work one answers for, and all of it for the campaign's office."""
        if not is_business(reader):
            return self.none()
        if (office := office_scope(reader)) is None:
            return self
        if reader.standing.reports_for_all:
            return self  # every statement has a unit
        own = list(_own(reader.standing))
        behind = [source(reader) for source in access.statement_sources]
        if reader.standing.reports_for_many or any(source.many for source in behind):
            return self.filter(
                reduce(or_, (source.holds for source in behind), reduce(or_, own, office))
            )
        rows: models.QuerySet = self.model._base_manager.order_by()
        first, *others = [rows.filter(reason).values("pk") for reason in own]
        return self.filter(office | Q(pk__in=first.union(*others, *(s.ids for s in behind))))

    def reads_all(self, reader: Any, campaign: int | None = None) -> bool:
        return reads_campaign(reader, campaign)

    def collected(self) -> Self:
        """Taken in by the office: what “收集问题清单309条” counts."""
        return self.filter(state__in=COLLECTED)

    def covered(self) -> Self:
        """Of these, the ones whose destination is known."""
        return self.filter(state__in=COVERED)

    def uncovered(self) -> Self:
        """Of these, the ones still without a destination."""
        return self.filter(state=StatementState.ACCEPTED)


class Statement(Record):
    """One thing somebody said. Its words never change once submitted; its row never goes."""

    code = models.CharField(_("编号"), max_length=32, unique=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="statements", verbose_name=_("专项工作")
    )
    gathering = models.ForeignKey(
        Gathering,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("会议"),
    )
    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("议题"),
    )
    source_kind = models.CharField(
        _("来源"), max_length=10, choices=SourceKind, default=SourceKind.MEETING
    )
    source_ref = models.CharField(_("来源编号"), max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.CharField(
        _("类型"), max_length=10, choices=StatementKind, default=StatementKind.PROBLEM
    )
    title = models.CharField(_("主题"), max_length=200, blank=True)
    text_original = models.TextField(_("原话"))
    text_edited = models.TextField(_("整理稿"), blank=True)
    raised_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("提出人"),
    )
    speaker = models.CharField(_("留言用户"), max_length=60, blank=True)
    guest = models.ForeignKey(
        GuestInvitation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("受邀代表"),
    )
    anonymity = models.CharField(
        _("署名"), max_length=10, choices=Anonymity, default=Anonymity.NAMED
    )
    dimensions = models.ManyToManyField(
        Dimension, blank=True, related_name="statements", verbose_name=_("对照方面")
    )
    said_at = models.DateTimeField(_("提出时间"))
    likes = models.PositiveIntegerField(_("点赞数"), default=0)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=StatementState,
        default=StatementState.DRAFT,
        editable=False,
    )
    settled_as = models.CharField(
        _("去向"), max_length=12, choices=Settlement, blank=True, editable=False
    )
    settled_why = models.CharField(_("去向说明"), max_length=500, blank=True, editable=False)
    receiving_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("承办单位"),
        editable=False,
    )
    returned_why = models.CharField(_("退回原因"), max_length=300, blank=True, editable=False)
    answer_due = models.DateField(_("答复期限"), null=True, blank=True)
    reopened_once = models.BooleanField(default=False, editable=False)
    added_by = models.ForeignKey(
        "kernel.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("录入人"),
    )
    on_behalf_of = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("代"),
    )

    state_field = "state"
    initial_states = (StatementState.DRAFT, StatementState.SUBMITTED, StatementState.ACCEPTED)
    private_fields = ("title", "text_original", "text_edited", "speaker")
    objects = StatementQuerySet.as_manager()
    guards = (
        NeverDeleted(reason="意见不得删除"),
        Frozen(
            ("text_original", "title"), reason="意见提交后原话不得修改", when="OLD.state <> 'draft'"
        ),
    )

    class Meta:
        ordering = ["-said_at", "-pk"]
        verbose_name = _("意见")
        verbose_name_plural = _("意见")
        indexes = [
            models.Index(
                fields=["campaign", "state", "kind", "gathering", "unit"],
                include=["id"],  # so that joins to dimensions and problems need no row
                name="statements_counted",
            ),
            models.Index(fields=["unit", "-said_at"]),
            models.Index(
                fields=["-said_at", "-id"],
                include=["state", "kind", "unit", "campaign", "gathering"],
                name="statements_by_day",  # a period is counted without looking at a row
            ),
            models.Index(
                fields=["answer_due"],
                include=["state", "unit", "campaign"],
                condition=Q(answer_due__isnull=False),
                name="statements_to_answer",
            ),
            models.Index(fields=["gathering"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "source_kind", "source_ref"],
                condition=~Q(source_ref="") & ~Q(state=StatementState.WITHDRAWN),
                name="one_statement_a_source_reference",
            ),
            models.CheckConstraint(
                condition=~Q(state=StatementState.SETTLED)
                | (~Q(settled_as="") & ~Q(settled_why="")),
                name="a_settled_statement_says_where_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=StatementState.RETURNED) | ~Q(returned_why=""),
                name="a_returned_statement_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(settled_as=Settlement.TRANSFERRED) | Q(receiving_unit__isnull=False),
                name="a_transferred_statement_has_a_receiver",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("listening:statement", args=[self.pk])

    @property
    def text(self) -> str:
        """What is shown in lists: the edited wording when there is one."""
        return self.text_edited or self.text_original

    @property
    def said_by(self) -> str:
        """Who spoke, as far as the speaker wants to be named."""
        if self.anonymity == Anonymity.ANONYMOUS:
            return str(_("匿名"))
        if self.anonymity == Anonymity.UNIT_ONLY:
            return str(self.unit)
        return str(self.raised_by or self.guest or self.speaker)

    @property
    def entered_for(self) -> str:
        """For whom it was entered (代录), as far as that person wants to be named."""
        named = self.anonymity == Anonymity.NAMED
        return str(self.on_behalf_of) if self.on_behalf_of and named else ""

    def name_of(self, account: int | None, name: str) -> str:
        """What an account is called beside this statement: by `name`, unless it is that of a
        speaker who does not want to be named."""
        own = account is not None and account == self.added_by_id
        if self.anonymity == Anonymity.NAMED or not own or self.added_by is None:
            return name
        spoke = self.added_by.person_id in {self.raised_by_id, self.on_behalf_of_id} - {None}
        return self.said_by if spoke else name

    @property
    def entered_by(self) -> str:
        """Who typed it in, with the same reserve."""
        return self.name_of(self.added_by_id, str(self.added_by)) if self.added_by else ""

    def search_text(self) -> tuple[str, str]:
        return (
            f"{self.code} {self.source_ref} {self.title}",
            f"{self.text_original} {self.text_edited}",
        )
