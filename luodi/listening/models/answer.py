"""What the office told whoever spoke, and what they think of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.kernel.guards import AppendOnly, NeverDeleted
from luodi.kernel.models import Unit
from luodi.listening.choices import Rating
from luodi.listening.models.statement import Statement


class Answer(models.Model):
    """What the office told whoever spoke. Written once; a better answer is another one."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="answers")
    text = models.TextField(_("答复"))
    answered_at = models.DateTimeField(_("答复时间"))
    by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    imported = models.BooleanField(_("随表导入"), default=False)

    guards = (AppendOnly(reason="答复只增不改"), NeverDeleted(reason="答复不得删除"))

    class Meta:
        ordering = ["answered_at", "pk"]
        verbose_name = _("答复")

    def __str__(self) -> str:
        return self.text[:40]


class AnswerRating(models.Model):
    """What the speaker thinks of an answer; one rating an answer."""

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="rating")
    rating = models.CharField(_("评价"), max_length=12, choices=Rating)
    comment = models.CharField(_("补充说明"), max_length=300, blank=True)
    at = models.DateTimeField()

    guards = (AppendOnly(), NeverDeleted())

    class Meta:
        verbose_name = _("答复评价")

    def __str__(self) -> str:
        return self.get_rating_display()
