"""What lists of listening are narrowed by; all of it stands in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from luodi.kernel.lists import RecordFilter
from luodi.kernel.models import Unit
from luodi.kernel.picking import PickFilter
from luodi.kernel.widgets import DateInput
from luodi.listening.choices import (
    GatheringKind,
    GatheringState,
    SourceKind,
    StatementKind,
    StatementState,
)
from luodi.listening.models import Campaign, Dimension, Gathering, Statement


def campaigns(request: HttpRequest) -> QuerySet:
    """Those the reader may choose among."""
    return Campaign.objects.visible_to(request.user)


def dimensions(request: HttpRequest) -> QuerySet:
    """Those of the chosen campaign, or of all."""
    chosen = request.GET.get("campaign", "")
    rows = Dimension.objects.filter(campaign__in=campaigns(request))
    return rows.filter(campaign=chosen) if chosen.isdigit() else rows


class GatheringFilter(RecordFilter):
    """Gatherings."""

    campaign = django_filters.ModelChoiceFilter(label=_("专项工作"), queryset=campaigns)
    unit = PickFilter(label=_("单位"), queryset=Unit.objects.all())
    kind = django_filters.ChoiceFilter(label=_("形式"), choices=GatheringKind)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=GatheringState)
    since = django_filters.DateFilter(
        label=_("日期从"), field_name="held_on", lookup_expr="gte", widget=DateInput()
    )
    until = django_filters.DateFilter(
        label=_("日期到"), field_name="held_on", lookup_expr="lte", widget=DateInput()
    )

    class Meta:
        model = Gathering
        fields = ["q", "campaign", "unit", "kind", "state", "since", "until"]


class StatementFilter(RecordFilter):
    """Statements. Withdrawn imports are shown only when asked for."""

    campaign = django_filters.ModelChoiceFilter(label=_("专项工作"), queryset=campaigns)
    unit = PickFilter(label=_("单位"), queryset=Unit.objects.all())
    dimension = django_filters.ModelChoiceFilter(
        label=_("对照方面"), field_name="dimensions", queryset=dimensions,
        null_label=_("未标注"), null_value="none",
    )  # fmt: skip
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=StatementKind)
    source_kind = django_filters.ChoiceFilter(label=_("来源"), choices=SourceKind)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=StatementState)
    since = django_filters.DateFilter(
        label=_("提出日期从"), field_name="said_at", lookup_expr="date__gte", widget=DateInput()
    )
    until = django_filters.DateFilter(
        label=_("提出日期到"), field_name="said_at", lookup_expr="date__lte", widget=DateInput()
    )
    nowhere = django_filters.BooleanFilter(
        label=_("还没有去向"), method="without_destination", widget=forms.CheckboxInput()
    )
    collected = django_filters.BooleanFilter(
        label=_("只看已采集"), method="only_collected", widget=forms.CheckboxInput()
    )
    gathering = django_filters.NumberFilter(field_name="gathering", widget=forms.HiddenInput())

    class Meta:
        model = Statement
        fields = [
            "q", "campaign", "unit", "dimension", "kind", "source_kind", "state", "since", "until",
            "nowhere", "collected", "gathering",
        ]  # fmt: skip

    def without_destination(self, rows: Any, _name: str, chosen: bool) -> QuerySet:
        return rows.uncovered() if chosen else rows

    def only_collected(self, rows: Any, _name: str, chosen: bool) -> QuerySet:
        return rows.collected() if chosen else rows

    def filter_queryset(self, rows: QuerySet) -> QuerySet:
        found = super().filter_queryset(rows)
        if self.form.cleaned_data.get("state"):
            return found
        return found.filter(~Q(state=StatementState.WITHDRAWN))
