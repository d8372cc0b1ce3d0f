"""What is read as JSON with one query is what the columns hold."""

from datetime import date
from typing import Any

import pytest

from luodi.kernel import clock
from luodi.kernel.relations import read_together
from luodi.measures.choices import MeasureState
from luodi.measures.models import Measure
from luodi.measures.queries.timeline import RELATIONS, read_history
from tests.factories.measures import measure_at, tell_every_history

pytestmark = pytest.mark.django_db
DAY = date(2018, 11, 8)


@pytest.fixture
def told(people) -> Measure:
    with clock.at(DAY):
        measure = measure_at(MeasureState.VERIFIED, people)
        tell_every_history(measure, people)
    return Measure.objects.get(pk=measure.pk)


def _all_of(row: Any, paths: tuple[str, ...]) -> list[Any]:
    """Every column of a row and of the rows that come with it; nothing where there is none."""
    found = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    for path in paths:
        name, _dots, deeper = path.partition("__")
        related = getattr(row, name, None)
        found.append(_all_of(related, (deeper,) if deeper else ()) if related else None)
    return found


@pytest.mark.parametrize("name", RELATIONS)
def test_rows_read_together_are_the_rows(told, name, django_assert_num_queries):
    paths = RELATIONS[name]
    rows = getattr(told, name).select_related(*paths) if paths else getattr(told, name).all()
    plain = [_all_of(row, paths) for row in rows]
    assert plain or name == "closings"

    read_together(told, **{name: rows})

    with django_assert_num_queries(0):
        assert [_all_of(row, paths) for row in getattr(told, name).all()] == plain


def test_the_whole_history_is_two_queries(told, django_assert_num_queries):
    with django_assert_num_queries(2):
        read_history(told)
        for name in RELATIONS:
            for row in getattr(told, name).all():
                _all_of(row, RELATIONS[name])

    assert {card.measure.pk for card in told.cards.all()} == {told.pk}
    assert [held.serves_elsewhere for held in told.evidence.all()] == [False] * 3
