"""亮牌: what the rules propose, what was issued."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.kernel.choices import Role
from luodi.kernel.lists import list_page
from luodi.kernel.moves import buttons
from luodi.measures.choices import CardState
from luodi.measures.filters import CardFilter
from luodi.measures.models import Card
from luodi.measures.tables import CardTable

RELATED = ("measure__lead_unit", "measure__campaign", "issued_by__person")
SHOWN_PROPOSALS = 20


@login_required
@require_GET
def card_list(request: HttpRequest) -> HttpResponse:
    """The list; a supervisor sees the proposals first, each with its buttons."""
    seen = Card.objects.visible_to(request.user)
    proposed = []
    if request.user.standing.has(Role.SUPERVISOR):
        waiting = seen.filter(state=CardState.PROPOSED).select_related(*RELATED)
        proposed = [
            {"card": card, "moves": buttons(card, request.user, next_url=request.path)}
            for card in waiting.order_by("pk")[:SHOWN_PROPOSALS]
        ]
    return list_page(
        request, seen, title=_("亮牌"), table=CardTable, filterset=CardFilter,
        template="measures/card_list.html", show=lambda rows: rows.select_related(*RELATED),
        proposed=proposed,
    )  # fmt: skip
