"""The trail: append-only, chained, verified."""

import pytest
from django.db import IntegrityError, connection, transaction

from luodi.kernel import guards, trail
from luodi.kernel.models import TrailEvent
from tests.factories.kernel import UnitFactory

pytestmark = pytest.mark.django_db


def three_events() -> None:
    for action in ("a", "b", "c"):
        trail.record(action, UnitFactory(), by=None, after={"name": "甲"})


def test_an_untouched_chain_is_whole():
    three_events()

    assert trail.first_broken() is None


def test_events_cannot_be_changed_or_deleted_by_any_query():
    three_events()

    with pytest.raises(IntegrityError), transaction.atomic():
        TrailEvent.objects.filter(seq=2).update(reason="改")
    with pytest.raises(IntegrityError), transaction.atomic():
        TrailEvent.objects.filter(seq=2).delete()
    assert trail.first_broken() is None


@pytest.mark.parametrize(
    ("tamper", "broken"),
    [
        ("UPDATE kernel_trailevent SET reason = 'x' WHERE seq = 2", (2, "内容被改动")),
        ("DELETE FROM kernel_trailevent WHERE seq = 2", (2, "缺少该条记录")),
        ("DELETE FROM kernel_trailevent WHERE seq = 3", (3, "末尾记录缺失")),
    ],
)
def test_tampering_below_the_guards_is_found_by_its_number(tamper, broken):
    three_events()
    guards.remove(connection)

    with connection.cursor() as cursor:
        cursor.execute(tamper)

    assert trail.first_broken() == broken
    guards.install(connection)
