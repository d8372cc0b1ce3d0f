"""Measures: the unit of accountability."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel.choices import EvidenceKind
from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.kernel.models import Person, Record, Unit
from luodi.kernel.models.base import moving
from luodi.kernel.refusals import StateChangedOutside
from luodi.listening.models import Campaign, Statement
from luodi.measures.choices import OPEN_STATES, DeadlineKind, MeasureState, Rhythm
from luodi.measures.models.querysets import MeasureQuerySet
from luodi.problems.models import Problem

SETTLED_ONCE_ASSIGNED = ("due_on", "lead_unit_id", "deadline_kind")
"""What the assignment settles: afterwards only a move changes it."""


def default_evidence() -> list[str]:
    """One required kind is enough: more breeds photo-collecting."""
    return [EvidenceKind.DOCUMENT]


class Measure(Record):
    """What is done, by which unit, answered for by one leader, until when."""

    code = models.CharField(_("编号"), max_length=40, unique=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="measures", verbose_name=_("专项工作")
    )
    cycle = models.PositiveSmallIntegerField(_("轮次"), default=1, editable=False)
    problem = models.ForeignKey(
        Problem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("问题"),
    )
    suggestion = models.ForeignKey(
        Statement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("建议"),
    )
    content = models.TextField(_("整改措施"))
    target = models.CharField(_("整改目标"), max_length=300, blank=True)
    result_form = models.CharField(_("成果形式"), max_length=120, blank=True)
    lead_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("责任单位"),
    )
    cooperating_units = models.ManyToManyField(
        Unit, blank=True, related_name="cooperated_measures", verbose_name=_("配合单位")
    )
    handler = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_measures",
        verbose_name=_("责任人"),
    )
    deadline_kind = models.CharField(
        _("时限类型"), max_length=10, choices=DeadlineKind, default=DeadlineKind.DATED
    )
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    original_due_on = models.DateField(_("原定时限"), null=True, blank=True, editable=False)
    report_rhythm = models.CharField(
        _("反馈频次"), max_length=12, choices=Rhythm, default=Rhythm.MONTHLY
    )
    required_evidence = models.JSONField(_("须有佐证"), default=default_evidence)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    state = models.CharField(
        _("状态"), max_length=18, choices=MeasureState, default=MeasureState.DRAFT, editable=False
    )
    returned_once = models.BooleanField(default=False, editable=False)
    assigned_on = models.DateField(_("交办日期"), null=True, blank=True, editable=False)
    received_on = models.DateField(_("签收日期"), null=True, blank=True, editable=False)
    requested_on = models.DateField(_("申请销号日期"), null=True, blank=True, editable=False)
    """The day of the accepted closing request of this cycle: lateness is frozen here."""
    verifier = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verified_measures",
        editable=False,
        verbose_name=_("核验人"),
    )
    signer = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_measures",
        editable=False,
        verbose_name=_("签认领导"),
    )
    closed_on = models.DateField(_("销号时间"), null=True, blank=True, editable=False)
    review_on = models.DateField(_("复查日期"), null=True, blank=True, editable=False)
    suspended_until = models.DateField(_("中止至"), null=True, blank=True, editable=False)
    cancelled_why = models.CharField(_("撤销原因"), max_length=300, blank=True, editable=False)

    state_field = "state"
    search_initials = True
    objects = MeasureQuerySet.as_manager()
    guards = (
        NeverDeleted(reason="措施不得删除"),
        Frozen(("code",), reason="措施编号不得修改"),
        Frozen(
            ("original_due_on",), reason="原定时限不得修改", when="OLD.original_due_on IS NOT NULL"
        ),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("措施")
        verbose_name_plural = _("措施")
        indexes = [
            models.Index(fields=["campaign", "state", "due_on"]),
            models.Index(fields=["lead_unit", "state"]),
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["problem"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(problem__isnull=False, suggestion=None)
                | Q(problem=None, suggestion__isnull=False),
                name="a_measure_has_one_origin",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MeasureState.DRAFT, MeasureState.CANCELLED])
                | Q(lead_unit__isnull=False, original_due_on__isnull=False, due_on__isnull=False)
                | Q(lead_unit__isnull=False, deadline_kind=DeadlineKind.SUSTAINED),
                name="an_assigned_measure_has_unit_and_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MeasureState.CLOSED, MeasureState.SUSTAINED])
                | (
                    Q(verifier__isnull=False, signer__isnull=False, closed_on__isnull=False)
                    & Q(requested_on__isnull=False)
                    & ~Q(verifier=F("signer"))
                    & (Q(handler=None) | ~Q(verifier=F("handler")))
                ),
                name="a_closed_measure_was_verified_and_signed_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeasureState.SUSTAINED)
                | Q(deadline_kind=DeadlineKind.SUSTAINED, review_on__isnull=False),
                name="a_sustained_measure_has_a_review_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeasureState.CANCELLED) | ~Q(cancelled_why=""),
                name="a_cancelled_measure_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:
        measure = super().from_db(db, field_names, values)
        measure._read = {name: measure.__dict__.get(name) for name in SETTLED_ONCE_ASSIGNED}
        return measure

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a change of what an assignment settled, whoever asks (I-4, I-5)."""
        if not moving.get() and (changed := self._settled_but_changed()):
            raise StateChangedOutside(f"Measure.{changed}")
        super().save(*args, **kwargs)
        self._read = {name: self.__dict__.get(name) for name in SETTLED_ONCE_ASSIGNED}

    def clean(self) -> None:
        """The same rule as a sentence beside the field."""
        if changed := self._settled_but_changed():
            label = self._meta.get_field(changed.removesuffix("_id")).verbose_name
            why = (
                _("交办后完成时限只能经批准延期变更。")
                if changed == "due_on"
                else _("交办后不能再改“%(field)s”。") % {"field": label}
            )
            raise ValidationError({changed.removesuffix("_id"): why})

    def _settled_but_changed(self) -> str | None:
        """The first field that was settled by the assignment and now differs, or None."""
        read = getattr(self, "_read", None)
        if self._state.adding or read is None:
            return None
        if self.state != MeasureState.DRAFT:
            kept = SETTLED_ONCE_ASSIGNED
        else:
            kept = ("due_on",) if self.original_due_on else ()
        changed = (
            name for name in kept if name in self.__dict__ and read[name] != self.__dict__[name]
        )
        return next(changed, None)

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.pk])

    def search_text(self) -> tuple[str, str]:
        return f"{self.code} {self.content[:80]}", f"{self.content} {self.target} {self.note}"

    def days_late(self, day: date) -> int:
        """Days past the deadline on `day`; 0 when in time. Frozen once the request was accepted."""
        if self.due_on is None or self.state == MeasureState.CANCELLED:
            return 0
        if self.requested_on is None and self.state not in OPEN_STATES:
            return 0
        return max(0, ((self.requested_on or day) - self.due_on).days)
