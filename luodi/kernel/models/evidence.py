"""Evidence: a file or a link with its digest, never deleted, only withdrawn with a reason."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel.choices import EvidenceKind, Visibility
from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.kernel.models.base import Record, RecordQuerySet


class EvidenceQuerySet(RecordQuerySet):
    """Evidence."""

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, reader: Any) -> Self:
        """One's own, and what hangs on a record one may see (rooms say which: access.evidence_of)."""
        from luodi.kernel.access import evidence_sources  # leaf: access reads models

        if not reader.is_authenticated:
            return self.none()
        mine = Q(added_by=reader)
        for source in evidence_sources:
            mine |= Q(pk__in=source(reader))
        return self.filter(mine)


EvidenceManager = models.Manager.from_queryset(EvidenceQuerySet)


class Evidence(Record):
    """What proves something."""

    kind = models.CharField(_("类型"), max_length=10, choices=EvidenceKind)
    title = models.CharField(_("名称"), max_length=120)
    described = models.CharField(_("说明"), max_length=500, blank=True)
    taken_on = models.DateField(_("形成日期"), null=True, blank=True)
    link = models.URLField(_("网址"), blank=True, max_length=500)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    sha256 = models.CharField(max_length=64, db_index=True)
    visibility = models.CharField(
        _("公开范围"), max_length=12, choices=Visibility, default=Visibility.INTERNAL
    )
    added_by = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    on_behalf_of = models.ForeignKey(
        "kernel.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代"),
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "kernel.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(_("撤回原因"), max_length=300, blank=True)

    objects: ClassVar[EvidenceManager] = EvidenceManager()
    guards = (
        NeverDeleted(reason="佐证材料不得删除，只能撤回"),
        Frozen(("sha256", "link", "file_name"), reason="佐证材料不得替换，只能撤回后重传"),
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") ^ Q(file_name=""), name="evidence_is_a_file_or_a_link"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_why=""),
                name="evidence_is_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("kernel:evidence", args=[self.pk])
