"""Many edits at once do what as many single ones do, or nothing."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.kernel import actions
from luodi.kernel.edits import Edit, RefusedAt, edit_many
from luodi.kernel.models import TrailEvent
from luodi.kernel.search import find
from luodi.kernel.trail import first_broken
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db

CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["瓷器", "茶叶", "图书"]),
        "note": st.sampled_from(["", "易碎", "加急"]),
        "phone": st.sampled_from(["", "13800000000"]),
        "weight": st.sampled_from([Decimal("0.00"), Decimal("1.50")]),
        "passed": st.sets(st.sampled_from(["district", "street", "other"])),
    },
)


@pytest.fixture
def parcels(people):
    return [ParcelFactory(unit=people.street, code=f"BG-{n}", title="瓷器") for n in range(3)]


def state_of(parcel) -> dict:
    fresh = Parcel.objects.get(pk=parcel.pk)
    own = {name: getattr(fresh, name) for name in ("title", "note", "phone", "weight", "version")}
    return own | {"passed": set(fresh.passed.values_list("pk", flat=True))}


def told_of(parcel) -> list:
    return list(TrailEvent.objects.about(parcel).values_list("action", "before", "after"))


def given_to(people, changes) -> dict:
    passed = {"passed": [getattr(people, n) for n in changes.get("passed", ())]}
    return changes | (passed if "passed" in changes else {})


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(wanted=st.lists(st.tuples(st.integers(0, 2), CHANGES), max_size=6))
def test_a_list_of_edits_does_what_the_same_edits_do_one_by_one(people, wanted):
    alone = [ParcelFactory(unit=people.street) for _ in range(3)]
    together = [ParcelFactory(unit=people.street, title=a.title, weight=a.weight) for a in alone]
    for place, changes in wanted:
        actions.edit(alone[place], given_to(people, changes), by=people.clerk, version=None)

    edit_many([Edit(together[p], given_to(people, c)) for p, c in wanted], by=people.clerk)

    assert [state_of(p) for p in together] == [state_of(p) for p in alone]
    assert [told_of(p) for p in together] == [told_of(p) for p in alone]
    assert first_broken() is None


@pytest.mark.parametrize(
    ("changes", "version", "why"),
    [
        ({"note": "改"}, 7, "这条记录刚被别人改过，您填写的内容还在，请对照最新内容后再保存。"),
        ({"state": "lost"}, 1, "状态不能直接修改，请使用相应的办理按钮。"),
        ({"title": "长" * 41}, 1, "确保该变量包含不超过 40 字符 (目前字符数 41)。"),
        ({"code": "BG-0"}, 1, "具有 编号 的 包裹 已存在。"),
        ({"unit": None}, 1, "这个值不能为 null。"),
    ],
    ids=["stale", "state", "too long", "not unique", "empty link"],
)
def test_one_refused_edit_names_its_place_and_nothing_is_written(
    people, parcels, changes, version, why
):
    before = [state_of(parcel) for parcel in parcels]
    edits = [Edit(parcels[0], {"note": "一"}, 1), Edit(parcels[1], changes, version),
             Edit(parcels[2], {"passed": [people.other]}, 1)]  # fmt: skip

    with pytest.raises(RefusedAt) as refusal:
        edit_many(edits, by=people.clerk)

    assert (refusal.value.place, str(refusal.value)) == (1, why)
    assert [state_of(parcel) for parcel in parcels] == before
    last = TrailEvent.objects.first()
    assert (last.action, last.object_id, last.allowed) == (
        "parcels.parcel.edit", parcels[1].pk, False,
    )  # fmt: skip


def test_the_second_edit_of_one_record_in_a_list_must_know_the_first(people, parcels):
    once, again = Edit(parcels[0], {"note": "一"}, 1), Edit(parcels[0], {"note": "二"}, 1)

    with pytest.raises(RefusedAt) as refusal:
        edit_many([once, again], by=people.clerk)

    assert refusal.value.place == 1
    assert state_of(parcels[0])["note"] == ""


def test_what_was_edited_is_found_by_its_new_words(people, parcels):
    edit_many([Edit(parcels[1], {"title": "青花大碗"})], by=people.clerk)

    assert list(find(Parcel.objects.all(), "青花")) == [parcels[1]]


def test_edits_cost_the_same_queries_for_one_record_or_three(people, parcels):
    def cost(edits) -> int:
        with CaptureQueriesContext(connection) as asked:
            edit_many(edits, by=people.clerk)
        return len(asked)

    cost([Edit(parcels[0], {"note": "改"})])  # begins the trail

    one = cost([Edit(parcels[0], {"note": "又改"})])

    assert cost([Edit(parcel, {"note": "再改"}) for parcel in parcels]) == one
