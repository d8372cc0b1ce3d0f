"""How a measure goes on: reports, evidence, milestones, extensions."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.guards import AppendOnly, Frozen, NeverDeleted
from luodi.kernel.models import Evidence, Person, Record
from luodi.measures.choices import Assessment, ExtensionState
from luodi.measures.models.measure import Measure
from luodi.measures.models.querysets import OfMeasureQuerySet


class ProgressReport(models.Model):
    """进展反馈. Written once; a correction supersedes."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="progress_reports")
    cycle = models.PositiveSmallIntegerField()
    text = models.TextField(_("进展情况"))
    self_assessment = models.CharField(
        _("自评"), max_length=8, choices=Assessment, default=Assessment.NORMAL
    )
    next_step = models.CharField(_("下一步"), max_length=300, blank=True)
    needs_coordination = models.CharField(_("需协调事项"), max_length=300, blank=True)
    by = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="+", verbose_name=_("填报人")
    )
    on_behalf_of = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("代")
    )
    submitted_at = models.DateTimeField(_("填报时间"), default=clock.now)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    guards = (AppendOnly(reason="进展反馈不得修改，只能更正"), NeverDeleted())

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        get_latest_by = "submitted_at"
        verbose_name = _("进展反馈")
        indexes = [models.Index(fields=["measure", "-submitted_at"])]


class MeasureEvidence(models.Model):
    """Evidence of a measure, counted for the cycle in which it was brought."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="evidence")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="measures")
    cycle = models.PositiveSmallIntegerField(_("轮次"))

    guards = (AppendOnly(), NeverDeleted())

    class Meta:
        ordering = ["measure", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "evidence"], name="one_measure_an_evidence")
        ]


class Milestone(Record):
    """节点."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="milestones")
    title = models.CharField(_("节点"), max_length=120)
    due_on = models.DateField(_("计划日期"))
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    waived_why = models.CharField(_("免除原因"), max_length=300, blank=True)

    objects = OfMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "due_on"]
        verbose_name = _("节点")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.measure_id])


class Extension(Record):
    """延期申请. The first date stays; only an approved extension moves the deadline."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="extensions")
    from_date = models.DateField(_("原时限"))
    to_date = models.DateField(_("延期至"))
    reason = models.CharField(_("延期理由"), max_length=500)
    requested_by = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ExtensionState,
        default=ExtensionState.REQUESTED,
        editable=False,
    )
    decided_by = models.ForeignKey(
        "kernel.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("审批人"),
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decision_why = models.CharField(_("审批意见"), max_length=300, blank=True, editable=False)

    state_field = "state"
    objects = OfMeasureQuerySet.as_manager()
    guards = (
        NeverDeleted(),
        Frozen(("from_date", "to_date", "reason"), reason="延期申请提交后不得修改"),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("延期申请")
        constraints = [
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(state=ExtensionState.REQUESTED),
                name="one_open_extension",
            ),
            models.CheckConstraint(
                condition=Q(to_date__gt=models.F("from_date")), name="an_extension_extends"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExtensionState.REFUSED) | ~Q(decision_why=""),
                name="a_refused_extension_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.to_date}"

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.measure_id])
