"""Pages that make or edit one record: errors beside the field, a stale page keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from luodi.kernel import actions, once
from luodi.kernel.forms import RecordForm
from luodi.kernel.models import Record
from luodi.kernel.refusals import Refused, StaleVersion

FORM = "kernel/form.html"


def create_page(
    request: HttpRequest,
    form: RecordForm,
    *,
    title: Any,
    save: Callable[[RecordForm], Record] | None = None,
    next_url: str = "",
    template: str = FORM,
    **context: Any,
) -> HttpResponse:
    """Show or take a form for a new record. `save` (default: `actions.create`) makes it, once."""
    if request.method == "POST" and form.is_valid():
        try:
            sent: once.Sent[Any] = once.save_once(
                request,
                lambda: save(form) if save else _create(form, request),
                lambda record: next_page(request, next_url or record.get_absolute_url()),
            )
        except ValidationError as error:
            form.show(error)
        except once.SavedBefore:
            form.add_error(None, once.ask_again())
            context["once"] = once.new_token()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if sent.made is not None:
                messages.success(request, _("已保存。"))
            return redirect(sent.url)
    context |= {"title": title, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)


def edit_page(
    request: HttpRequest,
    form: RecordForm,
    *,
    title: Any,
    next_url: str = "",
    template: str = FORM,
    on_behalf_of: Any = None,
    **context: Any,
) -> HttpResponse:
    """Show or take a form for a record that exists, under the version it was opened with."""
    record: Any = form.instance
    version = posted_version(request) or record.version
    if request.method == "POST" and form.is_valid():
        fresh = type(record)._default_manager.get(pk=record.pk)
        try:
            fresh = actions.edit(
                fresh,
                form.cleaned_data,
                by=request.user,
                version=version,
                on_behalf_of=on_behalf_of,
            )
        except StaleVersion as stale:
            context |= {"stale": str(stale), "changes": _differences(form, fresh)}
            version = fresh.version
        except ValidationError as error:
            form.show(error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已保存。"))
            return redirect(next_page(request, next_url or fresh.get_absolute_url()))
    context |= {"title": title, "form": form, "version": version}
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, template, context, status=status)


def _create(form: RecordForm, request: HttpRequest) -> Record:
    many = form.many_to_many()
    own = {k: v for k, v in form.cleaned_data.items() if k not in many}
    for name, value in own.items():
        setattr(form.instance, name, value)
    record: Record = actions.create(form.instance, by=request.user, **many)
    return record


def _differences(form: RecordForm, fresh: Record) -> list[tuple[str, Any, Any]]:
    found = []
    for name, mine in form.cleaned_data.items():
        theirs = getattr(fresh, name)
        if hasattr(theirs, "all"):
            theirs, mine = _names(theirs.all()), _names(mine)
        if theirs != mine:
            found.append((str(form.fields[name].label), theirs, mine))
    return found


def _names(records: Any) -> str:
    return "、".join(str(record) for record in records)


def posted_version(request: HttpRequest) -> int | None:
    """The version a page was made from, as it sent it back."""
    version = request.POST.get("version", "")
    return int(version) if version.isdigit() else None


def next_page(request: HttpRequest, default: str) -> str:
    """Where to go on, never off this host."""
    url = request.GET.get("next") or request.POST.get("next") or ""
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if safe and url else default
