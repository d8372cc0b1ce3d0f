"""A number opened: its definition, value, history and the records behind it."""

import tempfile
from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_tables2 import A

from luodi.kernel import clock, drill, trail
from luodi.kernel.boards import board_of
from luodi.kernel.field_paths import field_at, stored_at
from luodi.kernel.figures import FIGURES, LAWS, Context, Figure, Point
from luodi.kernel.models import Evidence, FigureSnapshot, Unit
from luodi.kernel.sheets.exporting import FORMATS
from luodi.kernel.sheets.writing import OutColumn, write_xlsx
from luodi.kernel.views.figure_context import ContextForm, context_of
from luodi.kernel.views.snapshots import may_publish


@login_required
@require_GET
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure: the value is the measure of the very list below it."""
    found = figure_or_404(key)
    context = context_of(request, found)
    about = {
        "figure": found, "context": context, "title": found.title(context),
        "crumbs": [(_("数字一览"), reverse("kernel:figures"))],
    }  # fmt: skip
    if not found.visible(request.user):
        return render(request, "kernel/figure_hidden.html", about)
    compared = found.year_on_year(request.user, context)
    history = found.history(request.user, context)
    return render(request, "kernel/figure_page.html", about | {
        "value": compared.value, "comparison": compared, "chart": _chart(found, history),
        "form": ContextForm(found, context), "editions": sorted(found.editions, key=lambda e: -e.version),
        "unit": Unit.objects.filter(pk=context.unit or 0).first(), "laws": _laws_of(key),
        "snapshots": _published(request, found, context), "may_publish": may_publish(request.user),
        "query": context.query(), "on_board": _on_board(request, key, context),
        **_drilled(request, found, context),
    })  # fmt: skip


@login_required
@require_GET
def export(request: HttpRequest, key: str) -> FileResponse:
    """All pages of the list as xlsx."""
    found = figure_or_404(key)
    context = context_of(request, found)
    if not found.visible(request.user):
        raise Http404
    part, rows = found.lists(request.user, context)[_which(request, found)]
    rows = drill.with_columns(part, rows)
    sort = drill.sort_of(part, rows, _asked_sort(request, part))
    ordered = rows.order_by(*drill.order(sort)).iterator(chunk_size=1000)
    target = tempfile.TemporaryFile()
    write_xlsx(
        target, title=part.title(context), headings=[OutColumn(str(_heading(part, n))) for n in part.columns],
        rows=([_cell(record, name) for name in part.columns] for record in ordered),
    )  # fmt: skip
    target.seek(0)
    trail.record("kernel.figure.export", by=request.user, after={"figure": key} | context.plain())
    name = f"{part.label}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=FORMATS["xlsx"])


def figure_or_404(key: str) -> Figure:
    """The figure of this key."""
    if key not in FIGURES:
        raise Http404
    return FIGURES[key]


def _which(request: HttpRequest, found: Figure) -> int:
    asked = request.GET.get("list", "0")
    if not asked.isdecimal() or int(asked) >= found.width:
        raise Http404
    return int(asked)


def _drilled(request: HttpRequest, found: Figure, context: Context) -> dict[str, Any]:
    """A page of one of the figure's lists, with the evidence of each record."""
    lists = found.lists(request.user, context)
    which = _which(request, found)
    part, rows = lists[which]
    sort = drill.sort_of(part, rows, _asked_sort(request, part))
    page = drill.page_of(drill.with_columns(part, rows), sort, request.GET.get("at", ""))
    papers = evidence_of(part, rows.model, [row.pk for row in page.rows], request.user)
    table = table_for(part, rows.model, papers)(page.rows, order_by=_sorted_column(part, sort))
    return {
        "table": table, "page": page, "part": part, "which": which,
        "parts": _parts(lists),
    }  # fmt: skip


def _parts(lists: list[tuple[Figure, models.QuerySet]]) -> list[tuple[int, Figure, Any]]:
    """Each list with its number, where there are several; of one the value says it already."""
    if len(lists) < 2:
        return [(0, lists[0][0], None)]
    return [(at, one, one.measure.of(its)) for at, (one, its) in enumerate(lists)]


