"""Telling people: the inbox, the daily digest, the outbox towards group robots."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import models, transaction

from luodi.kernel import clock
from luodi.kernel.models import Notice, OutboxMessage, Robot, User

DIGEST_LINES = 20


def tell(
    users: Iterable[User | None], kind: str, text: str, *, about: models.Model | None = None
) -> None:
    """Put one line into these people's inboxes, once per unread line and page.

    `text` carries codes, titles of our own work and deadlines, never what a citizen said.
    """
    url = (
        about.get_absolute_url() if about is not None and hasattr(about, "get_absolute_url") else ""
    )
    receivers = {user.pk: user for user in users if user is not None and user.is_active}
    known = set(
        Notice.objects.unread()
        .filter(user__in=receivers, kind=kind, url=url, text=str(text)[:300])
        .values_list("user_id", flat=True)
    )
    Notice.objects.bulk_create(
        Notice(user=user, kind=kind, text=str(text)[:300], url=url)
        for pk, user in receivers.items()
        if pk not in known
    )


def read(notices: models.QuerySet[Notice]) -> int:
    """Mark as read."""
    return notices.filter(read_at=None).update(read_at=clock.now())


@transaction.atomic
def digest() -> int:
    """Once a day: one message per active robot with the number and codes of what is new."""
    fresh = Notice.objects.filter(digested_on=None, at__gte=clock.now() - timedelta(days=2))
    lines = list(fresh.order_by("text").values_list("text", flat=True).distinct())
    count = fresh.update(digested_on=clock.today())
    if len(lines) > DIGEST_LINES:
        lines[DIGEST_LINES:] = [f"另有 {len(lines) - DIGEST_LINES} 条，请登录查看"]
    if lines:
        post("每日提醒", "\n".join(f"> {line}" for line in lines))
    return count


def post(title: str, body: str) -> None:
    """Put a message into the outbox of every active robot; a job sends it (`kernel.outbox`)."""
    OutboxMessage.objects.bulk_create(
        OutboxMessage(robot=robot, title=title, body=body)
        for robot in Robot.objects.filter(active=True)
    )


def unread_count(user: Any) -> int:
    """For the bell."""
    return Notice.objects.visible_to(user).unread().count()
