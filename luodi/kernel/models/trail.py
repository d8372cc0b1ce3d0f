"""The trail: append-only, hash-chained events of every write and every refusal."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.kernel.choices import Role
from luodi.kernel.guards import AppendOnly, NeverDeleted


class TrailQuerySet(models.QuerySet["TrailEvent"]):
    """Events."""

    def visible_to(self, reader: Any) -> Self:
        """The audit administrator reads all; others see events on the pages of what they may see."""
        return (
            self
            if reader.is_authenticated and reader.standing.has(Role.AUDIT_ADMIN)
            else self.none()
        )

    def since(self, seq: int, model: type[models.Model]) -> Self:
        """What was done to records of a model after an event; refusals changed none."""
        return self.filter(model=model._meta.label_lower, seq__gt=seq, allowed=True)

    def about(self, record: models.Model) -> Self:
        """Events of one record, oldest first."""
        return self.filter(model=record._meta.label_lower, object_id=record.pk).order_by("seq")


class TrailEvent(models.Model):
    """One thing that was done or refused. No foreign keys: nothing may hold an event or lose it."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(_("操作人"), max_length=80)
    on_behalf_of = models.CharField(_("代"), max_length=80, blank=True)
    address = models.CharField(_("来源地址"), max_length=45, blank=True)
    action = models.CharField(_("动作"), max_length=80)
    model = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True)
    object_code = models.CharField(_("对象"), max_length=80, blank=True)
    before = models.JSONField(_("之前"), default=dict)
    after = models.JSONField(_("之后"), default=dict)
    allowed = models.BooleanField(_("结果"), default=True)
    reason = models.CharField(_("原因"), max_length=500, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = TrailQuerySet.as_manager()
    guards = (AppendOnly(), NeverDeleted(reason="审计日志不得删除"))

    class Meta:
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["model", "object_id"]),
            models.Index(fields=["actor_id", "seq"]),
        ]
        verbose_name = _("审计日志")


class TrailHead(models.Model):
    """The one row that says where the chain ends; locking it puts writers in order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_trail_head")]