def evidence_of(
    figure: Figure, model: type[models.Model], pks: list[int], reader: Any
) -> dict[int, list[Evidence]]:
    """Key of a record → the evidence that proves it and that this reader may open."""
    found: dict[int, list[Evidence]] = {}
    manager: Any = model._default_manager
    for path in figure.evidence:
        pairs = manager.filter(pk__in=pks, **{f"{path}__withdrawn_at": None}).order_by()
        hung = [(pk, its) for pk, its in pairs.values_list("pk", path) if its]
        keys = {its for _pk, its in hung}
        seen = Evidence.objects.visible_to(reader).in_bulk(keys) if keys else {}
        for pk, its in hung:
            if its in seen:
                found.setdefault(pk, []).append(seen[its])
    return found


class PapersColumn(tables.Column):
    """The evidence of a record, each piece a link."""

    def __init__(self, papers: dict[int, list[Evidence]]) -> None:
        super().__init__(verbose_name=_("佐证"), orderable=False, empty_values=())
        self.papers = papers

    def render(self, record: Any) -> str:
        """One line a piece."""
        mine = self.papers.get(record.pk, [])
        links = ((paper.get_absolute_url(), paper.title) for paper in mine)
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', links) or "—"


def table_for(
    figure: Figure, model: type[models.Model], papers: dict[int, list[Evidence]]
) -> type[tables.Table]:
    """A table of the figure's columns; the first one opens the record."""
    columns: dict[str, Any] = {}
    for at, name in enumerate(figure.columns):
        columns[f"c{at}"] = tables.Column(
            accessor=name, verbose_name=_heading(figure, name),
            linkify=at == 0 and hasattr(model, "get_absolute_url"),
            orderable=stored_at(model, name) is not None, order_by=name,
        )  # fmt: skip
    if figure.evidence:
        columns["papers"] = PapersColumn(papers)
    return type("FigureTable", (tables.Table,), columns)


def _asked_sort(request: HttpRequest, part: Figure) -> str:
    """The column named in the address (`-c2`, as the table calls it) as a look-up path."""
    asked = request.GET.get("sort", "")
    names = {f"c{at}": name for at, name in enumerate(part.columns)}
    path = names.get(asked.removeprefix("-"), "")
    return f"-{path}" if path and asked.startswith("-") else path


def _sorted_column(figure: Figure, sort: drill.Sort) -> str:
    if sort.path not in figure.columns:
        return ""
    return f"{'-' if sort.descending else ''}c{list(figure.columns).index(sort.path)}"


def _heading(figure: Figure, name: str) -> Any:
    model: Any = figure.source(AnonymousUser()).model
    if name == "__str__":
        return model._meta.verbose_name
    found = field_at(model, name)
    return found.verbose_name if isinstance(found, models.Field) else name


def _cell(record: Any, name: str) -> Any:
    value = str(record) if name == "__str__" else A(name).resolve(record, quiet=True)
    choice = getattr(record, f"get_{name}_display", None)
    if choice is not None:
        return str(choice())
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return str(value) if isinstance(value, models.Model) else value


def _chart(figure: Figure, history: list[Point]) -> dict[str, Any] | None:
    if len(history) < 2:
        return None
    return {
        "kind": "bar", "unit": str(figure.unit), "labels": [f"{day:%Y-%m}" for day, _number in history],
        "series": [{"name": str(figure.label), "values": [float(number) for _day, number in history]}],
    }  # fmt: skip


def _laws_of(key: str) -> list[str]:
    """The laws a figure takes part in, in words."""
    told = []
    for law in LAWS:
        names = [part.partition("[")[0] for part in (*law.parts, law.whole)]
        if key in names:
            told.append(law.words)
    return told


def _published(request: HttpRequest, found: Figure, context: Context) -> Any:
    """The latest snapshots of this very question that the reader may see."""
    mine = FigureSnapshot.objects.visible_to(request.user)
    return mine.filter(key=found.key, context=found.bound(context).plain())[:5]


def _on_board(request: HttpRequest, key: str, context: Context) -> bool:
    board = board_of(request.user)
    tiles = board.tiles if board else []
    return any(t["key"] == key and t["context"] == context.plain() for t in tiles)
