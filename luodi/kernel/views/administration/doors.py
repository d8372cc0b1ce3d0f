"""Doors of the administration pages: each is known to one kind of administrator only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise

from luodi.kernel.context import NavItem, add_nav

View = Callable[..., HttpResponse]


def only(role: str) -> Callable[[View], View]:
    """A page only this administrator knows of; others get 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            reader: Any = request.user
            if not reader.standing.has(role):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def door(label: Promise, url_name: str, icon: str, role: str, position: int) -> None:
    """A line of the navigation for this administrator."""
    add_nav(NavItem(label, url_name, icon, lambda user: user.standing.has(role), position))
