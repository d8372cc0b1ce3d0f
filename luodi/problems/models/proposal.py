"""What the engine proposes and what people said to it; refusals are kept."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.guards import NeverDeleted
from luodi.listening.choices import StatementState
from luodi.listening.models import Campaign, Statement
from luodi.problems.choices import Decision, RunState
from luodi.problems.models.problem import Problem


class RunQuerySet(models.QuerySet["ConsolidationRun"]):
    """Runs."""

    def visible_to(self, reader: Any) -> Self:
        """The office of the campaign."""
        if not is_business(reader):
            return self.none()
        if reader.standing.everywhere(Role.OFFICE):
            return self
        return self.filter(campaign__in=reader.standing.campaign_ids(Role.OFFICE))


class ConsolidationRun(models.Model):
    """One run of the engine over a campaign's statements."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="runs")
    by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("开始时间"), default=clock.now)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    state = models.CharField(_("状态"), max_length=8, choices=RunState, default=RunState.QUEUED)
    parameters = models.JSONField(default=dict)
    engine_version = models.CharField(_("引擎版本"), max_length=20, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    difference = models.JSONField(default=dict)
    """Against the run before: new, moved and gone groups."""
    job = models.ForeignKey("kernel.Job", models.SET_NULL, null=True, related_name="+")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("归并计算")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("problems:run", args=[self.pk])


class ProposedProblem(models.Model):
    """A group of statements the engine takes for one problem."""

    run = models.ForeignKey(ConsolidationRun, models.PROTECT, related_name="groups")
    number = models.PositiveIntegerField(_("序号"))
    engine_id = models.CharField(max_length=40)
    label = models.CharField(_("名称"), max_length=200)
    theme = models.CharField(_("主题"), max_length=100, blank=True)
    category = models.CharField(_("类别"), max_length=100, blank=True)
    heat = models.FloatField(_("热度"), default=0)
    places = models.JSONField(default=list)
    organisations = models.JSONField(default=list)
    near = models.JSONField(default=list)
    """Near misses: [statement id, score] below the line."""
    known = models.JSONField(default=list)
    """Members a person had linked before the run: context, not proposals."""
    portrait = models.JSONField(default=dict)
    """What the engine says of it: sentences, people, first, last, speakers, likes, growth, heat
    parts and the words that spoke for the category."""
    named_by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="proposals")
    """The problem this group became or continues."""
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")

    guards = (NeverDeleted(),)

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_group_a_number")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("problems:review", args=[self.run_id, self.number])


class LinkProposalQuerySet(models.QuerySet["LinkProposal"]):
    """Proposals."""

    def open(self) -> Self:
        """Nobody has decided yet, and the statement still waits for a destination."""
        return self.filter(decision=Decision.OPEN, statement__state=StatementState.ACCEPTED)

    def decided(self) -> Self:
        """Somebody has decided."""
        return self.exclude(decision=Decision.OPEN)

    def reads_all(self, reader: Any, campaign: int | None = None) -> bool:
        """The office of the campaign, as of its runs."""
        standing = reader.standing
        everywhere, own = standing.everywhere(Role.OFFICE), standing.campaign_ids(Role.OFFICE)
        return is_business(reader) and bool(everywhere or campaign in own)


class LinkProposal(models.Model):
    """The engine thinks this statement belongs to that group; a person decides."""

    group = models.ForeignKey(ProposedProblem, models.PROTECT, related_name="proposals")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="proposals")
    score = models.FloatField(default=0)
    decision = models.CharField(_("决定"), max_length=8, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")

    objects = LinkProposalQuerySet.as_manager()
    guards = (NeverDeleted(reason="归并建议及其决定不得删除"),)

    class Meta:
        ordering = ["group", "-score", "pk"]
        indexes = [models.Index(fields=["decision", "statement"])]
        constraints = [
            models.UniqueConstraint(fields=["group", "statement"], name="one_proposal_a_statement"),
            models.CheckConstraint(
                condition=Q(decision=Decision.OPEN)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decision_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement} → {self.group}"
