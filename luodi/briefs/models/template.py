"""Templates of briefs: a text with figures in it, every saved version kept."""

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.briefs.choices import BriefKind
from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.guards import AppendOnly, NeverDeleted
from luodi.kernel.models import Record, RecordQuerySet

WRITERS = (Role.OFFICE, Role.SUPERVISOR, Role.LEADER, Role.APPROVER)
"""Who sees what is still being written."""


class TemplateQuerySet(RecordQuerySet):
    """Templates."""

    def visible_to(self, reader: Any) -> Self:
        """Those who write, check and sign briefs."""
        return self if is_business(reader) and reader.standing.has(*WRITERS) else self.none()


class BriefTemplate(Record):
    """A brief that is written again and again."""

    code = models.SlugField(_("编号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("文种"), max_length=10, choices=BriefKind, default=BriefKind.BRIEF)
    masthead = models.CharField(
        _("报头"), max_length=40, help_text=_("红色大字，如“解放思想大讨论简报”。")
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    source = models.TextField(_("正文模板"))
    letterhead = models.ForeignKey(
        "kernel.Evidence", models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("本单位 Word 模板"),
    )  # fmt: skip
    active = models.BooleanField(_("可选用"), default=True)

    private_fields = ("source",)
    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("简报模板")
        verbose_name_plural = _("简报模板")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("briefs:template", args=[self.pk])

    def search_text(self) -> tuple[str, str]:
        """Found by its name and head."""
        return self.name, f"{self.code} {self.masthead} {self.note}"


class TextQuerySet(RecordQuerySet):
    """Versions of a text."""

    def visible_to(self, reader: Any) -> Self:
        """Those who write, check and sign briefs."""
        return self if is_business(reader) and reader.standing.has(*WRITERS) else self.none()


class TemplateText(Record):
    """One saved version of a template."""

    template = models.ForeignKey(BriefTemplate, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField(_("版次"))
    source = models.TextField(_("正文模板"))
    made_by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")

    private_fields = ("source",)
    objects = TextQuerySet.as_manager()
    guards = (NeverDeleted(), AppendOnly(reason="模板的历史版本不得改动"))

    class Meta:
        ordering = ["-number"]
        verbose_name = _("模板版本")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="one_template_text_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"
