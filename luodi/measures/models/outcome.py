"""成效: what came of it, before and after."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luodi.kernel.access import is_business
from luodi.kernel.models import Evidence, Record, RecordQuerySet
from luodi.listening.models.gathering import office_scope, reads_campaign
from luodi.measures.models.measure import Measure
from luodi.problems.models import Problem


class OutcomeQuerySet(RecordQuerySet):
    """Outcomes."""

    def visible_to(self, reader: Any) -> Self:
        """With the problem or measure they belong to."""
        if is_business(reader) and office_scope(reader) is None:
            return self
        measures = Measure.objects.visible_to(reader)
        problems = Problem.objects.visible_to(reader)
        return self.filter(Q(measure__in=measures) | Q(problem__in=problems))

    def reads_all(self, reader: Any, campaign: int | None = None) -> bool:
        return reads_campaign(reader, campaign)


class Outcome(Record):
    """A figure before and after, its source, and the story in a few sentences."""

    problem = models.ForeignKey(
        Problem, models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    indicator = models.CharField(_("指标"), max_length=120)
    before = models.CharField(_("整改前"), max_length=60, blank=True)
    after = models.CharField(_("整改后"), max_length=60)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    as_of = models.DateField(_("截至"))
    source = models.CharField(_("数据来源"), max_length=200)
    satisfaction = models.CharField(_("群众评价"), max_length=120, blank=True)
    story = models.TextField(_("成效描述"), blank=True)
    publishable = models.BooleanField(_("可公开"), default=False)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="outcomes")

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("成效")
        constraints = [
            models.CheckConstraint(
                condition=Q(problem__isnull=False, measure=None)
                | Q(problem=None, measure__isnull=False),
                name="an_outcome_has_one_subject",
            )
        ]

    def __str__(self) -> str:
        return self.indicator
