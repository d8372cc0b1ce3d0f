"""去向: what became of a statement, in the same words on every page, in Excel and for guests.

Problems and measures stand above this room; they are reached by the names of their relations.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from luodi.listening.choices import Settlement, StatementState
from luodi.listening.models import Statement


@dataclass(frozen=True)
class Stop:
    """One place a statement went to: a problem, a measure or a settlement."""

    label: str
    text: str
    state: str = ""
    url: str = ""
    record: Any = field(default=None, compare=False)


def with_destinations(statements: QuerySet) -> QuerySet:
    """Read along what `destination_of` needs: two queries, however many statements."""
    return statements.select_related("receiving_unit").prefetch_related("links__problem")


def with_stops(statements: QuerySet) -> QuerySet:
    """Read along what `stops_of` needs."""
    return with_destinations(statements).prefetch_related("links__problem__measures", "measures")


def destination_of(statement: Statement) -> str:
    """Where a statement went, in one line of a list."""
    problems = [f"{problem.code} {problem.title}" for problem in _problems(statement)]
    if statement.settled_as:
        problems.insert(0, _settled_as(statement))
    if problems:
        return "；".join(problems)
    if statement.state == StatementState.ACCEPTED:
        return _("还没有去向")
    return _("尚未采集") if statement.state != StatementState.WITHDRAWN else _("导入已撤销")


def stops_of(statement: Statement, reader: Any = None) -> list[Stop]:
    """Everywhere a statement went, nearest first; links only to what `reader` may open."""
    stops = []
    if statement.settled_as:
        stops.append(Stop(_("去向"), _settled_as(statement), statement.settled_why))
    for problem in _problems(statement):
        stops.append(_stop(_("归并到问题"), f"{problem.code} {problem.title}", problem, reader))
        stops += [_measure_stop(m, reader) for m in _measures(problem)]
    stops += [_measure_stop(m, reader) for m in _measures(statement)]
    return stops


def _problems(statement: Statement) -> list[Any]:
    links = [link for link in statement.links.all() if link.until is None]
    return [link.problem for link in sorted(links, key=lambda link: (not link.primary, link.pk))]


def _measures(origin: Any) -> Iterator[Any]:
    """Measures that were assigned; a draft is nobody's promise yet."""
    found = sorted(origin.measures.all(), key=lambda measure: measure.code)
    return (m for m in found if m.state not in ("draft", "cancelled"))


def _settled_as(statement: Statement) -> str:
    words = statement.get_settled_as_display()
    if statement.settled_as == Settlement.TRANSFERRED:
        return _("%(words)s：%(unit)s") % {"words": words, "unit": statement.receiving_unit}
    return str(words)


def _measure_stop(measure: Any, reader: Any) -> Stop:
    return _stop(_("整改措施"), measure.content, measure, reader)


def _stop(label: str, text: str, record: Any, reader: Any) -> Stop:
    seen = (
        reader is not None and type(record).objects.visible_to(reader).filter(pk=record.pk).exists()
    )
    url = record.get_absolute_url() if seen else ""
    return Stop(label, text, str(record.get_state_display()), url, record)
