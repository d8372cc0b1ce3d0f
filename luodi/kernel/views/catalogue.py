"""The catalogue: every definition a reader may ask, searched, sorted, page by page, and as Excel."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from luodi.kernel import clock, trail
from luodi.kernel.figures import FIGURES, Context, Figure, Kind, Value, compute
from luodi.kernel.figures.values import rounded
from luodi.kernel.lists import PER_PAGE
from luodi.kernel.sheets.exporting import FORMATS
from luodi.kernel.sheets.writing import OutColumn, write_csv, write_xlsx
from luodi.kernel.views.figure_context import context_of
from luodi.kernel.widgets import SearchSelect

ANY = ("", gettext_lazy("不限"))


@dataclass
class Line:
    """A figure as the catalogue shows it; its value is counted only where it is shown."""

    figure: Figure
    context: Context
    value: Value | None = None

    @property
    def label(self) -> str:
        """Its name."""
        return str(self.figure.label)

    @property
    def unit(self) -> str:
        """Its unit."""
        return str(self.figure.unit)

    @property
    def kind(self) -> str:
        """Its kind in words."""
        return self.figure.kind.label

    @property
    def rule(self) -> str:
        """口径."""
        return str(self.figure.rule)

    @property
    def owner(self) -> str:
        """Who answers for the definition."""
        return str(self.figure.owner)

    @property
    def version(self) -> int:
        """Of the definition."""
        return self.figure.version

    @property
    def audience(self) -> str:
        """Who may see it, in a few words; its page says all."""
        return str(self.figure.audience.label).partition("，")[0]

    def get_absolute_url(self) -> str:
        """Its page, in the same context."""
        return self.figure.url(self.context)


class CatalogueTable(tables.Table):
    """Definitions; values of different units are in no order, so that column has none."""

    label = tables.Column(
        gettext_lazy("数字"), linkify=True, attrs={"td": {"class": "lead nowrap"}}
    )
    value = tables.Column(
        gettext_lazy("值"),
        orderable=False,
        attrs={"td": {"class": "num nowrap"}, "th": {"class": "num"}},
    )
    unit = tables.Column(gettext_lazy("单位"))
    rule = tables.Column(gettext_lazy("口径"), attrs={"td": {"class": "long"}})
    kind = tables.Column(gettext_lazy("类型"), attrs={"td": {"class": "nowrap"}})
    owner = tables.Column(gettext_lazy("负责"), attrs={"td": {"class": "nowrap"}})
    version = tables.Column(
        gettext_lazy("版本"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    audience = tables.Column(gettext_lazy("谁可以看"), attrs={"td": {"class": "nowrap"}})

    class Meta:
        empty_text = gettext_lazy("没有您可以看到的数字。")
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}


class CatalogueForm(forms.Form):
    """Search, and two ways to narrow down; what the figures are asked about goes along."""

    q = forms.CharField(label=gettext_lazy("搜索"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"), required=False, widget=SearchSelect(),
        choices=lambda: [ANY, *((kind.value, kind.label) for kind in Kind)],
    )  # fmt: skip
    owner = forms.ChoiceField(label=gettext_lazy("负责"), required=False, widget=SearchSelect())

    def __init__(self, *args: Any, owners: Iterable[str], context: Context, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["q"].widget.attrs["placeholder"] = _("名称、口径、别名")
        self.fields["owner"].choices = [ANY, *((owner, owner) for owner in owners)]  # type: ignore[attr-defined]
        for name, _value in context.pairs:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput(), required=False)


@login_required
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every definition this reader may ask; only the figures of the page shown are counted."""
    lines, form = _found(request)
    table = CatalogueTable(lines, request=request)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    _count([row.record for row in table.paginated_rows], request.user)
    return render(request, "kernel/figure_list.html", {
        "title": _("数字一览"), "table": table, "filter": SimpleNamespace(form=form),
        "subtitle": _("每个数字只有一个定义；点开就是数出它的那份清单。"),
        "export_url": reverse("kernel:figures_export"),
    })  # fmt: skip


@login_required
@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same definitions with their values, as xlsx or (`?as=csv`) csv."""
    lines, _form = _found(request)
    _count(lines, request.user)
    kind = "csv" if request.GET.get("as") == "csv" else "xlsx"
    target = tempfile.TemporaryFile()
    rows = [_cells(line) for line in lines]
    if kind == "csv":
        write_csv(target, headings=_headings(), rows=rows)
    else:
        write_xlsx(target, title=_("数字一览"), headings=_headings(), rows=rows)
    target.seek(0)
    trail.record(
        "kernel.figure.export", by=request.user, after={"figures": len(rows), "kind": kind}
    )
    name = f"{_('数字一览')}-{clock.today():%Y%m%d}.{kind}"
    return FileResponse(target, as_attachment=True, filename=name, content_type=FORMATS[kind])


def _found(request: HttpRequest) -> tuple[list[Line], CatalogueForm]:
    """What is left of the reader's figures, by key; a filter that says nothing narrows nothing."""
    context = context_of(request)
    visible = [f for _key, f in sorted(FIGURES.items()) if f.visible(request.user)]
    owners = sorted({str(f.owner) for f in visible if f.owner})
    form = CatalogueForm(request.GET, owners=owners, context=context)
    form.is_valid()
    asked = form.cleaned_data
    shown = [
        f for f in visible
        if _says(f, asked.get("q", ""))
        and asked.get("kind", "") in ("", f.kind.value)
        and asked.get("owner", "") in ("", str(f.owner))
    ]  # fmt: skip
    return [Line(figure, context) for figure in shown], form


def _says(figure: Figure, words: str) -> bool:
    told = f"{figure.key} {figure.label} {figure.rule} {figure.owner} {' '.join(map(str, figure.aliases))}"
    return all(word.lower() in told.lower() for word in words.split())


def _count(lines: list[Line], reader: Any) -> None:
    """All values in one query."""
    values = compute([(line.figure, line.context) for line in lines], reader)
    for line, value in zip(lines, values, strict=True):
        line.value = value


def _headings() -> list[OutColumn]:
    widths = {
        _("编号"): 32, _("数字"): 24, _("值"): 12, _("单位"): 8, _("类型"): 10, _("口径"): 60,
        _("负责"): 14, _("版本"): 8, _("谁可以看"): 30, _("别名"): 24,
    }  # fmt: skip
    return [OutColumn(label, width=width) for label, width in widths.items()]


def _cells(line: Line) -> list[Any]:
    number = line.value.number if line.value else None
    if number is not None:
        number = rounded(Decimal(number), line.figure.decimals)
    return [
        line.figure.key, line.label, number, line.unit, line.kind, line.rule, line.owner,
        line.version, str(line.figure.audience.label), "、".join(map(str, line.figure.aliases)),
    ]  # fmt: skip
