"""Who answers for a measure: one leader at every moment, and what that leader did."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.guards import AppendOnly, Frozen, NeverDeleted
from luodi.kernel.models import Person, Record
from luodi.measures.choices import HandoverState, LeaderActionKind
from luodi.measures.models.measure import Measure
from luodi.measures.models.querysets import OfMeasureQuerySet


class Accountability(models.Model):
    """This person answers for this measure, with the title held then, from a day until a day."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="accountabilities")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="accountabilities", verbose_name=_("牵头领导")
    )
    title_then = models.CharField(_("时任职务"), max_length=120, blank=True)
    since = models.DateField(_("起始"), default=clock.today)
    until = models.DateField(_("截止"), null=True, blank=True)

    guards = (
        NeverDeleted(),
        Frozen(("measure", "person", "since", "title_then"), reason="责任记录不得改写"),
    )

    class Meta:
        ordering = ["measure", "-since", "-pk"]
        verbose_name = _("牵头责任")
        indexes = [models.Index(fields=["person", "until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], condition=Q(until=None), name="one_accountable_leader"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="accountability_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_then} {self.person}".strip()


class HandoverQuerySet(OfMeasureQuerySet):
    """Handovers."""

    def offered_to(self, people: Iterable[int]) -> Self:
        """Those that wait for one of these persons to accept."""
        return self.filter(state=HandoverState.PROPOSED, to_person__in=people)


class Handover(Record):
    """责任交接: the old leader answers until the new one accepts."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="handovers")
    from_person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("移交人")
    )
    to_person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("接手人")
    )
    remaining = models.TextField(_("未了事项"))
    proposed_by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+")
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=HandoverState,
        default=HandoverState.PROPOSED,
        editable=False,
    )
    decided_at = models.DateTimeField(_("接手时间"), null=True, blank=True, editable=False)
    declined_why = models.CharField(_("未接手原因"), max_length=300, blank=True, editable=False)

    state_field = "state"
    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("责任交接")
        constraints = [
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(state=HandoverState.PROPOSED),
                name="one_open_handover",
            ),
            models.CheckConstraint(
                condition=~Q(from_person=models.F("to_person")), name="a_handover_has_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state=HandoverState.DECLINED) | ~Q(declined_why=""),
                name="a_declined_handover_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_person} → {self.to_person}"

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.measure_id])


class LeaderAction(models.Model):
    """What the leader did: evidence that somebody held on."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="leader_actions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("领导"))
    done_on = models.DateField(_("日期"))
    kind = models.CharField(_("方式"), max_length=10, choices=LeaderActionKind)
    content = models.TextField(_("内容"))
    decision = models.CharField(_("议定事项"), max_length=300, blank=True)
    by = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    on_behalf_of = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("代")
    )
    recorded_at = models.DateTimeField(default=clock.now)

    guards = (AppendOnly(), NeverDeleted())

    class Meta:
        ordering = ["-done_on", "-pk"]
        verbose_name = _("领导推动")
