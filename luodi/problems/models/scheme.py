"""The words an office sorts by: its own category scheme, and its names for themes."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.kernel.guards import NeverDeleted
from luodi.kernel.models import Record, RecordQuerySet
from luodi.listening.models import Campaign


class SchemeQuerySet(RecordQuerySet):
    """Rows of category schemes."""

    def visible_to(self, reader: Any) -> Self:
        """Whoever sees the campaign."""
        return self.filter(campaign__in=Campaign.objects.visible_to(reader))

    def in_force(self) -> Self:
        """Not retired."""
        return self.filter(retired=False)


class SchemeEntry(Record):
    """One row of an office's official categories, one to three levels deep."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="scheme", verbose_name=_("专项工作")
    )
    first = models.CharField(_("一级分类"), max_length=60)
    second = models.CharField(_("二级分类"), max_length=60, blank=True)
    third = models.CharField(_("三级分类"), max_length=60, blank=True)
    retired = models.BooleanField(_("已停用"), default=False)

    objects = SchemeQuerySet.as_manager()
    guards = (NeverDeleted(reason="分类不得删除，只能停用"),)

    class Meta:
        ordering = ["campaign", "first", "second", "third"]
        verbose_name = _("分类")
        verbose_name_plural = _("分类体系")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "first", "second", "third"],
                condition=models.Q(retired=False),
                name="one_scheme_entry_a_path",
            ),
            models.CheckConstraint(
                condition=~models.Q(first="") & (models.Q(third="") | ~models.Q(second="")),
                name="a_scheme_entry_has_no_hole",
            ),
        ]

    def __str__(self) -> str:
        return "/".join(self.path)

    @property
    def path(self) -> tuple[str, ...]:
        """Its names, from the top."""
        return tuple(name for name in (self.first, self.second, self.third) if name)


class ThemeName(Record):
    """What the office calls a theme the engine proposes; it holds for every later run."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="theme_names")
    theme = models.CharField(max_length=100, editable=False)
    """The engine's own name for it, `upper/lower`."""
    label = models.CharField(_("名称"), max_length=60)

    class Meta:
        ordering = ["campaign", "theme"]
        verbose_name = _("主题名称")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "theme"], name="one_name_a_theme")
        ]

    def __str__(self) -> str:
        return self.label
