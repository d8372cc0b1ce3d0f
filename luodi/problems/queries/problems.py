"""Problems with what hangs on them.

Measures live in the room above and are reached through the problem's own relations.
"""

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from luodi.problems.choices import ProblemState
from luodi.problems.models import Link, Problem

_NOT_STARTED = ("draft", "cancelled")
"""Measures nobody was given yet, or any more."""


def open_measures(problem: Problem) -> models.QuerySet:
    """Measures that have not ended, drafts among them."""
    ended = problem.measures.ended().values("pk")
    return problem.measures.exclude(pk__in=ended)


def how_measures_stand(problem: Problem) -> tuple[int, int]:
    """How many have not ended, and how many ended with a result."""
    ended = models.Q(pk__in=problem.measures.ended().order_by().values("pk"))
    counted = problem.measures.order_by().aggregate(
        going=models.Count("pk", filter=~ended),
        resulted=models.Count("pk", filter=ended & ~models.Q(state="cancelled")),
    )
    return counted["going"], counted["resulted"]


def started_measures(problem: Problem) -> models.QuerySet:
    """Measures that were assigned to somebody and not cancelled."""
    return problem.measures.exclude(state__in=_NOT_STARTED)


def leads_a_measure(person: int) -> models.Exists:
    """Whether this person answers for, or signs for, a measure of the problem now."""
    answers = models.Q(
        measures__accountabilities__person=person, measures__accountabilities__until=None
    )
    same = Problem._base_manager.filter(pk=models.OuterRef("pk"))
    return models.Exists(same.filter(answers | models.Q(measures__signer=person)))


def with_lead(problems: models.QuerySet, person: int | None) -> models.QuerySet:
    """The same problems; each knows whether this person leads one of its measures."""
    if person is None:
        return problems
    return problems.annotate(lead_asked_of=models.Value(person), led=leads_a_measure(person))


def has_outcome(problem: Problem) -> bool:
    """Whether somebody wrote down what came of the problem or of one of its measures."""
    own = models.Exists(problem.outcomes.all())
    of_measures = models.Exists(problem.measures.filter(outcomes__isnull=False))
    here = Problem.objects.filter(models.Q(own) | models.Q(of_measures), pk=problem.pk)
    return here.exists()


def with_counts(problems: models.QuerySet) -> models.QuerySet:
    """Each with `statement_count` (open links) and `measure_count`."""
    measure: Any = Problem._meta.get_field("measures").related_model
    return problems.annotate(
        statement_count=_count(Link.objects.open()), measure_count=_count(measure._base_manager)
    )


def _count(rows: Any) -> Coalesce:
    own = rows.filter(problem=models.OuterRef("pk")).order_by().values("problem")
    return Coalesce(models.Subquery(own.annotate(n=models.Count("pk")).values("n")), 0)


def targets_for(campaign: int) -> models.QuerySet:
    """Problems of a campaign that can take statements."""
    closed_to = (ProblemState.MERGED, ProblemState.CLOSED)
    return Problem.objects.filter(campaign=campaign).exclude(state__in=closed_to)
