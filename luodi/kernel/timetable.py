"""What the kernel does once a day: the digest, accounts nobody uses, what nobody needs any more."""

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from luodi.kernel import notices, once, signin
from luodi.kernel.choices import ImportState
from luodi.kernel.jobs import daily
from luodi.kernel.models import ImportRun, User

FILES_KEPT = timedelta(days=90)


@daily("kernel.digest")
def digest(day: date) -> None:
    """One message a day to the group robots."""
    notices.digest()


@daily("kernel.unused_accounts")
def unused_accounts(day: date) -> None:
    """Accounts nobody used for long are switched off (GB/T 22239-2019 8.1.4.1)."""
    for user in User.objects.filter(is_active=True):
        if signin.is_unused(user):
            signin.switch_off_unused(user)


@daily("kernel.uploads")
def uploads(day: date) -> None:
    """Uploaded tables go when their import is long over; what they brought stays."""
    over = (ImportState.APPLIED, ImportState.UNDONE, ImportState.REFUSED, ImportState.DISCARDED)
    long_ago = timezone.now() - FILES_KEPT
    needed = set(
        ImportRun.objects.exclude(state__in=over, created_at__lt=long_ago).values_list(
            "sha256", flat=True
        )
    )
    for path in Path(settings.UPLOAD_DIR).glob("*"):
        if path.name not in needed and path.stat().st_mtime < long_ago.timestamp():
            path.unlink(missing_ok=True)


@daily("kernel.sent_forms")
def sent_forms(day: date) -> None:
    """Marks of saved forms go when no open page can send them again."""
    once.forget_old()
