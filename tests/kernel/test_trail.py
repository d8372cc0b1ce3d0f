"""The trail: append-only, chained, verified."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


PLAIN = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8
)  # fmt: skip
VALUES = st.dictionaries(
    st.text("甲乙ab_", min_size=1, max_size=4),
    PLAIN
    | st.lists(PLAIN, max_size=3)
    | st.dictionaries(st.integers(0, 99) | st.just("甲"), PLAIN, max_size=3).filter(
        lambda d: len({type(k) for k in d}) < 2
    )
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False, places=2),
    max_size=4,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=VALUES, after=VALUES, reason=st.sampled_from(["", "“理由”\n", "\\"]))
def test_whatever_is_recorded_is_what_the_judge_reads(before, after, reason):
    """The chain is written from pieces of text; verifying makes each event's text anew."""
    trail.record("甲.“edit”", None, by=None, before=before, after=after, reason=reason)

    assert trail.first_broken() is None


def test_gathered_events_stand_together_at_the_end_in_their_order():
    with transaction.atomic(), trail.gathered():
        trail.record("a", UnitFactory(), by=None, after={"name": "甲"})
        trail.record_many([trail.Happening("b"), trail.Happening("c")], by=None, allowed=False)
        assert not TrailEvent.objects.filter(action__in="abc").exists()

    told = list(TrailEvent.objects.order_by("seq").values_list("action", "allowed"))
    assert told == [("a", True), ("b", False), ("c", False)]
    assert trail.first_broken() is None


def test_gathered_events_are_dropped_with_what_was_done():
    def fails_half_way() -> None:
        with transaction.atomic(), trail.gathered():
            three_events()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails_half_way()

    trail.record("after", by=None)
    assert list(TrailEvent.objects.values_list("seq", "action")) == [(1, "after")]
    assert trail.first_broken() is None
