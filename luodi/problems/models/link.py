"""归并关系: which statement belongs to which problem, from when to when."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.kernel.marks import Mark
from luodi.listening.models import Statement
from luodi.listening.models.gathering import reads_campaign
from luodi.problems.choices import LinkMethod, RegroupingKind
from luodi.problems.models.problem import Problem


class LinkQuerySet(models.QuerySet["Link"]):
    """Links."""

    def open(self) -> "LinkQuerySet":
        """In force now."""
        return self.filter(until=None)

    def reads_all(self, reader: Any, campaign: int | None = None) -> bool:
        """As of the statements that are linked."""
        return reads_campaign(reader, campaign)


_TOUCHED = (
    "INSERT INTO problems_volumetouch (problem_id, unit_id, said_at) "
    "SELECT NEW.problem_id, s.unit_id, s.said_at FROM listening_statement s WHERE s.id = NEW.statement_id"
)
"""What the map counts of this link is to be counted again (`models.volume`)."""
_SAID = (
    "INSERT INTO problems_volumetouch (problem_id, unit_id, said_at) SELECT l.problem_id, {0}.unit_id, "
    "{0}.said_at FROM problems_link l WHERE l.statement_id = NEW.id AND l.until IS NULL"
)
_EDITED = " OR ".join(
    f"OLD.{column} IS DISTINCT FROM NEW.{column}"
    for column in ("unit_id", "said_at", "likes", "speaker", "raised_by_id", "guest_id")
)


class Link(models.Model):
    """A statement belongs to a problem. Never changed: it is ended, and another one begins."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="links")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="links")
    primary = models.BooleanField(_("主要"), default=True)
    since = models.DateTimeField(_("起始"), default=clock.now)
    until = models.DateTimeField(_("终止"), null=True, blank=True)
    by = models.ForeignKey(
        "kernel.User", models.PROTECT, null=True, related_name="+", verbose_name=_("操作人")
    )
    ended_by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    method = models.CharField(
        _("方式"), max_length=10, choices=LinkMethod, default=LinkMethod.MANUAL
    )
    score = models.FloatField(null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    came_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """The link this one replaces when statements move between problems."""

    objects = LinkQuerySet.as_manager()
    guards = (
        NeverDeleted(reason="归并关系不得删除，只能终止"),
        Frozen(("statement", "problem", "since"), reason="归并关系不得改写，只能终止后另建"),
        Frozen(
            ("until",), reason="已终止的归并关系不得恢复，只能另建", when="OLD.until IS NOT NULL"
        ),
    )

    marks = (
        Mark("volume_begun", "INSERT", (_TOUCHED,), "NEW.until IS NULL"),
        Mark("volume_ended", "UPDATE OF until", (_TOUCHED,)),
        Mark(
            "volume_edited",
            "UPDATE",
            (_SAID.format("OLD"), _SAID.format("NEW")),
            _EDITED,
            Statement,
        ),
    )

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("归并关系")
        indexes = [
            models.Index(fields=["problem", "until"]),
            models.Index(fields=["statement", "until"]),
            models.Index(
                fields=["problem", "statement"], condition=Q(until=None), name="links_in_force"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["statement"],
                condition=Q(until=None, primary=True),
                name="one_primary_problem",
            ),
            models.UniqueConstraint(
                fields=["statement", "problem"], condition=Q(until=None), name="one_open_link"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement} → {self.problem}"


class RegroupingQuerySet(models.QuerySet["Regrouping"]):
    """Merges, splits and moves."""

    def in_force(self) -> Self:
        """Not undone."""
        return self.filter(undone_at=None)

    def involving(self, problem: Problem) -> Self:
        """That took statements from this problem or gave it some."""
        return self.filter(Q(source=problem) | Q(target=problem))


class Regrouping(models.Model):
    """Statements moved from one problem to another: a merge, a split or a move. Undone, not erased."""

    kind = models.CharField(_("方式"), max_length=8, choices=RegroupingKind)
    source = models.ForeignKey(Problem, models.PROTECT, related_name="regrouped_from")
    target = models.ForeignKey(Problem, models.PROTECT, related_name="regrouped_into")
    by = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="+", verbose_name=_("操作人")
    )
    at = models.DateTimeField(_("时间"), default=clock.now)
    reason = models.CharField(_("理由"), max_length=300)
    moved = models.ManyToManyField(Link, related_name="+")
    """The links the move opened under the target."""
    measures_moved = models.JSONField(default=list)
    repointed = models.JSONField(default=list)
    """Problems merged into the source earlier; they now point to the target, so there are no chains."""
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undone_by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    undone_why = models.CharField(max_length=300, blank=True)

    objects = RegroupingQuerySet.as_manager()
    guards = (
        NeverDeleted(),
        Frozen(("kind", "source", "target", "by", "at", "reason"), reason="归并记录不得改写"),
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("并案与拆分")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_regrouping_says_why"),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="a_regrouping_has_two_problems"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.source} → {self.target}"
