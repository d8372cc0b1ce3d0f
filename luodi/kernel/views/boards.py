"""My figures: the board, and arranging it without a mouse."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luodi.kernel import boards
from luodi.kernel.editing import posted_version
from luodi.kernel.figures import FIGURES
from luodi.kernel.views.figure_context import context_of


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The figures one keeps in view; `?arrange` shows the buttons."""
    found = boards.board_of(request.user)
    return render(request, "kernel/figure_board.html", {
        "title": _("我的数字"), "board": found, "tiles": boards.tiles_of(found, request.user),
        "arranging": "arrange" in request.GET, "moved": request.GET.get("moved", ""),
        "spans": boards.SPANS.items(), "crumbs": [(_("数字一览"), reverse("kernel:figures"))],
    })  # fmt: skip


@login_required
@require_POST
def put(request: HttpRequest, key: str) -> HttpResponse:
    """Put the figure, as it is asked on its page, on one's board."""
    if key not in FIGURES:
        raise Http404
    boards.put(request.user, FIGURES[key], context_of(request, FIGURES[key]))
    return redirect("kernel:board")


@login_required
@require_POST
def arrange(request: HttpRequest, at: int) -> HttpResponse:
    """Move, take away or re-date one tile; the focus goes where the tile went."""
    verb = request.POST.get("verb", "")
    place = boards.arrange(request.user, at, verb, posted_version(request))
    return redirect(f"{reverse('kernel:board')}?arrange&moved={place}:{verb}")
