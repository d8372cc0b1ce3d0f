"""Listening for machines: what the pages show and take in. Moves have their own address (`/api/moves/`)."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from ninja.pagination import PageNumberPagination, paginate

from luodi.kernel.api import sentence_of
from luodi.kernel.models import Unit
from luodi.listening.actions import record_gathering, record_statement
from luodi.listening.choices import GatheringKind, SourceKind, StatementKind
from luodi.listening.filters import GatheringFilter, StatementFilter
from luodi.listening.models import Campaign, Gathering, Statement
from luodi.listening.queries import destination_of, with_destinations

router = Router()
PAGE = 50


class GatheringOut(Schema):
    """A gathering."""

    id: int
    code: str
    version: int
    state: str
    campaign_id: int
    unit_id: int
    kind: str
    title: str
    held_on: date
    place: str
    attendance_count: int
    minutes: str


class GatheringIn(Schema):
    """A gathering to record as a draft."""

    campaign: int
    unit: int
    kind: GatheringKind
    title: str
    held_on: date
    place: str = ""
    attendance_count: int = 0
    minutes: str = ""


class StatementOut(Schema):
    """A statement with where it went, in words."""

    id: int
    code: str
    version: int
    state: str
    campaign_id: int
    unit_id: int
    gathering_id: int | None
    kind: str
    source_kind: str
    source_ref: str
    title: str
    text_original: str
    text_edited: str
    said_by: str
    said_at: datetime
    answer_due: date | None
    destination: str

    @staticmethod
    def resolve_destination(record: Statement) -> str:
        """The same words as on the page."""
        return destination_of(record)


class StatementIn(Schema):
    """A sentence to record, and perhaps to submit at once."""

    campaign: int
    unit: int
    text: str
    kind: StatementKind = StatementKind.PROBLEM
    source_kind: SourceKind = SourceKind.MEETING
    title: str = ""
    gathering: int | None = None
    dimensions: list[int] = []
    said_at: datetime | None = None
    submit: bool = False


def _gatherings(request: HttpRequest) -> Any:
    return Gathering.objects.visible_to(request.user)


def _statements(request: HttpRequest) -> Any:
    rows = with_destinations(Statement.objects.visible_to(request.user))
    return rows.select_related("unit", "raised_by", "guest", "receiving_unit")


@router.get("/gatherings", response=list[GatheringOut], operation_id="list_gatherings")
@paginate(PageNumberPagination, page_size=PAGE)
def list_gatherings(request: HttpRequest) -> Any:
    """Gatherings, narrowed by the same words in the address as the page."""
    return GatheringFilter(request.GET, queryset=_gatherings(request), request=request).qs


@router.get("/gatherings/{pk}", response=GatheringOut, operation_id="read_gathering")
def read_gathering(request: HttpRequest, pk: int) -> Any:
    """One gathering."""
    return get_object_or_404(_gatherings(request), pk=pk)


@router.post("/gatherings", response={201: GatheringOut}, operation_id="record_gathering")
def new_gathering(request: HttpRequest, told: GatheringIn) -> Any:
    """Record a draft: 403 for another unit, 422 for wrong values."""
    values = told.dict() | _place(request, told.campaign, told.unit)
    return Status(201, _saved(record_gathering, by=request.user, **values))


@router.get("/statements", response=list[StatementOut], operation_id="list_statements")
@paginate(PageNumberPagination, page_size=PAGE)
def list_statements(request: HttpRequest) -> Any:
    """Statements, narrowed by the same words in the address as the page."""
    return StatementFilter(request.GET, queryset=_statements(request), request=request).qs


@router.get("/statements/{pk}", response=StatementOut, operation_id="read_statement")
def read_statement(request: HttpRequest, pk: int) -> Any:
    """One statement."""
    return get_object_or_404(_statements(request), pk=pk)


@router.post("/statements", response={201: StatementOut}, operation_id="record_statement")
def new_statement(request: HttpRequest, told: StatementIn) -> Any:
    """Record a sentence: 403 for another unit, 409 when it is too short to submit, 422 for wrong values."""
    place = _place(request, told.campaign, told.unit)
    values = told.dict(exclude={"gathering", "dimensions"}) | place
    if told.gathering is not None:
        values["gathering"] = get_object_or_404(_gatherings(request), pk=told.gathering)
    dimensions = place["campaign"].dimensions.filter(pk__in=told.dimensions)
    made = _saved(record_statement, by=request.user, dimensions=dimensions, **values)
    return Status(201, _statements(request).get(pk=made.pk))


def _place(request: HttpRequest, campaign: int, unit: int) -> dict[str, Any]:
    return {
        "campaign": get_object_or_404(Campaign.objects.visible_to(request.user), pk=campaign),
        "unit": get_object_or_404(Unit.objects.visible_to(request.user), pk=unit),
    }


def _saved(record: Any, **values: Any) -> Any:
    try:
        return record(**values)
    except ValidationError as error:
        raise HttpError(422, sentence_of(error)) from error
