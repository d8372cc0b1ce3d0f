"""The one address moves are posted to, singly and in bulk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.kernel.editing import next_page, posted_version
from luodi.kernel.forms import move_form
from luodi.kernel.moves import BulkResult, model_with_moves, move_of, perform_many, visible_or_404
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import TABLES, perform


@login_required
@require_POST
def move(request: HttpRequest, model: str, pk: int, name: str) -> HttpResponse:
    """Perform one move. Wrong input comes back in its form, and so does what was typed when the
    move is refused; a refusal without anything typed is a page of its own."""
    record = visible_or_404(model, pk, request.user)
    chosen = move_of(record, name)
    form = move_form(chosen, record, request.user, request.POST)
    context = {
        "title": chosen.label, "form": form, "record": record, "version": posted_version(request),
    }  # fmt: skip
    if form is not None and not form.is_valid():
        return render(request, "kernel/move_form.html", context, status=422)
    inputs = form.cleaned_data if form is not None else {}
    try:
        row = perform(record, name, by=request.user, version=posted_version(request), **inputs)
    except Refused as refusal:
        if form is None or isinstance(refusal, NotAllowed):
            raise
        form.add_error(None, str(refusal))
        context["version"] = record.version  # what the reader is shown now
        return render(request, "kernel/move_form.html", context, status=409)
    messages.success(
        request, _("%(record)s：%(move)s已办。") % {"record": row, "move": chosen.label}
    )
    return redirect(next_page(request, row.get_absolute_url()))


@login_required
@require_POST
def bulk_move(request: HttpRequest, model: str, name: str) -> HttpResponse:
    """Try one move on all chosen records; show which were done and why others were not."""
    model_class = model_with_moves(model)
    chosen = TABLES[model_class].moves.get(name)
    seen = chosen_versions(request)
    records = model_class._default_manager.visible_to(request.user).filter(pk__in=list(seen))
    form = move_form(chosen, records.first(), request.user, request.POST) if chosen else None
    if chosen is None or chosen.quiet or (form is not None and not form.is_valid()):
        messages.error(request, _first_error(form))
        return redirect(next_page(request, "/"))
    inputs: dict[str, Any] = form.cleaned_data if form is not None else {}
    versions = {pk: version for pk, version in seen.items() if version is not None}
    result = perform_many(records, name, by=request.user, versions=versions, **inputs)
    return render(request, "kernel/bulk_result.html", _told(request, chosen.label, result))


def chosen_versions(request: HttpRequest) -> dict[int, int | None]:
    """Chosen rows: key → the version they were shown with, as `ChosenColumn` posts them."""
    found: dict[int, int | None] = {}
    for box in request.POST.getlist("chosen"):
        pk, _at, version = box.partition("@")
        if pk.isdigit():
            found[int(pk)] = int(version) if version.isdigit() else None
    return found


def _told(request: HttpRequest, label: Any, result: BulkResult) -> dict[str, Any]:
    return {
        "title": label, "done": result.done, "refused": result.refused,
        "next": next_page(request, "/"),
    }  # fmt: skip


def _first_error(form: Any) -> str:
    if form is None:
        return _("没有这个办理动作。")
    return "；".join(f"{form[name].label}：{errors[0]}" for name, errors in form.errors.items())
