"""One page of drift: a brief held against today's records, or against a Word file somebody edited."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luodi.briefs.choices import Drift
from luodi.briefs.documents.word import identifier_of
from luodi.briefs.forms import EditedFileForm
from luodi.briefs.models import Brief
from luodi.briefs.queries.layout import layout_of
from luodi.briefs.queries.verification import verify
from luodi.briefs.tables import TONE_OF_DRIFT
from luodi.briefs.views.briefs import brief_or_404, crumbs_of
from luodi.kernel.documents import read_document
from luodi.kernel.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def verify_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: against today. POST: a Word file too."""
    found = brief_or_404(request, pk)
    if found.edition is None:
        raise Http404
    form = EditedFileForm(request.POST or None, request.FILES or None)
    in_word = None
    if request.method == "POST" and form.is_valid():
        try:
            in_word = _bookmarks(found, form, request)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    thorough = "thorough" in request.GET
    report = verify(found, request.user, in_word=in_word, thorough=thorough)
    rows = [(finding, TONE_OF_DRIFT[finding.drift]) for finding in report.findings]
    differs = [row for row in rows if row[0].drift != Drift.SAME]
    return render(request, "briefs/verify.html", {
        "title": _("核对"), "subtitle": found.title, "brief": found, "report": report, "differs": differs,
        "same": [row for row in rows if row[0].drift == Drift.SAME],
        "form": form, "with_word": in_word is not None, "thorough": thorough,
        "crumbs": crumbs_of(found),
    }, status=422 if form.errors else 200)  # fmt: skip


def _bookmarks(brief: Brief, form: EditedFileForm, request: HttpRequest) -> Mapping[str, str]:
    try:
        identifier, bookmarks = read_document(form.cleaned_data["file"])
    except ValueError:
        raise Refused(_("这不是 Word 文件（docx），请另存为 docx 后再传。")) from None
    mine = identifier_of(layout_of(brief, request.user))
    if identifier and identifier != mine:
        raise Refused(
            _("这个文件出自 %(other)s，不是这一份（%(mine)s）。")
            % {"other": identifier, "mine": mine}
        )
    if not bookmarks:
        raise Refused(_("文件里没有系统留下的书签，无法对照；请上传从本系统下载后修改的文件。"))
    return bookmarks
