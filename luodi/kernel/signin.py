"""Signing in: the lock-out rule in the database, shared by all processes, written to the trail.

Five failures in fifteen minutes lock the account name and the address for twenty minutes
(GB/T 22239-2019 8.1.4.1); the right password does not help meanwhile.
"""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.kernel import clock, trail
from luodi.kernel.choices import Role
from luodi.kernel.models import SignInAttempt, SignInLock, User
from luodi.kernel.refusals import NotAllowed


class SignInBackend(AuthenticationBackend):
    """allauth's, which reads an account with its person: every page names both."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


class SignInAdapter(DefaultAccountAdapter):
    """allauth with our rule: no self-registration, lock-out, unused accounts, trail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if is_locked(credentials.get("username", ""), address_of(request)):
            raise ValidationError(locked_sentence(), code="locked")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failure(credentials.get("username", ""), address_of(request))

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """An account nobody used for long is off before the timetable gets to it."""
        if user.is_active and is_unused(user):
            switch_off_unused(user)
        answer: HttpResponse | None = super().pre_login(request, user, **options)
        return answer

    def set_password(self, user: User, password: str) -> None:
        """Somebody chose a password of their own: nothing forces another change."""
        user.set_password(password)
        user.must_change_password = False
        user.password_changed_at = clock.now()
        user.save()
        trail.record("kernel.user.change_password", user, by=user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return request.POST.get("next") or settings.LOGIN_REDIRECT_URL


def locked_sentence() -> str:
    """The one answer for a locked name or address, whether the name exists or not."""
    return _("登录失败次数过多，已锁定 %(minutes)d 分钟，请稍后再试或联系安全管理员。") % {
        "minutes": settings.SIGN_IN_LOCK_MIN
    }


def address_of(request: HttpRequest) -> str:
    """The client's address; proxies are believed only as far as LUODI_TRUSTED_PROXIES says."""
    chain = [
        a.strip() for a in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if a.strip()
    ]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(chain) >= trusted:
        return str(chain[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))


def is_locked(username: str, address: str) -> bool:
    """Whether this account name or this address must wait."""
    subjects = [_name(username), address]
    return SignInLock.objects.filter(subject__in=subjects, until__gt=timezone.now()).exists()


def note_failure(username: str, address: str) -> None:
    """Count a failure; lock name and address when it is one too many."""
    now = timezone.now()
    SignInAttempt.objects.create(username=username[:150], address=address or None, at=now)
    since = now - timedelta(minutes=settings.SIGN_IN_WINDOW_MIN)
    recent = SignInAttempt.objects.filter(at__gte=since)
    for subject, failures in (
        (_name(username), recent.filter(username=username[:150]).count()),
        (address, recent.filter(address=address or None).count()),
    ):
        if failures >= settings.SIGN_IN_FAILURES:
            until = now + timedelta(minutes=settings.SIGN_IN_LOCK_MIN)
            SignInLock.objects.update_or_create(subject=subject, defaults={"until": until})
    trail.record("kernel.user.sign_in", by=None, after={"username": username[:40]}, allowed=False,
                 reason="用户名或密码错误")  # fmt: skip


def is_unused(user: User) -> bool:
    """Whether nobody has signed in, nor been given a password, for so many days. In the sample
    district time stands still, and nothing grows old."""
    if clock.fixed_day() is not None:
        return False
    known = (user.last_login, user.password_changed_at, user.created_at)
    last = max(moment for moment in known if moment is not None)
    return last < clock.now() - timedelta(days=settings.UNUSED_DAYS)


@transaction.atomic
def switch_off_unused(user: User) -> None:
    """Close an unused account; a new first password by the security administrator opens it."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    why = f"{settings.UNUSED_DAYS} 天未使用"
    trail.record("kernel.user.set_active", user, by=None, after={"active": False}, reason=why)


def unlock(user: User, *, by: Any) -> None:
    """The security administrator lets somebody try again."""
    if not by.standing.has(Role.SECURITY_ADMIN):
        raise NotAllowed(_("解锁须由安全管理员办理。"))
    SignInLock.objects.filter(subject=_name(user.username)).delete()
    SignInAttempt.objects.filter(username=user.username).delete()
    trail.record("kernel.user.unlock", user, by=by)


def _name(username: str) -> str:
    return f"@{username[:150]}"


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Start the session's clocks and write the trail."""
    request.session["signed_in_at"] = request.session["seen_at"] = timezone.now().timestamp()
    SignInAttempt.objects.filter(username=user.username).delete()
    with trail.from_address(address_of(request)):
        trail.record("kernel.user.sign_in", user, by=user)
