"""Filters of the lists."""

import django_filters
from django.utils.translation import gettext_lazy as _

from luodi.briefs.choices import BriefKind, BriefState
from luodi.briefs.models import Brief, BriefTemplate
from luodi.kernel.lists import RecordFilter
from luodi.kernel.widgets import DateInput, SearchSelectMultiple


class BriefFilter(RecordFilter):
    """By words, state, kind and day of publication."""

    state = django_filters.MultipleChoiceFilter(
        label=_("状态"), choices=BriefState.choices, widget=SearchSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("文种"), choices=BriefKind.choices, widget=SearchSelectMultiple
    )
    since = django_filters.DateFilter(
        label=_("印发不早于"), field_name="published_on", lookup_expr="gte", widget=DateInput()
    )
    until = django_filters.DateFilter(
        label=_("印发不晚于"), field_name="published_on", lookup_expr="lte", widget=DateInput()
    )

    class Meta:
        model = Brief
        fields: list[str] = []


class TemplateFilter(RecordFilter):
    """By words and kind."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("文种"), choices=BriefKind.choices, widget=SearchSelectMultiple
    )

    class Meta:
        model = BriefTemplate
        fields: list[str] = []
