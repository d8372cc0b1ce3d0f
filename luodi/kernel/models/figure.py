"""Kept for figures: published values with the records behind them, and everybody's own board."""

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel.choices import Role
from luodi.kernel.guards import AppendOnly, NeverDeleted
from luodi.kernel.models.base import Record, RecordQuerySet


class SnapshotQuerySet(RecordQuerySet):
    """Published figures."""

    def visible_to(self, reader: Any) -> Self:
        """One's own; all of them for those who read everything. A room that publishes shows its
        snapshots on its own pages to whom it shows those pages."""
        if not reader.is_authenticated:
            return self.none()
        if reader.standing.everywhere(Role.OFFICE, Role.SUPERVISOR, Role.LEADER):
            return self
        return self.filter(taken_by=reader.pk) if reader.pk else self.none()


SnapshotManager = models.Manager.from_queryset(SnapshotQuerySet)


class FigureSnapshot(Record):
    """A figure as it was published: value, definition, context and a digest of every record."""

    key = models.CharField(_("数字"), max_length=80, db_index=True)
    title = models.CharField(_("名称"), max_length=160)
    unit_name = models.CharField(_("单位"), max_length=20)
    kind = models.CharField(max_length=10)
    number = models.DecimalField(
        _("已发布"), max_digits=36, decimal_places=12, null=True, blank=True
    )
    text = models.CharField(_("已发布"), max_length=60)
    definition = models.PositiveIntegerField(_("口径版本"))
    rule = models.TextField(_("口径"))
    context = models.JSONField(default=dict, blank=True)
    records = models.PositiveBigIntegerField(_("记录数"))
    evidence_hash = models.CharField(_("记录校验值"), max_length=64)
    """SHA-256 over the hashes of all its blocks."""
    sight = models.JSONField(default=list, blank=True)
    """The roles with whose eyes it was counted."""
    trail_seq = models.BigIntegerField()
    """The trail's number when it was taken: what came later may have moved it."""
    taken_at = models.DateTimeField(_("发布时间"))
    taken_by = models.ForeignKey(
        "kernel.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发布人"),
    )

    objects: ClassVar[SnapshotManager] = SnapshotManager()
    guards = (
        NeverDeleted(reason="已发布的数字不得删除"),
        AppendOnly(reason="已发布的数字不得修改"),
    )

    class Meta:
        ordering = ["-taken_at", "-pk"]
        verbose_name = _("已发布数字")
        verbose_name_plural = _("已发布数字")

    def __str__(self) -> str:
        return f"{self.title} {self.text}{self.unit_name}"

    def get_absolute_url(self) -> str:
        return reverse("kernel:snapshot", args=[self.pk])


class SnapshotBlock(models.Model):
    """The records of one slice of a snapshot's list: a month, or 65,536 keys after one another.

    A slice can be read again alone, so that verifying goes down only where something moved.
    """

    snapshot = models.ForeignKey(FigureSnapshot, models.PROTECT, related_name="blocks")
    part = models.PositiveSmallIntegerField()
    """The number of the list: a ratio has two."""
    by_month = models.BooleanField()
    number = models.BigIntegerField()
    """Months since the year 0, and 0 without a date; else the key without its last 16 bits."""
    records = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    digests = models.BinaryField(null=True)
    """(key, digest) of every record, packed; none when the snapshot has too many."""
    mark = models.BigIntegerField(null=True)
    """What the cells of the whole month came to (`figures.rollup`); none when it was not read."""

    guards = (
        NeverDeleted(reason="已发布的数字不得删除"),
        AppendOnly(reason="已发布的数字不得修改"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "part", "by_month", "number"], name="one_block_a_slice"
            )
        ]


class FigureBoard(Record):
    """The figures a person keeps in view, in an order of one's own."""

    user = models.OneToOneField("kernel.User", models.PROTECT, related_name="board")
    tiles = models.JSONField(_("数字"), default=list, blank=True)
    """[{"key": …, "context": {…}}, …]"""

    class Meta:
        verbose_name = _("我的数字")
        verbose_name_plural = _("我的数字")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.user}"
