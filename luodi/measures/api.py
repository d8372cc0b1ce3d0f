"""This room for machines: the ledger, a measure, its progress and evidence. Moves are the kernel's."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from ninja.pagination import PageNumberPagination, paginate

from luodi.kernel import clock
from luodi.kernel.transitions import offers
from luodi.measures import actions
from luodi.measures.choices import Assessment
from luodi.measures.filters import MeasureFilter
from luodi.measures.models import Measure, MeasureEvidence, ProgressReport
from luodi.measures.queries import ledger

router = Router()


class MeasureOut(Schema):
    """A row of the ledger."""

    id: int
    code: str
    version: int
    cycle: int
    content: str
    target: str
    result_form: str
    problem: str
    leader: str
    lead_unit: str
    due_on: date | None
    original_due_on: date | None
    days_late: int
    state: str
    evidence_count: int

    @staticmethod
    def resolve_problem(measure: Measure) -> str:
        return ledger.origin_text(measure)

    @staticmethod
    def resolve_leader(measure: Measure) -> str:
        return ledger.leader_text(measure)

    @staticmethod
    def resolve_lead_unit(measure: Measure) -> str:
        return str(measure.lead_unit or "")

    @staticmethod
    def resolve_days_late(measure: Measure) -> int:
        return measure.days_late(clock.today())


class MoveOut(Schema):
    """A move, and why it is not open to the reader."""

    name: str
    label: str
    why_not: str | None


class MeasureDetail(MeasureOut):
    """A measure with the moves from its present state."""

    moves: list[MoveOut]


class ReportIn(Schema):
    """A new report."""

    text: str
    self_assessment: Assessment = Assessment.NORMAL
    next_step: str = ""
    needs_coordination: str = ""
    supersedes: int | None = None


class ReportOut(Schema):
    """A report as it stands."""

    id: int
    cycle: int
    text: str
    self_assessment: str
    next_step: str
    needs_coordination: str
    by: str
    submitted_at: datetime
    supersedes_id: int | None

    @staticmethod
    def resolve_by(report: ProgressReport) -> str:
        return str(report.on_behalf_of or report.by)


class PaperOut(Schema):
    """What is known of a piece of evidence; the file is opened on its page."""

    id: int
    cycle: int
    kind: str
    title: str
    sha256: str
    withdrawn: bool

    @staticmethod
    def resolve_id(held: MeasureEvidence) -> int:
        return held.evidence_id

    @staticmethod
    def resolve_kind(held: MeasureEvidence) -> str:
        return held.evidence.kind

    @staticmethod
    def resolve_title(held: MeasureEvidence) -> str:
        return held.evidence.title

    @staticmethod
    def resolve_sha256(held: MeasureEvidence) -> str:
        return held.evidence.sha256

    @staticmethod
    def resolve_withdrawn(held: MeasureEvidence) -> bool:
        return held.evidence.withdrawn_at is not None


class Narrowed(Schema):
    """The ledger's own filters."""

    q: str = ""
    state: str = ""
    late: str = ""
    unit: int | None = None
    leader: int | None = None
    problem: int | None = None
    campaign: int | None = None


@router.get("/", response=list[MeasureOut], operation_id="list_measures")
@paginate(PageNumberPagination, page_size=50)
def list_measures(request: HttpRequest, narrowed: Query[Narrowed]) -> QuerySet[Measure]:
    """The ledger, narrowed down as on the page."""
    given = {k: v for k, v in narrowed.dict().items() if v not in (None, "")}
    given |= {"state": [given["state"]]} if "state" in given else {}
    rows = MeasureFilter(
        given, queryset=Measure.objects.visible_to(request.user), request=request
    ).qs
    return ledger.ledger_rows(rows).order_by("code")


@router.get("/{pk}", response=MeasureDetail, operation_id="read_measure")
def read_measure(request: HttpRequest, pk: int) -> Any:
    """One measure with its moves."""
    measure = get_object_or_404(ledger.ledger_rows(Measure.objects.visible_to(request.user)), pk=pk)
    measure.moves = [
        {"name": o.move.name, "label": str(o.move.label), "why_not": o.why_not}
        for o in offers(measure, request.user)
    ]
    return measure


@router.get("/{pk}/progress", response=list[ReportOut], operation_id="list_progress")
def list_progress(request: HttpRequest, pk: int) -> Any:
    """All reports, newest first; superseded ones too."""
    return _seen(request, pk).progress_reports.select_related("by__person", "on_behalf_of")


@router.post("/{pk}/progress", response=ReportOut, operation_id="report_progress")
def report_progress(request: HttpRequest, pk: int, told: ReportIn) -> Any:
    """Write a report; nothing is ever changed, a correction names what it supersedes."""
    measure = _seen(request, pk)
    given = told.dict()
    earlier = given.pop("supersedes")
    if earlier is not None:
        earlier = get_object_or_404(measure.progress_reports, pk=earlier)
    try:
        return actions.report_progress(measure, by=request.user, supersedes=earlier, **given)
    except ValidationError as error:
        raise HttpError(422, "；".join(error.messages)) from error


@router.get("/{pk}/evidence", response=list[PaperOut], operation_id="list_evidence")
def list_evidence(request: HttpRequest, pk: int) -> Any:
    """What is known of the evidence of every cycle."""
    return _seen(request, pk).evidence.select_related("evidence")


def _seen(request: HttpRequest, pk: int) -> Measure:
    return get_object_or_404(Measure.objects.visible_to(request.user), pk=pk)
