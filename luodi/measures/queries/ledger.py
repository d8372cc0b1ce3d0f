"""台账: measures with everything a row of the office's eighteen columns says, at the same cost for 1 and 1,000."""

from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from luodi.measures.choices import DeadlineKind
from luodi.measures.models import Accountability, Measure, MeasureEvidence, ProgressReport
from luodi.measures.queries.people import leader_of

IN_ORDER = ("campaign", "problem__code", "suggestion__code", "code")
"""Measures of one problem stand together, so that its cells merge downwards."""


def ledger_rows(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """The same measures, with all a ledger row shows: four queries in all."""
    reports = ProgressReport.objects.filter(measure=OuterRef("pk"), superseded_by=None)
    latest = reports.order_by("-submitted_at", "-pk")
    papers = MeasureEvidence.objects.filter(
        measure=OuterRef("pk"), cycle=OuterRef("cycle"), evidence__withdrawn_at=None
    )
    counted = papers.order_by().values("measure").annotate(n=Count("pk")).values("n")
    return (
        measures.select_related(
            "problem__category", "problem__primary_dimension", "suggestion", "lead_unit", "handler",
            "verifier", "signer", "campaign",
        )
        .prefetch_related(open_accountabilities(), "cooperating_units")
        .annotate(
            latest_text=Subquery(latest.values("text")[:1]),
            latest_at=Subquery(latest.values("submitted_at")[:1]),
            evidence_count=Coalesce(Subquery(counted), 0),
        )
    )  # fmt: skip


def open_accountabilities() -> Prefetch:
    """Who answers now."""
    held = Accountability.objects.filter(until=None).select_related("person")
    return Prefetch("accountabilities", held)


def answered_by(people: set[int]) -> Q:
    """Measures one of these people answers for now."""
    held = Accountability.objects.filter(until=None, person__in=people)
    return Q(pk__in=held.values("measure"))


def deadline_text(measure: Measure) -> str:
    """A date, 立行立改 or 长期坚持."""
    if measure.due_on is not None:
        return measure.due_on.isoformat()
    if measure.deadline_kind == DeadlineKind.DATED:
        return ""
    return str(measure.get_deadline_kind_display())


def goal_text(measure: Measure) -> str:
    """The target, and the form of the result on a line of its own."""
    if not measure.result_form:
        return measure.target
    return f"{measure.target}\n成果形式：{measure.result_form}"


def progress_text(measure: Measure) -> str:
    """The latest report with its day; generated, never retyped."""
    if not measure.latest_text:
        return ""
    return f"{localtime(measure.latest_at):%Y-%m-%d} {measure.latest_text}"


def verified_text(measure: Measure) -> str:
    """Who verified and when it was closed."""
    parts = [
        str(measure.verifier) if measure.verifier else "",
        measure.closed_on.isoformat() if measure.closed_on else "",
    ]
    return " ".join(part for part in parts if part)


def leader_text(measure: Measure) -> str:
    """The accountable leader, or the one who answered last."""
    return str(leader_of(measure) or measure.signer or "")


def origin_text(measure: Measure) -> str:
    """The problem's wording, or the suggestion's number."""
    if measure.problem is not None:
        return measure.problem.title
    return _("建议 %(code)s") % {"code": measure.suggestion.code}


def late_text(measure: Measure, day: date) -> str:
    """How late, or nothing."""
    days = measure.days_late(day)
    return _("超期%(n)d天") % {"n": days} if days else ""
