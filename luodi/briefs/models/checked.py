"""Texts whose numbers somebody checks, the figures chosen by hand, and the names learnt from it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.kernel.models import Record, RecordQuerySet, Unit
from luodi.listening.models import Campaign

models.TextField.register_lookup(Length)
TEXT_LIMIT = 200_000


class CheckedTextQuerySet(RecordQuerySet):
    """Texts."""

    def visible_to(self, reader: Any) -> Self:
        """One's own: a draft is nobody else's business."""
        return self.filter(made_by=reader.pk) if is_business(reader) else self.none()


class CheckedText(Record):
    """A text and what it speaks for. What the records say of it is computed anew each time."""

    title = models.CharField(_("名称"), max_length=120)
    text = models.TextField(_("文字"))
    doc_date = models.DateField(
        _("成文日期"), default=clock.today, help_text=_("决定“1至9月”“去年”指哪一年。")
    )
    place = models.CharField(
        _("文中所称本地"), max_length=40, blank=True,
        help_text=_("文中怎样称呼本区或本单位，如“示范区”。不填按统计范围的名称。"),
    )  # fmt: skip
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, verbose_name=_("专项工作")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name=_("统计范围"),
        help_text=_("不选为全区；选定后只对该单位和它的下属。"),
    )  # fmt: skip
    file = models.ForeignKey(
        "kernel.Evidence", models.PROTECT, null=True, blank=True, editable=False,
        related_name="+", verbose_name=_("原文件"),
    )  # fmt: skip
    made_by = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="+", editable=False, verbose_name=_("提交人")
    )

    private_fields = ("text", "title")
    objects = CheckedTextQuerySet.as_manager()
    guards = (NeverDeleted(), Frozen(("text", "file", "made_by"), reason="送核的文字不得改动"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("送核文字")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_checked_text_says_something"),
            models.CheckConstraint(
                condition=Q(text__length__lte=TEXT_LIMIT), name="a_checked_text_is_not_endless"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("briefs:text", args=[self.pk])


class OfText(RecordQuerySet):
    """What hangs on a text."""

    def visible_to(self, reader: Any) -> Self:
        """Whoever sees the text."""
        return self.filter(text__in=CheckedText.objects.visible_to(reader))


class Binding(Record):
    """One number of one text means this figure: a person said so. An empty figure takes it back."""

    text = models.ForeignKey(CheckedText, models.PROTECT, related_name="bindings")
    start = models.PositiveIntegerField(_("位置"))
    figure = models.CharField(_("指标"), max_length=80, blank=True)
    made_by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+")

    objects = OfText.as_manager()

    class Meta:
        ordering = ["text", "start"]
        verbose_name = _("人工认定")
        constraints = [
            models.UniqueConstraint(fields=["text", "start"], name="one_binding_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.start}: {self.figure}"


class AliasQuerySet(RecordQuerySet):
    """Learnt names."""

    def visible_to(self, reader: Any) -> Self:
        """Those who run a campaign: they teach and retire names."""
        teaches = is_business(reader) and reader.standing.has(Role.OFFICE)
        return self if teaches else self.none()

    def in_use(self) -> Self:
        """Not retired."""
        return self.filter(retired_at=None)


class FigureAlias(Record):
    """Another name of a figure, learnt from a person who said what a text meant."""

    figure = models.CharField(_("指标"), max_length=80)
    words = models.CharField(_("叫法"), max_length=40)
    made_by = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="+", verbose_name=_("认定人")
    )
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    objects = AliasQuerySet.as_manager()

    class Meta:
        ordering = ["figure", "words"]
        verbose_name = _("指标叫法")
        constraints = [
            models.UniqueConstraint(
                fields=["words"], condition=Q(retired_at=None), name="a_name_means_one_figure"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="an_alias_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.words} → {self.figure}"
