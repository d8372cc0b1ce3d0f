"""What the frame of every page shows or gives its forms: navigation, bell, ribbon, mark of a form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject

from luodi.kernel import clock, notices, once, preferences


@dataclass(frozen=True)
class NavItem:
    """A line of the navigation: who sees it is asked of the reader."""

    label: str | Promise
    url_name: str
    icon: str
    shown: Callable[[Any], bool]
    position: int = 50
    key: str = ""
    """The letter after `g` that goes there."""


NAV: list[NavItem] = []


def add_nav(item: NavItem) -> None:
    """A room adds its line."""
    NAV.append(item)
    NAV.sort(key=lambda i: i.position)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "unread_count": SimpleLazyObject(lambda: notices.unread_count(request.user)),
        "office_name": preferences.get("office.name"),
        "sample_notice": preferences.get("sample.notice"),
        "sample_sign_ins": preferences.get("sample.sign_ins"),
        "today": clock.today(),
        "once": SimpleLazyObject(lambda: once.token_of(request)),
    }


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated:
        return []
    items = [(item, reverse(item.url_name)) for item in NAV if item.shown(request.user)]
    here = _longest((url for _item, url in items), request.path)
    return [
        {"label": i.label, "url": url, "icon": i.icon, "active": url == here, "key": i.key}
        for i, url in items
    ]


def _longest(urls: Iterable[str], path: str) -> str | None:
    """The line one is under: /measures/cards/ is under 亮牌, not under 整改台账 too."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default=None)
