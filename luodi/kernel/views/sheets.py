"""Excel in and out, for every sheet of every room."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from luodi.kernel import clock
from luodi.kernel.choices import ImportState, RowVerdict
from luodi.kernel.models import ImportRow, ImportRun, Job
from luodi.kernel.sheets import exporting, importing
from luodi.kernel.sheets.declare import SHEETS, Sheet
from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.widgets import SearchSelect

PER_PAGE = 50


def sheet_or_404(key: str) -> Sheet:
    """The sheet of this key."""
    try:
        return SHEETS[key]
    except KeyError:
        raise Http404 from None


@login_required
@require_GET
def export(request: HttpRequest, key: str) -> FileResponse:
    """The list as it is filtered, as xlsx or (`?as=csv`) csv."""
    sheet = sheet_or_404(key)
    kind = "csv" if request.GET.get("as") == "csv" else "xlsx"
    records = exporting.filtered(sheet, request.user, request.GET, request)
    file = exporting.export(sheet, records, by=request.user, kind=kind)
    name = f"{sheet.label}-{clock.today():%Y%m%d}.{kind}"
    return FileResponse(
        file, as_attachment=True, filename=name, content_type=exporting.FORMATS[kind]
    )


class UploadForm(forms.Form):
    """A file, and what the sheet needs to know beside it."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        allow_empty_file=True,  # refused in our own words, like any other file that is no table
        help_text=gettext_lazy("xlsx、xls、csv 均可；表头在前 30 行内即可，列的顺序不限。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.ods,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, sheet: Sheet, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label, records in sheet.needs:
            choices = records(by)
            initial = choices.first() if choices.count() == 1 else None
            self.fields[key] = forms.ModelChoiceField(
                choices, label=str(label), widget=SearchSelect(), initial=initial
            )

    def context(self) -> dict[str, int]:
        """What the sheet needs, as keys of records."""
        return {k: v.pk for k, v in self.cleaned_data.items() if k != "file"}


@login_required
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Upload a file for a sheet; a file that is no table is refused beside its field."""
    sheet = sheet_or_404(key)
    form = UploadForm(request.POST or None, request.FILES or None, sheet=sheet, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            run = importing.upload(
                sheet, form.cleaned_data["file"], by=request.user, context=form.context()
            )
        except BadFile as error:
            form.add_error("file", _(error.template) % error.details)
        else:
            return redirect("kernel:import", run.pk)
    recent = ImportRun.objects.visible_to(request.user).filter(sheet=key)[:10]
    context = {"title": _("导入：%(sheet)s") % {"sheet": sheet.label}, "form": form, "sheet": sheet,
               "recent": recent, "submit_label": _("上传并核对")}  # fmt: skip
    return render(request, "kernel/import_upload.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands: mapping, progress, preview, result."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    sheet = sheet_or_404(run.sheet)
    context: dict[str, Any] = {
        "title": run.file_name,
        "run": run,
        "sheet": sheet,
        "job": _job_of(run),
    }
    if run.state in (ImportState.UPLOADED, ImportState.REFUSED):
        return render(request, "kernel/import_mapping.html", context | _mapping(run, sheet))
    if run.state == ImportState.APPLIED:
        context["why_not_undo"] = importing.why_not_undo(run)
    context |= _preview(request, run, sheet)
    return render(request, "kernel/import_preview.html", context)


def _job_of(run: ImportRun) -> Job | None:
    jobs = Job.objects.filter(name__startswith="kernel.import_", params__run=run.pk)
    return next((job for job in jobs[:1] if job.is_open), None)


def _mapping(run: ImportRun, sheet: Sheet) -> dict[str, Any]:
    try:
        columns, headings, rows = importing.columns_of(run)
        worksheets = importing.worksheets_of(run)
    except BadFile as error:
        return {"problem": _(error.template) % error.details, "lines": [], "rows": []}
    lines = [
        {
            "column": c,
            "chosen": headings[columns[c.key]] if columns.get(c.key, 999) < len(headings) else "",
        }
        for c in sheet.importable
    ]
    return {"lines": lines, "headings": [h for h in headings if h], "rows": rows,
            "all_headings": headings, "worksheets": worksheets, "problem": run.problem}  # fmt: skip


def _preview(request: HttpRequest, run: ImportRun, sheet: Sheet) -> dict[str, Any]:
    chosen = request.GET.get("verdict", "")
    rows = run.rows.filter(verdict=chosen) if chosen else run.rows.exclude(verdict=RowVerdict.SAME)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = [c for c in sheet.importable if c.key in _keys(page.object_list)]
    tabs = [(v, RowVerdict(v).label, run.counts.get(v, 0)) for v in RowVerdict.values]
    return {
        "page": page, "columns": shown, "lines": [_line(row, shown) for row in page], "tabs": tabs,
        "chosen": chosen,
        "ready": run.rows.filter(accepted=True, verdict__in=[RowVerdict.NEW, RowVerdict.CHANGED]).count(),
    }  # fmt: skip


def _keys(rows: Any) -> set[str]:
    return {key for row in rows for key in (*row.values, *row.errors)}


def _line(row: ImportRow, columns: list[Any]) -> dict[str, Any]:
    cells = [
        {
            "key": c.key, "new": row.values.get(c.key), "old": row.before.get(c.key),
            "changed": c.key in row.before, "error": row.errors.get(c.key), "note": row.notes.get(c.key),
        }
        for c in columns
    ]  # fmt: skip
    return {
        "row": row,
        "cells": cells,
        "other": [e for k, e in row.errors.items() if k not in {c.key for c in columns}],
    }


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Columns are mapped: read the file into a preview."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    sheet = sheet_or_404(run.sheet)
    mapping = {
        c.key: request.POST[f"map-{c.key}"]
        for c in sheet.importable
        if f"map-{c.key}" in request.POST
    }
    importing.start_preview(run, worksheet=request.POST.get("worksheet") or None, mapping=mapping)
    return redirect(run.get_absolute_url())


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take rows in or out."""
    run = get_object_or_404(
        ImportRun.objects.visible_to(request.user), pk=pk, state=ImportState.PREVIEW
    )
    numbers = [int(n) for n in request.POST.getlist("row") if n.isdigit()]
    importing.accept(run, numbers or None, accepted=request.POST.get("accepted") == "yes")
    return redirect(f"{run.get_absolute_url()}?{request.POST.get('next_query', '')}")


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The one confirm."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    importing.start_apply(run)
    return redirect(run.get_absolute_url())


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a written import back, in the background."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    importing.start_undo(run, why=request.POST.get("reason", "")[:200] or _("撤销导入"))
    return redirect(run.get_absolute_url())


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an import that was not written."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    importing.discard(run)
    messages.info(request, _("已放弃，没有写入任何内容。"))
    return redirect("kernel:upload", run.sheet)
