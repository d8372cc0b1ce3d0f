"""A brief: its text in versions, its sign-off by different people, its place in the chain."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.briefs.choices import ISSUED_STATES, BriefKind, BriefState
from luodi.briefs.models.template import WRITERS, BriefTemplate, TextQuerySet
from luodi.kernel.access import is_business
from luodi.kernel.guards import AppendOnly, Frozen, NeverDeleted
from luodi.kernel.models import Record, RecordQuerySet, Unit
from luodi.listening.models import Campaign

ISSUED = "OLD.state IN ('published', 'withdrawn')"
CHECKED = "OLD.state <> 'draft' AND NEW.state <> 'draft'"
"""Sending back to draft is the one way to a text that may be changed again."""


class BriefQuerySet(RecordQuerySet):
    """Briefs."""

    def visible_to(self, reader: Any) -> Self:
        """Published: everyone in the campaign. Before that: those who write, check and sign."""
        if not is_business(reader):
            return self.none()
        standing = reader.standing
        if any(h.campaign_id is None for h in standing.held):
            seen = self.filter(state__in=ISSUED_STATES)
        else:
            mine = {h.campaign_id for h in standing.held}
            seen = self.filter(state__in=ISSUED_STATES, campaign__in=mine)
        if any(h.role in WRITERS and h.campaign_id is None for h in standing.held):
            return self
        writing = self.filter(campaign__in=standing.campaign_ids(*WRITERS))
        return self.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=writing.values("pk")))


def _person(label: Any) -> Any:
    return models.ForeignKey(
        "kernel.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=label,
    )  # fmt: skip


class Brief(Record):
    """One brief, from its first draft to its withdrawal."""

    code = models.CharField(_("编号"), max_length=32, unique=True, editable=False)
    kind = models.CharField(_("文种"), max_length=10, choices=BriefKind, default=BriefKind.BRIEF)
    masthead = models.CharField(
        _("报头"), max_length=40, help_text=_("红色大字，如“解放思想大讨论简报”。")
    )
    title = models.CharField(_("标题"), max_length=120)
    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name=_("专项工作"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name=_("统计范围"),
        help_text=_("不选为全区；选定后只算该单位和它的下属。"),
    )  # fmt: skip
    start = models.DateField(_("统计期起"), null=True, blank=True)
    end = models.DateField(_("统计期止"), null=True, blank=True)
    addressee = models.CharField(_("主送"), max_length=120, blank=True)
    copies = models.CharField(
        _("报送范围"),
        max_length=200,
        blank=True,
        help_text=_("如“报：区委常委；发：各街道、各部门”。"),
    )
    template = models.ForeignKey(
        BriefTemplate, models.PROTECT, null=True, blank=True, editable=False, verbose_name=_("模板")
    )
    letterhead = models.ForeignKey(
        "kernel.Evidence", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    source = models.TextField(_("正文"))
    state = models.CharField(
        _("状态"), max_length=10, choices=BriefState, default=BriefState.DRAFT, editable=False
    )
    edition = models.ForeignKey(
        "briefs.Edition", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    drafted_by = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="+", editable=False, verbose_name=_("起草人")
    )
    checked_by = _person(_("核对人"))
    checked_at = models.DateTimeField(_("核对时间"), null=True, blank=True, editable=False)
    signed_by = _person(_("签发人"))
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True, editable=False)
    published_by = _person(_("印发人"))
    published_on = models.DateField(_("印发日期"), null=True, blank=True, editable=False)
    published_year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    issue = models.PositiveIntegerField(_("期号"), null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(null=True, blank=True, unique=True, editable=False)
    """Place in the one chain of all published briefs."""
    previous_hash = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(_("指纹"), max_length=64, blank=True, editable=False)
    withdrawn_by = _person(_("撤回人"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True, editable=False)
    withdrawn_why = models.CharField(_("撤回原因"), max_length=300, blank=True, editable=False)

    state_field = "state"
    private_fields = ("source",)
    objects = BriefQuerySet.as_manager()
    guards = (
        NeverDeleted(reason="简报不得删除，只能撤回"),
        Frozen(
            ("hash", "previous_hash", "sequence", "issue", "published_on", "published_by",
             "signed_by", "checked_by", "drafted_by", "code"),
            reason="简报已经印发，不得改动，只能撤回", when=ISSUED,
        ),
        Frozen(
            ("source", "title", "kind", "masthead", "campaign", "unit", "start", "end", "addressee",
             "copies", "template", "letterhead", "edition"),
            reason="简报已经核对，要改请先退回草拟", when=CHECKED,
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("简报")
        verbose_name_plural = _("简报")
        constraints = [
            models.UniqueConstraint(
                fields=["masthead", "issue", "published_year"], name="one_brief_an_issue"
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(start=None) | Q(end__gte=F("start")),
                name="brief_period_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "signed", "published"])
                | Q(checked_by__isnull=False, edition__isnull=False),
                name="a_checked_brief_has_checker_and_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "published"]) | Q(signed_by__isnull=False),
                name="a_signed_brief_has_a_signer",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | (Q(sequence__isnull=False, issue__isnull=False, published_by__isnull=False)
                   & ~Q(hash="")),
                name="a_published_brief_has_number_and_hash",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("drafted_by")),
                name="brief_is_not_checked_by_its_drafter",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None)
                | (~Q(signed_by=F("drafted_by")) & ~Q(signed_by=F("checked_by"))),
                name="brief_is_signed_by_a_third_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_why=""),
                name="brief_is_withdrawn_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("briefs:brief", args=[self.pk])

    def search_text(self) -> tuple[str, str]:
        """Found by its title, number and head."""
        return self.title, f"{self.code} {self.masthead} {self.get_kind_display()}"

    @property
    def issue_label(self) -> str:
        """第3期, or nothing before it is published."""
        return f"第{self.issue}期" if self.issue else ""


class BriefText(Record):
    """One saved version of a brief's text."""

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField(_("版次"))
    source = models.TextField(_("正文"))
    made_by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+")

    private_fields = ("source",)
    objects = TextQuerySet.as_manager()
    guards = (NeverDeleted(), AppendOnly(reason="简报的历史版本不得改动"))

    class Meta:
        ordering = ["-number"]
        verbose_name = _("简报版本")
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="one_brief_text_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.brief} v{self.number}"
