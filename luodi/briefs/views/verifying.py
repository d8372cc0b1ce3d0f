"""One page of drift: a brief held against today's records, or against a Word file somebody edited."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luodi.briefs.choices import Drift
from luodi.briefs.forms import EditedFileForm
from luodi.briefs.queries.verification import verify
from luodi.briefs.tables import TONE_OF_DRIFT
from luodi.briefs.views.briefs import brief_or_404, crumbs_of
from luodi.briefs.views.checking import claim_rows
from luodi.kernel.documents import Read, read_document
from luodi.kernel.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def verify_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: against today. POST: a Word file too."""
    found = brief_or_404(request, pk)
    if found.edition is None:
        raise Http404
    form = EditedFileForm(request.POST or None, request.FILES or None)
    thorough = "thorough" in request.GET
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            report = verify(found, request.user, file=_read(form), thorough=thorough)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    report = report or verify(found, request.user, thorough=thorough)
    rows = [(finding, TONE_OF_DRIFT[finding.drift]) for finding in report.findings]
    differs = [row for row in rows if row[0].drift != Drift.SAME]
    return render(request, "briefs/verify.html", {
        "title": _("核对"), "subtitle": found.title, "brief": found, "report": report, "differs": differs,
        "same": [row for row in rows if row[0].drift == Drift.SAME],
        "form": form, "in_word": report.in_word, "thorough": thorough,
        "claims": claim_rows(report.in_word.checked) if report.in_word and report.in_word.checked else (),
        "crumbs": crumbs_of(found),
    }, status=422 if form.errors else 200)  # fmt: skip


def _read(form: EditedFileForm) -> Read:
    try:
        return read_document(form.cleaned_data["file"])
    except ValueError:
        raise Refused(_("这不是 Word 文件（docx），请另存为 docx 后再传。")) from None
