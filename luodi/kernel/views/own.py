"""What belongs to oneself: notices, jobs, evidence one may open."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from luodi.kernel import evidence, heartbeats, jobs, notices
from luodi.kernel.editing import next_page, posted_version
from luodi.kernel.lists import PER_PAGE
from luodi.kernel.models import Evidence, Job, Notice


@login_required
@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """The inbox, newest first."""
    found = Notice.objects.visible_to(request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "kernel/notices.html", {"title": _("通知"), "page": page})


@login_required
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    notices.read(Notice.objects.visible_to(request.user))
    return redirect("kernel:notices")


@login_required
@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a notice speaks of."""
    found = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    notices.read(Notice.objects.filter(pk=pk))
    return redirect(found.url or "kernel:notices")


@login_required
@require_GET
@never_cache
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a job is; asked again and again while it runs (`?bar` returns only the bar)."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    for name, value in heartbeats.said(found.pk).items():
        if value and found.is_open:
            setattr(found, name, value)
    if "bar" not in request.GET:
        return render(request, "kernel/job.html", {"title": found.label, "job": found})
    response = render(request, "kernel/parts/job_bar.html", {"job": found})
    if not found.is_open:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a job to stop."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    jobs.cancel(found)
    return redirect(next_page(request, found.get_absolute_url()))


@login_required
@require_GET
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Open a piece of evidence one may see; pictures and PDF in the browser, the rest as a download."""
    found = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    if found.link:
        return render(
            request, "kernel/evidence_link.html", {"title": found.title, "evidence": found}
        )
    inline = found.content_type.startswith("image/") or found.content_type == "application/pdf"
    response = FileResponse(
        evidence.path_of(found).open("rb"), content_type=found.content_type,
        as_attachment=not inline, filename=found.file_name,
    )  # fmt: skip
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def evidence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one's own evidence with a reason."""
    found = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    evidence.withdraw_evidence(
        found, by=request.user, why=request.POST.get("reason", ""), version=posted_version(request)
    )
    return redirect(next_page(request, "/"))
