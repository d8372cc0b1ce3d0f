"""One form saves once, however often it is sent: a double click, a lost answer, a server that died.

A page gives its form a token of its own. The first save keeps a digest of it in the same
transaction; the same form sent again by the same person leads to what was made. The mark belongs
to the visit of the page: going back after a save finds it again in the browser's history entry
(`luodi.js`), however the page comes back; a reload or a fresh visit begins another form.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from luodi.kernel.models import SentForm
from luodi.kernel.refusals import Refused

M = TypeVar("M")
FIELD = "once"
KEPT = timedelta(days=7)
"""Longer than a session lives, so that no open page outlasts its token."""
_NOT_CONTENT = {FIELD, "csrfmiddlewaretoken"}


class SavedBefore(Refused):
    """This form was saved already, but with something else in it."""


@dataclass(frozen=True)
class Sent(Generic[M]):
    """Where to go on; `made` is None when an earlier post made it."""

    made: M | None
    url: str


def new_token() -> str:
    """For the hidden field of one form (`kernel/parts/once.html`)."""
    return secrets.token_urlsafe(18)


def token_of(request: HttpRequest) -> str:
    """The token a form came back with, or a new one: what failed validation stays the same form."""
    return request.POST.get(FIELD) or new_token()


def save_once(
    request: HttpRequest, make: Callable[[], M], where: Callable[[M], str], *, sender: str = ""
) -> Sent[M]:
    """Do `make`, unless this form was saved before; then only say so, and where it led.

    `sender` names who has no account. An address that is itself a secret is not for `where`.
    Raises `SavedBefore` when the form came back with other content: that may be meant as a second
    record, so the person decides. A form without a token is saved as it comes.
    """
    token = request.POST.get(FIELD, "")
    if not token:
        made = make()
        return Sent(made, where(made))
    key = _digest([sender or f"user {request.user.pk}", request.path, token])
    content = _digest(_content(request))
    refused: Refused | ValidationError
    with transaction.atomic():
        kept = _first(key, content)
        if kept is None:
            return _again(request, SentForm.objects.get(key=key), content)
        try:
            made = make()
        except (Refused, ValidationError) as refusal:
            refused = refusal  # raised below: what the refusal wrote in the trail stays
            kept.delete()
        else:
            kept.url = where(made)
            kept.save(update_fields=["url"])
            return Sent(made, kept.url)
    raise refused


def ask_again() -> str:
    """For a page that shows what was typed again, as a form of its own."""
    return _("刚才已经保存过一次；这次的内容不同，还没有登记。确要另外登记一条，请再保存一次。")


def _first(key: str, content: str) -> SentForm | None:
    """The row, made before anything else: whoever comes second waits here for the first."""
    try:
        with transaction.atomic():
            return SentForm.objects.create(key=key, content=content)
    except IntegrityError:
        return None


def _again(request: HttpRequest, before: SentForm, content: str) -> Sent[Any]:
    if before.content != content:
        raise SavedBefore(
            _("这张表刚才已经保存；这次的内容不同，没有再登记。确要另外登记，请刷新页面后再填。")
        )
    messages.success(request, _("已经保存过，没有重复登记。"))
    return Sent(None, before.url)


def _content(request: HttpRequest) -> list[Any]:
    given = sorted((k, v) for k, v in request.POST.lists() if k not in _NOT_CONTENT)
    files = sorted((k, f.name, f.size) for k, fs in request.FILES.lists() for f in fs)
    return [given, files]


def _digest(value: Any) -> str:
    return salted_hmac("luodi.kernel.once", repr(value), algorithm="sha256").hexdigest()


def forget_old() -> None:
    """Drop what no open page can send again."""
    SentForm.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
