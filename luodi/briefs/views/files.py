"""A brief as a file: Word, PDF."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.briefs.documents import pdf_of_brief, word_of_brief
from luodi.briefs.language import Faults
from luodi.briefs.models import Brief
from luodi.briefs.queries.layout import Layout, layout_of
from luodi.briefs.views.briefs import brief_or_404
from luodi.kernel.documents import as_file
from luodi.kernel.refusals import Refused


@login_required
@require_GET
def word(request: HttpRequest, pk: int) -> HttpResponse:
    layout = _layout(request, pk)
    return _file(layout, word_of_brief(layout, _address(request, layout.brief)), "docx")


@login_required
@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Without LibreOffice a sentence that offers Word."""
    layout = _layout(request, pk)
    made = pdf_of_brief(layout, _address(request, layout.brief))
    return _file(layout, made, "pdf")


def _layout(request: HttpRequest, pk: int) -> Layout:
    found = brief_or_404(request, pk)
    try:
        return layout_of(found, request.user)
    except Faults as faults:
        raise Refused(_("正文还有问题，不能生成文件：%(why)s") % {"why": faults}) from None


def _address(request: HttpRequest, brief: Brief) -> str:
    return request.build_absolute_uri(brief.get_absolute_url())


def _file(layout: Layout, content: bytes, ending: str) -> HttpResponse:
    brief = layout.brief
    mark = brief.issue_label if layout.edition else _("草稿")
    name = f"{brief.masthead}{mark}：{brief.title}.{ending}"
    return as_file(content, name)
