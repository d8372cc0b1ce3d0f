"""Values of many (figure, context) at once: every list is measured in the same query."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models

from luodi.kernel import clock
from luodi.kernel.figures.context import Context
from luodi.kernel.figures.measures import Measure, Reduced, reduce_many
from luodi.kernel.figures.values import Comparison, Value

if TYPE_CHECKING:
    from luodi.kernel.figures.figure import Figure

HIDDEN = Reduced(0, None)


def compute(asked: Sequence[tuple["Figure", Context]], reader: Any) -> list[Value]:
    """One value for each (figure, context); what the reader may not ask has no number."""
    requests = [(figure, figure.bound(context)) for figure, context in asked]
    spans: list[tuple[int, int]] = []
    measured: list[tuple[Measure, models.QuerySet]] = []
    for figure, context in requests:
        lists = figure.lists(reader, context) if figure.visible(reader) else []
        spans.append((len(measured), len(measured) + len(lists)))
        measured += [(part.measure, rows) for part, rows in lists]
    reduced = reduce_many(measured)
    return [
        _value(figure, context, reader, reduced[first:last])
        for (figure, context), (first, last) in zip(requests, spans, strict=True)
    ]


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


def _value(figure: "Figure", context: Context, reader: Any, parts: Sequence[Reduced]) -> Value:
    found = figure.combine(parts) if parts else HIDDEN
    return Value(
        key=figure.key, number=found.number, unit=figure.unit, context=context, records=found.n,
        version=figure.version, as_of=context.as_known_at or clock.now(), kind=figure.kind,
        decimals=figure.decimals, low=found.low, high=found.high, visible=bool(parts),
        fingerprinting=partial(figure.fingerprint, reader, context),
    )  # fmt: skip
