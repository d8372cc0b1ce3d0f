"""What a box that chooses a unit or a person suggests while one types."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from luodi.kernel.picking import SOURCES, hint_of, suggestions


@login_required
@require_GET
def pick(request: HttpRequest, source: str) -> JsonResponse:
    """At most twenty records of a source (`?q=` words) with key, name and what tells namesakes apart."""
    if source not in SOURCES:
        raise Http404
    found = suggestions(SOURCES[source](request.user), request.GET.get("q", ""))
    lines = [{"value": r.pk, "text": str(r), "hint": hint_of(r)} for r in found]
    return JsonResponse(lines, safe=False)
