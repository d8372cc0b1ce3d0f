"""Whoever answers for a measure reads what people said behind it."""

from typing import Any

from django.db.models import Q, QuerySet

from luodi.kernel.access import is_business, statement_sources
from luodi.kernel.choices import Role
from luodi.measures.choices import MeasureState
from luodi.measures.models import Accountability, Measure
from luodi.problems.models import Link
from luodi.problems.models.problem import ON_THE_LIST

NOT_GIVEN = (MeasureState.DRAFT, MeasureState.CANCELLED)
"""Nobody answers for these yet, or any more."""


def behind_problems(reader: Any) -> QuerySet:
    """Ids of the statements under problems on the list whose measures this reader answers for."""
    problems = answered_for(reader).values("problem")
    links = Link.objects.open().order_by()
    return links.filter(problem__in=problems, problem__state__in=ON_THE_LIST).values("statement")


def behind_measures(reader: Any) -> QuerySet:
    """Ids of the suggestions whose measures this reader answers for."""
    return answered_for(reader).filter(suggestion__isnull=False).values("suggestion")


def answered_for(reader: Any) -> QuerySet:
    """Measures this reader answers for now: as leader or who enters for one, as handler, as the
    lead unit. Each reason is a set of its own, because each has its index."""
    if not is_business(reader):
        return Measure.objects.none()
    rows: QuerySet = Measure._base_manager.order_by()
    units = reader.standing.unit_ids(Role.CLERK, Role.UNIT_HEAD)
    led = Accountability.objects.order_by().filter(
        until=None, person__in=reader.standing.speaks_for()
    )
    sets = [led.values("measure"), rows.filter(lead_unit__in=units).values("pk")]
    if reader.person_id:
        sets.append(rows.filter(handler=reader.person_id).values("pk"))
    return rows.filter(~Q(state__in=NOT_GIVEN), pk__in=sets[0].union(*sets[1:]))


statement_sources.extend([behind_problems, behind_measures])
