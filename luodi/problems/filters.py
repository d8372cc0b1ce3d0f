"""What the list of problems is narrowed by; all of it stands in the address."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from luodi.kernel.lists import RecordFilter
from luodi.listening.models import Campaign, Dimension
from luodi.problems.choices import ProblemState
from luodi.problems.models import Category, Problem, SchemeEntry


def campaigns(request: HttpRequest) -> QuerySet:
    """Those the reader may choose among."""
    return Campaign.objects.visible_to(request.user)


def _of_campaign(request: HttpRequest, rows: QuerySet) -> QuerySet:
    chosen = request.GET.get("campaign", "")
    rows = rows.filter(campaign__in=campaigns(request))
    return rows.filter(campaign=chosen) if chosen.isdigit() else rows


def categories(request: HttpRequest) -> QuerySet:
    """Those of the chosen campaign, or of all."""
    return _of_campaign(request, Category.objects.all())


def dimensions(request: HttpRequest) -> QuerySet:
    """Those of the chosen campaign, or of all."""
    return _of_campaign(request, Dimension.objects.all())


class ProblemFilter(RecordFilter):
    campaign = django_filters.ModelChoiceFilter(label=_("专项工作"), queryset=campaigns)
    category = django_filters.ModelChoiceFilter(label=_("问题类别"), queryset=categories)
    primary_dimension = django_filters.ModelChoiceFilter(label=_("对照方面"), queryset=dimensions)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ProblemState.choices)

    class Meta:
        model = Problem
        fields = ("q", "campaign", "category", "primary_dimension", "state")


class SchemeFilter(RecordFilter):
    campaign = django_filters.ModelChoiceFilter(label=_("专项工作"), queryset=campaigns)

    class Meta:
        model = SchemeEntry
        fields = ("q", "campaign")
