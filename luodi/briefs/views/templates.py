"""Templates: list, page with versions, editing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.briefs import actions
from luodi.briefs.actions.permission import may_write
from luodi.briefs.filters import TemplateFilter
from luodi.briefs.forms import TemplateForm
from luodi.briefs.models import Brief, BriefTemplate
from luodi.briefs.tables import TemplateTable
from luodi.briefs.views.writing import figures
from luodi.kernel.editing import create_page, posted_version
from luodi.kernel.lists import list_page


def template_or_404(request: HttpRequest, pk: int) -> BriefTemplate:
    """The template, if the reader may see it."""
    return get_object_or_404(BriefTemplate.objects.visible_to(request.user), pk=pk)


@login_required
@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, BriefTemplate.objects.visible_to(request.user), title=_("简报模板"),
        table=TemplateTable, filterset=TemplateFilter, template="briefs/template_list.html",
        may_write=may_write(request.user),
    )  # fmt: skip


@login_required
@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    found = template_or_404(request, pk)
    used = Brief.objects.visible_to(request.user).filter(template=found)
    return render(request, "briefs/template.html", {
        "title": found.name, "subtitle": found.note, "template": found,
        "texts": found.texts.select_related("made_by__person"), "briefs": used[:20],
        "may_write": may_write(request.user),
        "crumbs": [(_("简报模板"), reverse("briefs:templates"))],
    })  # fmt: skip


@login_required
def template_new(request: HttpRequest) -> HttpResponse:
    if not may_write(request.user):
        raise Http404
    form = TemplateForm(request.POST or None, request.FILES or None)
    return _page(request, form, _("新建模板"), reverse("briefs:templates"), lambda f: (
        actions.make_template(by=request.user, **f.cleaned_data)
    ))  # fmt: skip


@login_required
def template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = template_or_404(request, pk)
    if not may_write(request.user):
        raise Http404
    version = posted_version(request) or found.version
    form = TemplateForm(request.POST or None, request.FILES or None, instance=found)

    def save(filled: Any) -> BriefTemplate:
        given = dict(filled.cleaned_data)
        return actions.edit_template(
            template_or_404(request, pk), letterhead=given.pop("letterhead"), changes=given,
            by=request.user, version=version,
        )  # fmt: skip

    return _page(request, form, _("修改模板"), found.get_absolute_url(), save, version=version)


def _page(
    request: HttpRequest, form: Any, title: str, cancel_url: str, save: Any, **more: Any
) -> HttpResponse:
    return create_page(
        request, form, title=title, cancel_url=cancel_url, template="briefs/editor.html",
        figures=figures(), save=save, **more,
    )  # fmt: skip
