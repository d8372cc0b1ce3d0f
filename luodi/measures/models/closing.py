"""How a measure ends: request, verification by somebody else, the leader's signature, look-back."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.guards import AppendOnly, Frozen, NeverDeleted
from luodi.kernel.models import Evidence, Person, Record
from luodi.measures.choices import LookBackResult, MeasureState, RequestState, VerificationMethod
from luodi.measures.models.measure import Measure
from luodi.measures.models.querysets import OfMeasureQuerySet


class ClosureRequest(models.Model):
    """销号申请 by the unit's head. Its state follows the measure's moves."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="closure_requests")
    cycle = models.PositiveSmallIntegerField()
    result_text = models.TextField(_("完成情况"))
    by = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    requested_on = models.DateField(_("申请日期"))
    requested_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    returned_why = models.CharField(_("退回原因"), max_length=500, blank=True)

    guards = (
        NeverDeleted(),
        Frozen(("result_text", "by", "requested_on", "cycle"), reason="销号申请提交后不得修改"),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("销号申请")
        constraints = [
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(state__in=[RequestState.OPEN, RequestState.ACCEPTED]),
                name="one_open_closure_request",
            )
        ]


class Verification(models.Model):
    """核验 of one request by one person who took no part."""

    request = models.OneToOneField(ClosureRequest, models.PROTECT, related_name="verification")
    verifier = models.ForeignKey(
        Person, models.PROTECT, related_name="verifications", verbose_name=_("核验人")
    )
    by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+")
    method = models.CharField(_("核验方式"), max_length=12, choices=VerificationMethod)
    opinion = models.TextField(_("核验意见"))
    passed = models.BooleanField(_("通过"))
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="verifications")
    shares_unit = models.BooleanField(_("核验人属责任单位"), default=False)
    at = models.DateTimeField(_("核验时间"), default=clock.now)

    guards = (AppendOnly(), NeverDeleted())

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("核验")


class Closing(models.Model):
    """销号 of one cycle: it stays readable when the measure is opened again."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="closings")
    cycle = models.PositiveSmallIntegerField()
    verification = models.OneToOneField(Verification, models.PROTECT, related_name="closing")
    kind = models.CharField(max_length=18, choices=MeasureState)
    signer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("签认领导"))
    by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opinion = models.CharField(_("签认意见"), max_length=300, blank=True)
    days_late = models.PositiveIntegerField(_("超期天数"), default=0)
    at = models.DateTimeField(_("签认时间"), default=clock.now)

    guards = (AppendOnly(), NeverDeleted())

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("销号")
        constraints = [
            models.UniqueConstraint(fields=["measure", "cycle"], name="one_closing_a_cycle")
        ]


class LookBack(Record):
    """回头看: did the result last?"""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="look_backs")
    cycle = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("应查日期"))
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    by = models.ForeignKey("kernel.User", models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(_("结果"), max_length=10, choices=LookBackResult, blank=True)
    note = models.TextField(_("情况说明"), blank=True)

    objects = OfMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("回头看")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "cycle"], condition=Q(result=""), name="one_open_look_back"
            ),
            models.CheckConstraint(
                condition=Q(result="", done_on=None)
                | (~Q(result="") & ~Q(note="") & Q(done_on__isnull=False)),
                name="a_look_back_says_what_it_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.due_on}"

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.measure_id])
