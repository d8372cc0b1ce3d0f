"""Values of many (figure, context) at once: every list is measured in the same query."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import models

from luodi.kernel import clock
from luodi.kernel.figures import rollup
from luodi.kernel.figures.context import Context
from luodi.kernel.figures.measures import Measure, Reduced, reduce_many
from luodi.kernel.figures.values import Comparison, Value
from luodi.kernel.models import Unit

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure

Combine: TypeAlias = Callable[[Sequence[Reduced]], Reduced]
HIDDEN = Reduced(0, None)
_subtrees: ContextVar[dict[int, set[int]]] = ContextVar("subtrees")
"""Units with all below them, read once while many figures are put together."""


@contextmanager
def known_units(units: Iterable[int | None]) -> Iterator[None]:
    """Inside, what is below these units is known without asking again."""
    known = _subtrees.get({})
    roots = {unit for unit in units if unit is not None} - known.keys()
    token = _subtrees.set(known | Unit.objects.subtrees(roots) if roots else known)
    try:
        yield
    finally:
        _subtrees.reset(token)


def ids_under(unit: int) -> set[int]:
    """The unit and all below it; asked once for many figures of one page."""
    return _subtrees.get({}).get(unit) or Unit.objects.ids_under(unit)


def compute(asked: Sequence[tuple["Figure", Context]], reader: Any) -> list[Value]:
    """One value for each (figure, context); what the reader may not ask has no number."""
    requests = [(figure, figure.bound(context)) for figure, context in asked]
    measured: list[tuple[Measure, models.QuerySet]] = []
    spans: list[tuple[int, int, Combine]] = []
    cells = rollup.Cells()
    with known_units(context.unit for _figure, context in requests):
        for figure, context in requests:
            lists, combine = _lists(figure, reader, context, cells)
            spans.append((len(measured), len(measured) + len(lists), combine))
            measured += lists
    reduced = reduce_many(measured)
    return [
        _value(figure, context, reader, combine(reduced[first:last]) if last > first else None)
        for (figure, context), (first, last, combine) in zip(requests, spans, strict=True)
    ]


def _lists(
    figure: "Figure", reader: Any, context: Context, cells: rollup.Cells
) -> tuple[list[tuple[Measure, models.QuerySet]], Combine]:
    """What is measured for one question, and how the parts become one answer."""
    if not figure.visible(reader):
        return [], figure.combine
    found: list[tuple[Measure, models.QuerySet]] = []
    combines: list[tuple[int, Combine]] = []
    for leaf in figure.leaves():
        split = cells.split(leaf, reader, leaf.bound(context), ids_under)
        lists = split.lists(reader) if split else [(leaf.measure, leaf.records(reader, context))]
        found += lists
        combines.append((len(lists), split.combine if split else leaf.combine))
    return found, partial(_combined, figure, combines)


def _combined(
    figure: "Figure", combines: Sequence[tuple[int, Combine]], parts: Sequence[Reduced]
) -> Reduced:
    answers, at = [], 0
    for width, combine in combines:
        answers.append(combine(parts[at : at + width]))
        at += width
    return figure.combine(answers)


def compare_all(asked: Sequence[tuple["Figure", Context]], reader: Any) -> list[Comparison]:
    """Each value beside the same days a year earlier, all with one query."""
    pairs = [(figure, figure.earlier(context) or (context, None)) for figure, context in asked]
    wanted = [(f, its) for f, (now, before) in pairs for its in (now, before) if its is not None]
    values = iter(compute(wanted, reader))
    found = []
    for figure, (now, before) in pairs:
        value = next(values)
        if before is None:
            found.append(Comparison(value, None))
            continue
        previous = next(values)
        adjusted = figure.is_adjusted(now, before)
        found.append(Comparison(value, previous if previous.number is not None else None, adjusted))
    return found


def _value(figure: "Figure", context: Context, reader: Any, answer: Reduced | None) -> Value:
    found = answer or HIDDEN
    return Value(
        key=figure.key, number=found.number, unit=figure.unit, context=context, records=found.n,
        version=figure.version, as_of=context.as_known_at or clock.now(), kind=figure.kind,
        decimals=figure.decimals, low=found.low, high=found.high, visible=answer is not None,
        fingerprinting=partial(figure.fingerprint, reader, context),
    )  # fmt: skip
