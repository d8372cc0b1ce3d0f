"""Problems and their categories."""

from collections.abc import Iterator
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel.access import OF_UNITS, is_business
from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.kernel.models import Record, RecordQuerySet
from luodi.listening.models import Campaign, Dimension, Statement
from luodi.listening.models.gathering import office_scope, reads_campaign
from luodi.problems.choices import ProblemState

ON_THE_LIST = (ProblemState.LISTED, ProblemState.RECTIFYING, ProblemState.CLOSED)
"""States in which a problem stands on the list: these are counted."""


class Category(Record):
    """问题类别: the “三大类”; named by the office."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="categories")
    position = models.PositiveSmallIntegerField(_("序号"))
    label = models.CharField(_("名称"), max_length=60)

    class Meta:
        ordering = ["campaign", "position"]
        verbose_name = _("问题类别")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "position"], name="one_category_a_position")
        ]

    def __str__(self) -> str:
        return self.label


class ProblemQuerySet(RecordQuerySet):
    """Problems."""

    def visible_to(self, reader: Any) -> Self:
        """The campaign's office sees all; a unit those it spoke of or answers for; a leader one's own."""
        if not is_business(reader):
            return self.none()
        if (office := office_scope(reader)) is None:
            return self
        ask_each = reader.standing.reports_for_many
        for rows in (self._spoken_of(reader), *self._answered_for(reader)):
            own = rows.filter(problem=OuterRef("pk"))
            office |= Q(Exists(own)) if ask_each else Q(pk__in=rows.values("problem"))
        return self.filter(office)

    def reads_all(self, reader: Any, campaign: int | None = None) -> bool:
        return reads_campaign(reader, campaign)

    def _spoken_of(self, reader: Any) -> Any:
        from luodi.problems.models.link import Link  # leaf: links point at problems

        links = Link.objects.open().order_by()
        if reader.standing.reports_for_all:
            return links  # every statement has a unit
        spoken = Statement.objects.filter(reader.standing.of_units("unit")).order_by()
        return links.filter(statement__in=spoken)

    def _answered_for(self, reader: Any) -> Iterator[Any]:
        """Measures, one set for each reason: each has its index, all of them in one join have none."""
        measures = self.model._meta.get_field("measures").related_model._base_manager.order_by()
        if reader.standing.has(*OF_UNITS):
            yield measures.filter(reader.standing.of_units("lead_unit"))
            helping = measures.model.cooperating_units.through.objects
            units = reader.standing.of_units("unit")
            yield measures.filter(pk__in=helping.filter(units).values("measure"))
        if people := reader.standing.speaks_for():
            yield measures.filter(accountabilities__person__in=people)
        if reader.person_id is not None:
            yield measures.filter(handler=reader.person_id)

    def on_the_list(self) -> Self:
        """Listed, being rectified or closed; not drafts, not merged ones."""
        return self.filter(state__in=ON_THE_LIST)


class Problem(Record):
    """A problem the district admits, with every sentence behind it."""

    code = models.CharField(_("编号"), max_length=32, unique=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="problems", verbose_name=_("专项工作")
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("问题类别"),
    )
    title = models.CharField(_("问题表述"), max_length=200)
    description = models.TextField(_("具体表现"), blank=True)
    cause = models.TextField(_("原因分析"), blank=True)
    primary_dimension = models.ForeignKey(
        Dimension,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("对照方面"),
    )
    place = models.CharField(_("地点"), max_length=120, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        editable=False,
        verbose_name=_("并入"),
    )
    state_before_merge = models.CharField(max_length=12, blank=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=12, choices=ProblemState, default=ProblemState.DRAFT, editable=False
    )
    listed_on = models.DateField(_("列入日期"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("销号日期"), null=True, blank=True, editable=False)

    state_field = "state"
    search_initials = True
    objects = ProblemQuerySet.as_manager()
    guards = (
        NeverDeleted(reason="问题不得删除"),
        Frozen(("code",), reason="问题编号不得修改"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("问题")
        verbose_name_plural = _("问题")
        indexes = [models.Index(fields=["campaign", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ProblemState.MERGED, merged_into__isnull=False)
                | (~Q(state=ProblemState.MERGED) & Q(merged_into=None)),
                name="a_merged_problem_names_its_target",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="a_problem_is_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ON_THE_LIST)
                | Q(category__isnull=False, primary_dimension__isnull=False),
                name="a_listed_problem_has_category_and_dimension",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProblemState.CLOSED) | Q(closed_on__isnull=False),
                name="a_closed_problem_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("problems:problem", args=[self.pk])

    def search_text(self) -> tuple[str, str]:
        return f"{self.code} {self.title}", f"{self.description} {self.cause} {self.place}"
