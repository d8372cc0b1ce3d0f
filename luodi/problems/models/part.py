"""A statement that says several things: it stays whole, and its parts name the problems they touch."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.listening.models import Statement
from luodi.problems.models.problem import Problem


class PartQuerySet(models.QuerySet["Part"]):
    """Parts."""

    def open(self) -> "PartQuerySet":
        """In force now."""
        return self.filter(until=None)


class Part(models.Model):
    """Some words of a statement speak of a problem besides the one it is linked to.

    A part counts nowhere: a statement is counted once, under its own problem.
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="parts")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="parts")
    words = models.TextField(_("这部分的话"))
    by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+")
    since = models.DateTimeField(_("起始"), default=clock.now)
    until = models.DateTimeField(_("终止"), null=True)
    ended_by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")

    objects = PartQuerySet.as_manager()
    guards = (
        NeverDeleted(reason="意见的部分不得删除，只能终止"),
        Frozen(("statement", "problem", "words", "since"), reason="意见的部分不得改写"),
    )

    class Meta:
        ordering = ["statement", "pk"]
        verbose_name = _("意见的部分")
        indexes = [models.Index(fields=["problem", "until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "problem"], condition=Q(until=None), name="one_open_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement} … {self.problem}"
