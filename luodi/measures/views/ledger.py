"""台账: on the screen and on paper."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.kernel import clock
from luodi.kernel.choices import Role
from luodi.kernel.documents import as_file
from luodi.kernel.forms import move_form
from luodi.kernel.lists import list_page
from luodi.measures.documents import ledger_paper
from luodi.measures.filters import MeasureFilter
from luodi.measures.models import Measure
from luodi.measures.queries import ledger
from luodi.measures.sheets.ledger import LEDGER, records
from luodi.measures.tables import FullMeasureTable, MeasureTable
from luodi.measures.transitions import MEASURE

IN_BULK = {
    "assign": (Role.OFFICE,),
    "receive": (Role.CLERK, Role.UNIT_HEAD),
    "accept_request": (Role.VERIFIER, Role.SUPERVISOR),
    "cancel": (Role.OFFICE,),
}
"""Moves that make sense for many rows at once, and who would want them."""
MOST_ON_PAPER = 1000
ON_A_SHEET = (
    "number", "code", "problem", "content", "leader", "lead_unit", "due", "progress", "state",
)  # fmt: skip
"""Columns of the ledger that fit on A4 across."""


@login_required
@require_GET
def measure_list(request: HttpRequest) -> HttpResponse:
    full = request.GET.get("columns") == "all"
    return list_page(
        request, Measure.objects.visible_to(request.user), title=_("整改台账"), full=full,
        table=FullMeasureTable if full else MeasureTable, filterset=MeasureFilter,
        template="measures/measure_list.html", export=LEDGER.key,
        show=ledger.ledger_rows, print_url=reverse("measures:print"), word_url=reverse("measures:word"),
        import_url=_import_url(request.user), bulk_url=reverse("measures:measures"),
        bulk_moves=_bulk_moves(request),
    )  # fmt: skip


@login_required
@require_GET
def measure_print(request: HttpRequest) -> HttpResponse:
    """The filtered ledger for paper, at most a thousand rows."""
    found = MeasureFilter(request.GET, queryset=records(request.user), request=request).qs
    rows = [[column.show(m) for column in LEDGER.columns] for m in found[:MOST_ON_PAPER]]
    query = request.GET.urlencode()
    return render(request, "measures/measure_print.html", {
        "title": _("整改台账"), "headings": [column.label for column in LEDGER.columns], "rows": rows,
        "printed_on": clock.today(), "subtitle": _("共 %(n)d 项措施") % {"n": len(rows)},
        "back_url": f"{reverse('measures:measures')}?{query}",
    })  # fmt: skip


@login_required
@require_GET
def measure_word(request: HttpRequest) -> HttpResponse:
    """The filtered ledger as Word, with the columns that fit on a sheet; at most a thousand rows."""
    found = MeasureFilter(request.GET, queryset=records(request.user), request=request).qs
    columns = [column for column in LEDGER.columns if column.key in ON_A_SHEET]
    rows = [[column.show(m) for column in columns] for m in found[:MOST_ON_PAPER]]
    subtitle = _("共 %(n)d 项措施") % {"n": len(rows)}
    made = ledger_paper([str(column.label) for column in columns], rows, subtitle)
    return as_file(made, f"{_('整改台账')}.docx")


def _import_url(reader: Any) -> str:
    allowed = reader.standing.has(Role.OFFICE, Role.CLERK, Role.UNIT_HEAD)
    return reverse("kernel:upload", args=[LEDGER.key]) if allowed else ""


def _bulk_moves(request: HttpRequest) -> list[dict[str, Any]]:
    standing: Any = request.user.standing
    found = []
    for name, roles in IN_BULK.items():
        if standing.has(*roles):
            move = MEASURE[name]
            url = reverse("kernel:bulk_move", args=["measures.measure", name])
            back = urlencode({"next": request.get_full_path()})
            found.append({
                "name": name, "label": move.label, "url": f"{url}?{back}", "danger": move.danger,
                "form": move_form(move, None, request.user),
            })  # fmt: skip
    return found
