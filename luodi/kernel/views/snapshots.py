"""Publishing a figure, and a published one held against today."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from luodi.kernel import once
from luodi.kernel.choices import Role
from luodi.kernel.figures import FIGURES, Context
from luodi.kernel.models import FigureSnapshot
from luodi.kernel.publication import Drift, Status, compare_all, freeze
from luodi.kernel.publication.suspects import READ_WHOLE
from luodi.kernel.refusals import NotAllowed
from luodi.kernel.views.figure_context import context_of

STATUS = {
    Status.SAME: (gettext_lazy("与发布时一致"), "good"),
    Status.OTHER_RECORDS: (gettext_lazy("数值未变，记录变了"), "warn"),
    Status.VALUE_CHANGED: (gettext_lazy("数值已变"), "bad"),
    Status.DEFINITION_CHANGED: (gettext_lazy("口径已变，不可比"), "warn"),
    Status.NOT_VISIBLE: (gettext_lazy("没有您可以看到的记录"), "stopped"),
}


def may_publish(reader: Any) -> bool:
    """The campaign's office publishes figures of their own; briefs publish theirs."""
    return bool(reader.standing.has(Role.OFFICE))


@login_required
@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Freeze the figure as it is asked on the page."""
    if key not in FIGURES:
        raise Http404
    if not may_publish(request.user):
        raise NotAllowed(_("只有工作专班可以发布数字。"))
    context = context_of(request, FIGURES[key])
    sent = once.save_once(
        request, lambda: freeze(request.user, FIGURES[key], context),
        lambda frozen: str(frozen.get_absolute_url()),
    )  # fmt: skip
    if sent.made is not None:
        messages.success(request, _("已发布。今后记录有变动，本页会显示差异。"))
    return redirect(sent.url)


@login_required
@require_GET
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """已发布 / 现算 / 差异, and the records that moved, with who and when."""
    found = get_object_or_404(FigureSnapshot.objects.visible_to(request.user), pk=pk)
    thorough = found.records <= READ_WHOLE or "thorough" in request.GET
    drift = compare_all([found], request.user, thorough=thorough)[found.pk]
    label, tone = STATUS[drift.status]
    figure = FIGURES.get(found.key)
    return render(request, "kernel/snapshot.html", {
        "title": found.title, "snapshot": found, "drift": drift, "moved": _moved(drift), "thorough": thorough,
        "status_label": label, "status_tone": tone, "difference": _signed(drift),
        "figure_url": figure.url(Context.from_plain(found.context)) if figure else "",
        "crumbs": [(_("数字一览"), reverse("kernel:figures"))],
    })  # fmt: skip


def _moved(drift: Drift) -> list[tuple[str, str, Any]]:
    """(what, tone, record) in the order an examiner asks: changed, gone, new."""
    kinds = ((_("改动"), "warn", drift.edited), (_("移出"), "bad", drift.removed), (_("新增"), "doing", drift.added))  # fmt: skip
    return [(label, tone, moved) for label, tone, some in kinds for moved in some]


def _signed(drift: Drift) -> str:
    if drift.difference is None:
        return "—"
    return f"{drift.difference.normalize():+f}" if drift.difference else "0"
