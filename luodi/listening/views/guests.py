"""What a guest sees through the personal link: no account, no names of others, nothing cached."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from luodi.kernel import once
from luodi.kernel.refusals import Refused
from luodi.listening.actions import guest_suggest, rate_answer
from luodi.listening.forms import RatingForm, SuggestionForm
from luodi.listening.models import Answer, GuestInvitation, Statement
from luodi.listening.queries import invitation_of, stops_of, with_stops


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the invitation of the link or answer 404; keep the link out of caches and indexes.

    The site's own referrer policy (same-origin) keeps it from other hosts; a stricter one would make
    browsers send `Origin: null`, and the guest's own form would be taken for a forged one.
    """

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        invitation = invitation_of(token)
        if invitation is None:
            raise Http404
        response = view(request, invitation, token=token, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


@by_link
@require_GET
def guest(request: HttpRequest, invitation: GuestInvitation, *, token: str) -> HttpResponse:
    return _page(request, invitation, token, SuggestionForm(gathering=invitation.gathering))


@by_link
@require_POST
def guest_suggestion(
    request: HttpRequest, invitation: GuestInvitation, *, token: str
) -> HttpResponse:
    """Keep a suggestion; a refusal comes back above what was typed."""
    form = SuggestionForm(request.POST, gathering=invitation.gathering)
    if form.is_valid():
        try:
            sent = once.save_once(
                request, lambda: guest_suggest(invitation, **form.cleaned_data), lambda _made: "",
                sender=f"guest {invitation.pk}",
            )  # fmt: skip
        except once.SavedBefore:
            form.add_error("text", once.ask_again())
            return _page(request, invitation, token, form, status=422, once=once.new_token())
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            if sent.made is not None:
                messages.success(request, _("已收到您的建议，谢谢。答复后会显示在这里。"))
            return redirect("listening:guest", token)
    return _page(request, invitation, token, form, status=422)


@by_link
@require_POST
def guest_rating(
    request: HttpRequest, invitation: GuestInvitation, *, token: str, answer: int
) -> HttpResponse:
    own = Answer.objects.filter(statement__guest=invitation)
    found = get_object_or_404(own.select_related("statement"), pk=answer)
    form = RatingForm(request.POST)
    if form.is_valid():
        rate_answer(invitation, found, **form.cleaned_data)
        messages.success(request, _("已记下您的评价，谢谢。"))
    else:
        messages.error(request, _("请选择满意、基本满意或不满意。"))
    return redirect("listening:guest", token)


def _page(
    request: HttpRequest,
    invitation: GuestInvitation,
    token: str,
    form: SuggestionForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    said = with_stops(Statement.objects.filter(guest=invitation)).prefetch_related(
        "answers__rating"
    )
    own = [{"statement": s, "stops": stops_of(s), "answers": _answers(s)} for s in said]
    context = {
        "title": invitation.gathering.title, "invitation": invitation, "own": own, "form": form,
        "gathering": invitation.gathering, "topics": invitation.gathering.topics.all(), "token": token,
    }  # fmt: skip
    return render(request, "listening/guest.html", context | more, status=status)


def _answers(statement: Statement) -> list[dict[str, Any]]:
    return [
        {"answer": a, "form": None if hasattr(a, "rating") else RatingForm(prefix=None, auto_id=f"a{a.pk}-%s")}
        for a in statement.answers.all()
    ]  # fmt: skip
