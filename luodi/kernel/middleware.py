"""What holds for every request: session limits, the forced first change, refusals as pages."""

from collections.abc import Callable
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from luodi.kernel import trail
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.signin import address_of

Respond: TypeAlias = Callable[[HttpRequest], HttpResponse]


class HtmxHttpRequest(HttpRequest):
    """A request as views get it: django-htmx has been here."""

    htmx: HtmxDetails


class SessionLimits:
    """Sign out after 30 idle minutes or 12 hours, whatever the cookie says; know the address."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._over(request):
            logout(request)
            messages.info(request, _("登录已超时，请重新登录。"))
        with trail.from_address(address_of(request)):
            return self.respond(request)

    def _over(self, request: HttpRequest) -> bool:
        now = timezone.now().timestamp()
        session = request.session
        idle = now - session.get("seen_at", now) > settings.SESSION_IDLE_MIN * 60
        old = now - session.get("signed_in_at", now) > settings.SESSION_ABSOLUTE_HOURS * 3600
        if now - session.get("seen_at", 0) > 30:  # one write a half minute is enough
            session["seen_at"] = now
        return bool(idle or old)


class ForcedPasswordChange:
    """Whoever must change the password can do nothing else before."""

    OPEN = {"account_change_password", "account_logout", "kernel:language"}

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.must_change_password:
            return self._only_what_is_open(request)
        return self.respond(request)

    def _only_what_is_open(self, request: HttpRequest) -> HttpResponse:
        if resolve(request.path_info).view_name in self.OPEN:
            return self.respond(request)
        return redirect("account_change_password")


class RefusalsAsPages:
    """A refusal raised where the rule is becomes one page (or JSON): 409, or 403 for the wrong person."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refused):
            status = 403 if isinstance(problem, NotAllowed) else 409
            return refusal_page(request, str(problem), status)
        if isinstance(problem, PermissionDenied):
            return refusal_page(request, str(problem) or _("您没有办理此事的权限。"), 403)
        return None


def refusal_page(request: Any, sentence: str, status: int) -> HttpResponse:
    """The sentence as JSON for machines, as a page for people."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": sentence}, status=status)
    context = {"sentence": sentence, "back": request.META.get("HTTP_REFERER", "/")}
    return render(request, f"{status}.html", context, status=status)
