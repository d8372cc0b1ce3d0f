"""Imports: the uploaded file, what each row would do, what was done."""

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.choices import ImportState, RowVerdict


class ImportQuerySet(models.QuerySet["ImportRun"]):
    """Imports."""

    def visible_to(self, reader: Any) -> Self:
        """One's own."""
        return self.filter(by=reader) if reader.is_authenticated else self.none()


class ImportRun(models.Model):
    """One file on its way in: uploaded, previewed, confirmed, perhaps undone.

    `known` is what was found out about the file when it came (how far its sheets reach, their names,
    the first rows of the one that is read), so that its pages need not open it; its digest names it.
    `numbers` were reserved for the codes of its new rows: prefix, first, end (not included).
    """

    sheet = models.CharField(_("表"), max_length=60)
    by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+")
    file_name = models.CharField(_("文件名"), max_length=200)
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    context = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    worksheet = models.CharField(_("工作表"), max_length=120, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(
        _("状态"), max_length=10, choices=ImportState, default=ImportState.UPLOADED
    )
    counts = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("导入")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("kernel:import", args=[self.pk])


class ImportRow(models.Model):
    """One row of the file: what it says, what it would change, what is wrong with which cell."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("行号"))
    verdict = models.CharField(_("结果"), max_length=8, choices=RowVerdict)
    accepted = models.BooleanField(_("写入"), default=True)
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    errors = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    object_id = models.BigIntegerField(null=True)
    object_version = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_row_a_number")]
        indexes = [models.Index(fields=["run", "verdict", "number"])]
