"""A number opened: its definition, value, history and the records behind it."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from luodi.kernel.figures import FIGURES, Context, Figure, Point, UnknownParameter, values_of
from luodi.kernel.lists import PER_PAGE
from luodi.kernel.models import Unit


@login_required
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every figure with its rule and its value for this reader."""
    context = context_of(request)
    values = values_of(FIGURES, request.user, context)
    rows = [(figure, values[key], figure.url(context)) for key, figure in sorted(FIGURES.items())]
    return render(request, "kernel/figure_list.html", {"title": _("数字一览"), "rows": rows})


@login_required
@require_GET
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure: the value is the measure of the very list below it."""
    if key not in FIGURES:
        raise Http404
    found = FIGURES[key]
    context = context_of(request, found)
    records = found.records(request.user, context)
    table = table_for(found)(records)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    compared = found.year_on_year(request.user, context)
    history = found.history(request.user, context)
    return render(request, "kernel/figure_page.html", {
        "title": found.title(context), "figure": found, "value": compared.value,
        "comparison": compared, "table": table, "context": context,
        "history": history, "chart": _chart(found, history),
        "unit": Unit.objects.filter(pk=context.unit or 0).first(),
        "crumbs": [(_("数字一览"), "/figures/")],
    })  # fmt: skip


def context_of(request: HttpRequest, figure: Figure | None = None) -> Context:
    """campaign, unit, start, end and the figure's parameters from the address; what cannot be read
    is a 404."""
    try:
        numbers = {k: int(v) for k in ("campaign", "unit") if (v := request.GET.get(k))}
        days = {k: date.fromisoformat(v) for k in ("start", "end") if (v := request.GET.get(k))}
    except ValueError:
        raise Http404 from None
    asked = tuple(
        (p.name, v) for p in (figure.params if figure else ()) if (v := request.GET.get(p.name))
    )
    context = Context(
        numbers.get("campaign"), numbers.get("unit"), days.get("start"), days.get("end"), asked
    )
    try:
        return figure.bound(context) if figure else context
    except UnknownParameter:
        raise Http404 from None


def table_for(figure: Figure) -> type[tables.Table]:
    """A table of the figure's columns; the first one opens the record."""
    columns: dict[str, Any] = {}
    for at, name in enumerate(figure.columns):
        columns[f"c{at}"] = tables.Column(
            accessor=name, verbose_name=_heading(figure, name), linkify=at == 0,
            orderable=name != "__str__", order_by=name if name != "__str__" else None,
        )  # fmt: skip
    return type("FigureTable", (tables.Table,), columns)


def _heading(figure: Figure, name: str) -> Any:
    model: Any = figure.source(AnonymousUser()).model
    if name == "__str__":
        return model._meta.verbose_name
    field: Any = None
    for part in name.split("__"):
        field = model._meta.get_field(part)
        model = getattr(field, "related_model", None)
    return field.verbose_name if isinstance(field, models.Field) else name


def _chart(figure: Figure, history: list[Point]) -> dict[str, Any] | None:
    if len(history) < 2:
        return None
    return {
        "kind": "bar", "unit": str(figure.unit), "labels": [f"{day:%Y-%m}" for day, _number in history],
        "series": [{"name": str(figure.label), "values": [float(number) for _day, number in history]}],
    }  # fmt: skip
