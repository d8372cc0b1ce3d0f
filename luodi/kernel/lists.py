"""Lists that are alike everywhere: filter, sort, page, export, all of it in the address."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeAlias

import django_filters
import django_tables2 as tables
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2 import RequestConfig
from django_tables2.data import TableQuerysetData

from luodi.kernel import search
from luodi.kernel.paging import Pages
from luodi.kernel.templatetags.luodi import short_date

PER_PAGE = 25
Show: TypeAlias = Callable[[models.QuerySet], models.QuerySet]
"""Reads along what only the shown rows need: select_related, prefetch, annotations."""


class RecordTable(tables.Table):
    """A table of records; the first column opens the record."""

    class Meta:
        empty_text = _("还没有记录。")


class ChosenColumn(tables.CheckBoxColumn):
    """Boxes for choosing rows; posts `chosen` as `pk@version`."""

    def __init__(self, **extra: Any) -> None:
        attrs = {"th__input": {"aria-label": _("全选")}, "input": {"name": "chosen"}}
        super().__init__(
            accessor="pk", attrs=attrs, orderable=False, exclude_from_export=True, **extra
        )

    def render(self, value: Any, record: Any) -> SafeString:
        """The box carries the version the row was shown with, so that bulk moves are not blind."""
        return format_html(
            '<input type="checkbox" name="chosen" value="{}@{}" aria-label="{}">',
            value, record.version, _("选择此行"),
        )  # fmt: skip


class DayColumn(tables.Column):
    """A day, without the time; `DateColumn` of the library renders a template for each."""

    def render(self, value: dt.date) -> str:
        return short_date(value)


class Rows(TableQuerysetData):
    """The rows of a table, found in two steps: the keys of a page in order, then those records with
    all they show. So a sort and a deep page carry keys only, however much a row shows."""

    data: models.QuerySet

    def __init__(self, found: models.QuerySet, show: Show | None = None) -> None:
        super().__init__(show(found) if show else found)
        self.found, self.show = found, show

    def order_by(self, aliases: Any) -> None:
        """In the order asked, and within equals by key: else pages overlap."""
        super().order_by(aliases)
        keys = self.data.query.order_by
        if keys and str(keys[-1]).lstrip("-") not in ("pk", "code"):  # codes are unique
            last = "-pk" if str(keys[-1]).startswith("-") else "pk"
            self.data = self.data.order_by(*keys, last)

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, slice) or self.show is None:
            return super().__getitem__(key)
        keys = list(self.data.values_list("pk", flat=True)[key])
        records = self.show(self.data.model._default_manager.filter(pk__in=keys))
        by_key = {record.pk: record for record in records}
        return [by_key[pk] for pk in keys if pk in by_key]


class RecordFilter(django_filters.FilterSet):
    """Filters of a list, with the search box every list has."""

    q = django_filters.CharFilter(label=_("搜索"), method="search")

    def search(self, rows: models.QuerySet, _name: str, words: str) -> models.QuerySet:
        return search.find(rows, words)


def paged(table: tables.Table, request: HttpRequest) -> None:
    """Sort and page a table as the address says."""
    pages = {"per_page": PER_PAGE, "paginator_class": Pages}
    RequestConfig(request, paginate=pages).configure(table)


def list_page(
    request: HttpRequest,
    records: models.QuerySet,
    *,
    title: Any,
    table: type[tables.Table],
    filterset: type[django_filters.FilterSet] | None = None,
    template: str = "kernel/list.html",
    export: str = "",
    show: Show | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a list of what the reader may see. `export` names a sheet; `show` adds what only the
    shown rows need (select_related, prefetch) after filtering."""
    found = filterset(request.GET, queryset=records, request=request) if filterset else None
    rows = found.qs if found is not None else records
    made = table(Rows(rows, show))
    if found is not None and found.form.has_changed():
        made.empty_text = _("没有符合条件的记录。")
    paged(made, request)
    context |= {"title": title, "table": made, "filter": found}
    if export:
        context["export_url"] = reverse("kernel:export", args=[export])
    return render(request, template, context)
