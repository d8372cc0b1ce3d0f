"""Whoever answers for a measure reads what people said behind it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from luodi.kernel.access import OF_UNITS, Readable, is_business, statement_sources
from luodi.listening.models import Statement
from luodi.measures.choices import MeasureState
from luodi.measures.models import Measure
from luodi.problems.models import Link
from luodi.problems.models.problem import ON_THE_LIST

NOT_GIVEN = (MeasureState.DRAFT, MeasureState.CANCELLED)
"""Nobody answers for these yet, or any more."""
MANY_PROBLEMS = 200
"""Above this a list asks of each statement whether it stands behind one of the problems; below, it
starts from the statements of the problems. Measured: docs/decisions/0014-lists.md."""


def behind_problems(reader: Any) -> Readable:
    """Statements under problems on the list whose measures this reader answers for."""
    problems, _suggestions = origins_of(reader)
    links = Link.objects.open().order_by().filter(problem__among=problems)
    own = Q(Exists(links.filter(statement=OuterRef("pk")))) if problems else Q(pk__in=())
    return Readable(links.values("statement"), own, len(problems) > MANY_PROBLEMS)


def behind_measures(reader: Any) -> Readable:
    """Suggestions whose measures this reader answers for."""
    _problems, suggestions = origins_of(reader)
    own = Q(pk__among=suggestions)
    return Readable(Statement._base_manager.order_by().filter(own).values("pk"), own, many=False)


def origins_of(reader: Any) -> tuple[set[int], set[int]]:
    """Keys of the problems on the list and of the suggestions whose measures this reader answers for
    now, read once for each standing: a page asks several times which statements stand behind them."""
    if not is_business(reader):
        return set(), set()
    problems, suggestions = reader.standing.once("measures.origins", lambda: _read(reader))
    return problems, suggestions


def _read(reader: Any) -> tuple[set[int], set[int]]:
    first, *others = _answered_for(reader)
    pairs = list(first.union(*others))
    return {p for p, _ in pairs} - {None}, {s for _, s in pairs} - {None}


def _answered_for(reader: Any) -> list[QuerySet]:
    """Origins of the measures this reader answers for now: as leader or who enters for one, as handler,
    as the lead unit. Each reason is a set of its own, because each has its index."""
    listed = Q(problem=None) | Q(problem__state__in=ON_THE_LIST)
    rows = Measure._base_manager.order_by().filter(listed, ~Q(state__in=NOT_GIVEN))
    people = reader.standing.speaks_for()
    sets = [rows.filter(accountabilities__until=None, accountabilities__person__in=people)]
    if reader.standing.has(*OF_UNITS):
        sets.append(rows.filter(reader.standing.of_units("lead_unit")))
    if reader.person_id:
        sets.append(rows.filter(handler=reader.person_id))
    return [found.values_list("problem", "suggestion") for found in sets]


statement_sources.extend([behind_problems, behind_measures])
