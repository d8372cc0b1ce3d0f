"""Consolidation runs, their groups and how far a sitting is."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from luodi.kernel.choices import JobState
from luodi.listening.choices import StatementState
from luodi.problems.choices import Decision, RunState
from luodi.problems.models import ConsolidationRun, LinkProposal, ProposedProblem


def latest_run(campaign: int) -> ConsolidationRun | None:
    """The run whose proposals are being decided."""
    done = ConsolidationRun.objects.filter(campaign=campaign, state=RunState.DONE)
    return done.order_by("-pk").first()


def busy_run(campaign: int) -> ConsolidationRun | None:
    """The run a worker has, or will take, in hand."""
    runs = ConsolidationRun.objects.filter(campaign=campaign)
    return runs.filter(job__state__in=(JobState.QUEUED, JobState.RUNNING)).first()


def by_gain(run: ConsolidationRun) -> models.QuerySet[ProposedProblem]:
    """Groups with something to decide, first the one whose review settles most statements.

    Expected gain = the sum of the engine's confidence over the open proposals.
    """
    waiting = models.Q(
        proposals__decision=Decision.OPEN, proposals__statement__state=StatementState.ACCEPTED
    )
    return (
        run.groups.annotate(
            waiting=models.Count("proposals", filter=waiting),
            gain=Coalesce(models.Sum("proposals__score", filter=waiting), 0.0),
        )
        .filter(waiting__gt=0)
        .order_by("-gain", "number")
    )


def members_of(run: ConsolidationRun) -> dict[int, set[int]]:
    """Group → its statements, proposed or already linked."""
    found = {pk: set(known) for pk, known in run.groups.values_list("pk", "known")}
    rows = LinkProposal.objects.filter(group__run=run).values_list("group", "statement")
    for group, statement in rows:
        found[group].add(statement)
    return found


@dataclass(frozen=True)
class Sitting:
    """How far the review of a run is."""

    decided: int
    total: int
    groups_left: int
    mine: int

    @property
    def left(self) -> int:
        """Proposals still to decide."""
        return self.total - self.decided


def sitting(run: ConsolidationRun, reader: Any) -> Sitting:
    """Count decided and waiting proposals; those decided elsewhere count as decided."""
    rows = LinkProposal.objects.filter(group__run=run)
    counts = rows.aggregate(
        total=models.Count("pk"),
        left=models.Count("pk", filter=models.Q(
            decision=Decision.OPEN, statement__state=StatementState.ACCEPTED
        )),
        groups=models.Count("group", distinct=True, filter=models.Q(
            decision=Decision.OPEN, statement__state=StatementState.ACCEPTED
        )),
        mine=models.Count("pk", filter=models.Q(decided_by=reader)),
    )  # fmt: skip
    return Sitting(
        counts["total"] - counts["left"], counts["total"], counts["groups"], counts["mine"]
    )
