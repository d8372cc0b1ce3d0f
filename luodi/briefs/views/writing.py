"""Drafting and editing with a live preview."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.briefs import actions
from luodi.briefs.actions.permission import may_write
from luodi.briefs.forms import BriefForm, NewBriefForm
from luodi.briefs.language import Faults
from luodi.briefs.models import Brief
from luodi.briefs.queries.layout import layout_of
from luodi.briefs.queries.sources import sources_of
from luodi.briefs.views.briefs import brief_or_404, crumbs_of
from luodi.briefs.views.paper import paper_of
from luodi.kernel.editing import create_page, posted_version
from luodi.kernel.figures import FIGURES
from luodi.listening.models import Campaign

EMPTY = '# 标题\n\n正文。数字写作 {{ fig("…") }}。\n'


@login_required
def brief_new(request: HttpRequest) -> HttpResponse:
    """Choose a template, a title and the days; the text comes next."""
    if not may_write(request.user):
        raise Http404
    initial = {"template": request.GET.get("template")}
    form = NewBriefForm(request.POST or None, reader=request.user, initial=initial)
    return create_page(
        request, form, title=_("起草简报"), cancel_url=reverse("briefs:briefs"),
        submit_label=_("起草"), save=lambda f: _draft(f.cleaned_data, request.user),
    )  # fmt: skip


def _draft(given: dict[str, Any], by: Any) -> Brief:
    if given["template"] is None:
        given = given | {"source": EMPTY, "masthead": _("简报")}
    return actions.draft_brief(by=by, **given)


@login_required
def brief_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The text at the left, the paper at the right."""
    found = brief_or_404(request, pk)
    if not may_write(request.user, found.campaign_id):
        raise Http404
    version = posted_version(request) or found.version
    form = BriefForm(request.POST or None, instance=found)
    return create_page(
        request, form, title=_("修改简报"), subtitle=found.title, version=version, brief=found,
        cancel_url=found.get_absolute_url(), template="briefs/editor.html", figures=figures(),
        crumbs=crumbs_of(found), save=lambda f: actions.edit_brief(
            Brief.objects.get(pk=pk), f.cleaned_data, by=request.user, version=version
        ),
    )  # fmt: skip


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The paper of a text that is being typed; nothing is kept."""
    if not may_write(request.user):
        raise Http404
    found = _typed(request)
    try:
        layout = layout_of(found, request.user, found.source)
    except Faults as faults:
        return render(request, "briefs/preview.html", {"faults": faults.found})
    return render(request, "briefs/preview.html", {
        "paper": paper_of(layout), "sources": sources_of(layout), "written": layout.written,
    })  # fmt: skip


def _typed(request: HttpRequest) -> Brief:
    """The brief as typed: of a template, of the first campaign this office runs."""
    runs = Campaign.objects.run_by(request.user)
    key = request.GET.get("brief", "")
    if key.isdigit():
        found = get_object_or_404(Brief.objects.visible_to(request.user), pk=key)
        form: Any = BriefForm(request.POST, instance=found)
    else:
        found = Brief(
            campaign=runs.order_by("-start", "-pk").first(), code="—", title=_("模板预览")
        )
        form = None
    if form is not None:
        form.is_valid()
        for name in ("title", "start", "end", "unit"):
            if name in form.cleaned_data:
                setattr(found, name, form.cleaned_data[name])
    found.source = request.POST.get("source", "").replace("\r\n", "\n")
    return found


def figures() -> list[tuple[str, str, str]]:
    """Every figure one may cite: key, label, unit."""
    return [(key, str(f.label), str(f.unit)) for key, f in sorted(FIGURES.items())]
