"""The kernel for machines: moves of every room, figures, units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from luodi.kernel.figures import FIGURES, Comparison, Context, Value, values_of
from luodi.kernel.forms import move_form
from luodi.kernel.models import Unit
from luodi.kernel.moves import move_of, visible_or_404
from luodi.kernel.transitions import offers, perform, state_label, state_of

router = Router()


class MoveIn(Schema):
    """What a move is told: the version one has seen, and its inputs by name."""

    version: int
    inputs: dict[str, Any] = {}


class RecordOut(Schema):
    """Where a record stands after a move."""

    id: int
    code: str
    state: str
    state_label: str
    version: int


class OfferOut(Schema):
    """A move from the present state; `why_not` is null when it is open to the reader."""

    name: str
    label: str
    why_not: str | None
    asks: list[str]


class FigureOut(Schema):
    """A number with what it is; `value` is null when there is none, or none for this reader."""

    key: str
    label: str
    unit: str
    kind: str
    version: int
    rule: str
    value: Decimal | None
    records: int
    visible: bool
    start: date | None
    end: date | None
    scope: int | None
    params: dict[str, str]
    as_of: datetime
    previous: Decimal | None = None
    compared: str = ""


class UnitOut(Schema):
    """A unit."""

    id: int
    code: str
    full_name: str
    short_name: str
    parent_id: int | None


@router.get("/moves/{model}/{pk}", response=list[OfferOut], operation_id="list_moves")
def list_moves(request: HttpRequest, model: str, pk: int) -> list[OfferOut]:
    """The moves from the record's present state, with the reason where one is closed."""
    record = visible_or_404(model, pk, request.user)
    return [
        OfferOut(name=o.move.name, label=str(o.move.label), why_not=o.why_not,
                 asks=[a.name for a in o.move.asks])
        for o in offers(record, request.user)
    ]  # fmt: skip


@router.post("/moves/{model}/{pk}/{name}", response=RecordOut, operation_id="perform_move")
def perform_move(request: HttpRequest, model: str, pk: int, name: str, told: MoveIn) -> RecordOut:
    """Perform a move: 403 wrong person, 409 not now or stale, 422 wrong input, 404 not visible."""
    record = visible_or_404(model, pk, request.user)
    form = move_form(move_of(record, name), record, request.user, told.inputs)
    if form is not None and not form.is_valid():
        raise HttpError(422, "；".join(f"{form[k].label}：{v[0]}" for k, v in form.errors.items()))
    inputs = form.cleaned_data if form is not None else told.inputs
    user: Any = request.user
    row = perform(record, name, by=user, version=told.version, **inputs)
    return RecordOut(
        id=row.pk, code=str(getattr(row, "code", "") or ""), state=state_of(row),
        state_label=state_label(row), version=row.version,
    )  # fmt: skip


@router.get("/figures", response=list[FigureOut], operation_id="list_figures")
def list_figures(
    request: HttpRequest, campaign: int | None = None, unit: int | None = None,
    start: date | None = None, end: date | None = None,
) -> list[FigureOut]:  # fmt: skip
    """Every figure with its value for the reader."""
    values = values_of(sorted(FIGURES), request.user, Context(campaign, unit, start, end))
    return [_figure(value) for value in values.values()]


@router.get("/figures/{key}", response=FigureOut, operation_id="read_figure")
def read_figure(
    request: HttpRequest, key: str, campaign: int | None = None, unit: int | None = None,
    start: date | None = None, end: date | None = None,
) -> FigureOut:  # fmt: skip
    """One figure, beside a year earlier; its parameters are given by name (`min=1000万元`)."""
    if key not in FIGURES:
        raise Http404
    figure = FIGURES[key]
    params = {p.name: v for p in figure.params if (v := request.GET.get(p.name))}
    context = Context(campaign, unit, start, end, params)  # type: ignore[arg-type]
    return _figure_compared(figure.year_on_year(request.user, context))


def _figure_compared(compared: Comparison) -> FigureOut:
    told = _figure(compared.value)
    if compared.previous is not None and compared.previous.number is not None:
        told.previous = Decimal(compared.previous.number)
        told.compared = compared.words
    return told


def _figure(value: Value) -> FigureOut:
    figure, (start, end) = FIGURES[value.key], value.period
    return FigureOut(
        key=value.key, label=figure.title(value.context), unit=str(value.unit), kind=value.kind,
        version=value.version, rule=str(figure.rule), records=value.records,
        value=None if value.number is None else Decimal(value.number), visible=value.visible,
        start=start, end=end, scope=value.scope, params=dict(value.context.params),
        as_of=value.as_of,
    )  # fmt: skip


@router.get("/units", response=list[UnitOut], operation_id="list_units")
def list_units(request: HttpRequest) -> Any:
    """The directory of units."""
    return Unit.objects.visible_to(request.user)


def sentence_of(error: ValidationError) -> str:
    """A validation error as one line, for 422 answers of the rooms' APIs."""
    return "；".join(error.messages)
