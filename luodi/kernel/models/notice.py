"""Notices in the inbox, and the outbox towards group robots."""

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.choices import OutboxState, RobotKind
from luodi.kernel.fields import EncryptedCharField


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices."""

    def visible_to(self, reader: Any) -> Self:
        """One's own."""
        return self.filter(user=reader) if reader.is_authenticated else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One line somebody should read, with the page it speaks of."""

    user = models.ForeignKey("kernel.User", models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    digested_on = models.DateField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "read_at"])]
        verbose_name = _("通知")


class Robot(models.Model):
    """A group robot on the office's own platform; off until an administrator switches it on."""

    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("平台"), max_length=10, choices=RobotKind)
    base = models.URLField(_("平台地址"), max_length=300)
    key = EncryptedCharField(_("密钥"))
    secret = EncryptedCharField(_("加签密钥"), blank=True)
    active = models.BooleanField(_("启用"), default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("群机器人")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kernel:robot", args=[self.pk])


class OutboxMessage(models.Model):
    """A message waiting to be sent: codes, deadlines and links only."""

    robot = models.ForeignKey(Robot, models.PROTECT, related_name="messages")
    title = models.CharField(max_length=120)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=OutboxState, default=OutboxState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
