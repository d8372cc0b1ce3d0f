"""How the ledger is narrowed down; all of it stands in the address."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.lists import RecordFilter
from luodi.kernel.models import Person, Unit
from luodi.kernel.picking import SOURCES, PickFilter
from luodi.kernel.widgets import DateInput, SearchSelectMultiple
from luodi.listening.models import Campaign
from luodi.measures.choices import CardLevel, CardState, DeadlineKind, MeasureState, OrderState
from luodi.measures.models import Accountability, Card, Measure, SupervisionOrder
from luodi.problems.models import Category, Problem


def _reader(request: Any) -> Any:
    return request.user


def leading_now(reader: Any) -> QuerySet:
    """Whoever answers for a measure today."""
    held = Accountability.objects.order_by().filter(until=None, person=OuterRef("pk"))
    return Person.objects.visible_to(reader).filter(Exists(held))


SOURCES["leader"] = leading_now


class LateFilter(django_filters.ChoiceFilter):
    """逾期, 即将到期, or late when it was closed."""

    CHOICES = (
        ("overdue", _("逾期未办结")),
        ("soon", _("七日内到期")),
        ("closed_late", _("超期销号")),
    )

    def __init__(self) -> None:
        super().__init__(label=_("时限情况"), choices=self.CHOICES, method="by_lateness")


class MeasureFilter(RecordFilter):
    """Filters of the ledger."""

    state = django_filters.MultipleChoiceFilter(
        label=_("状态"), choices=MeasureState.choices, widget=SearchSelectMultiple
    )
    late = LateFilter()
    campaign = django_filters.ModelChoiceFilter(
        label=_("专项工作"), queryset=lambda r: Campaign.objects.visible_to(_reader(r))
    )
    problem = django_filters.ModelChoiceFilter(
        label=_("问题"), queryset=lambda r: Problem.objects.visible_to(_reader(r)),
        widget=forms.HiddenInput(),
    )  # fmt: skip
    category = django_filters.ModelChoiceFilter(
        label=_("问题类别"), field_name="problem__category", queryset=Category.objects.all()
    )
    unit = PickFilter(label=_("责任单位"), queryset=Unit.objects.all(), method="by_unit")
    leader = PickFilter(
        label=_("牵头领导"), queryset=Person.objects.all(), source="leader", method="by_leader"
    )
    kind = django_filters.ChoiceFilter(
        label=_("时限类型"), field_name="deadline_kind", choices=DeadlineKind.choices
    )
    due_from = django_filters.DateFilter(
        label=_("时限自"), field_name="due_on", lookup_expr="gte", widget=DateInput()
    )
    due_to = django_filters.DateFilter(
        label=_("时限至"), field_name="due_on", lookup_expr="lte", widget=DateInput()
    )

    class Meta:
        model = Measure
        fields: list[str] = []

    def by_unit(self, rows: QuerySet, _name: str, unit: Unit) -> QuerySet:
        """The unit and all below it."""
        return rows.filter(lead_unit__among=Unit.objects.ids_under(unit.pk))

    def by_leader(self, rows: QuerySet, _name: str, person: Person) -> QuerySet:
        """Whoever answers now."""
        held = Accountability.objects.filter(person=person, until=None)
        return rows.filter(pk__in=held.values("measure"))

    def by_lateness(self, rows: QuerySet, _name: str, which: str) -> QuerySet:
        """Computed, never stored (I-6)."""
        today = clock.today()
        if which == "overdue":
            return rows.overdue_on(today)
        if which == "soon":
            working = (MeasureState.ASSIGNED, MeasureState.IN_PROGRESS, MeasureState.SUSPENDED)
            return rows.filter(state__in=working, due_on__range=(today, today + timedelta(days=7)))
        return rows.ended().late_on(today)


class CardFilter(django_filters.FilterSet):
    """Filters of the cards."""

    level = django_filters.MultipleChoiceFilter(
        label=_("牌色"), choices=CardLevel.choices, widget=SearchSelectMultiple
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("状态"), choices=CardState.choices, widget=SearchSelectMultiple
    )
    unit = PickFilter(
        label=_("责任单位"), queryset=Unit.objects.all(), field_name="measure__lead_unit"
    )

    class Meta:
        model = Card
        fields: list[str] = []


class OrderFilter(django_filters.FilterSet):
    """Filters of the supervision orders."""

    q = django_filters.CharFilter(label=_("搜索"), method="by_words")
    state = django_filters.MultipleChoiceFilter(
        label=_("状态"), choices=OrderState.choices, widget=SearchSelectMultiple
    )
    unit = PickFilter(label=_("承办单位"), queryset=Unit.objects.all(), field_name="to_unit")

    class Meta:
        model = SupervisionOrder
        fields: list[str] = []

    def by_words(self, rows: QuerySet, _name: str, words: str) -> QuerySet:
        """In the title, the number or the requirement."""
        return rows.filter(
            Q(subject__contains=words) | Q(number__contains=words) | Q(requirement__contains=words)
        )
