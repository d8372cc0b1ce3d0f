"""Lists that are alike everywhere: filter, sort, page, export, all of it in the address."""

from collections.abc import Callable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tables2 import RequestConfig

from luodi.kernel import search

PER_PAGE = 25


class RecordTable(tables.Table):
    """A table of records; the first column opens the record."""

    class Meta:
        empty_text = _("没有符合条件的记录。")


class ChosenColumn(tables.CheckBoxColumn):
    """Boxes for choosing rows; posts `chosen` as `pk@version`."""

    def __init__(self, **extra: Any) -> None:
        attrs = {"th__input": {"aria-label": _("全选")}, "input": {"name": "chosen"},
                 "td__input": {"aria-label": _("选择此行")}}  # fmt: skip
        super().__init__(
            accessor="pk", attrs=attrs, orderable=False, exclude_from_export=True, **extra
        )

    def render(self, value: Any, bound_column: Any, record: Any) -> str:
        """The box carries the version the row was shown with, so that bulk moves are not blind."""
        box: str = super().render(f"{value}@{record.version}", bound_column, record)
        return box


class RecordFilter(django_filters.FilterSet):
    """Filters of a list, with the search box every list has."""

    q = django_filters.CharFilter(label=_("搜索"), method="search")

    def search(self, rows: models.QuerySet, _name: str, words: str) -> models.QuerySet:
        return search.find(rows, words)


def list_page(
    request: HttpRequest,
    records: models.QuerySet,
    *,
    title: Any,
    table: type[tables.Table],
    filterset: type[django_filters.FilterSet] | None = None,
    template: str = "kernel/list.html",
    export: str = "",
    show: Callable[[models.QuerySet], models.QuerySet] | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a list of what the reader may see. `export` names a sheet; `show` adds what only the
    shown rows need (select_related, prefetch) after filtering."""
    found = filterset(request.GET, queryset=records, request=request) if filterset else None
    rows = found.qs if found is not None else records
    made = table(show(rows) if show else rows, request=request)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(made)
    context |= {"title": title, "table": made, "filter": found}
    if export:
        context["export_url"] = reverse("kernel:export", args=[export])
    return render(request, template, context)
