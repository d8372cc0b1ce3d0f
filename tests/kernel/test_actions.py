"""Making and editing records: checked, versioned, told to the trail without private words."""

import pytest
from django.core.exceptions import ValidationError

from luodi.kernel.actions import by_field, create, create_many, edit
from luodi.kernel.models import TrailEvent
from luodi.kernel.refusals import Refused, StaleVersion
from luodi.kernel.search import find
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db


def events() -> list[tuple[str, bool]]:
    return list(TrailEvent.objects.order_by("seq").values_list("action", "allowed"))


def test_a_new_record_is_checked_saved_indexed_and_told(people):
    parcel = create(
        ParcelFactory.build(code="BG-1", title="青岛啤酒", phone="13800000000", unit=people.street),
        by=people.clerk, passed=[people.other],
    )  # fmt: skip

    event = TrailEvent.objects.get()
    assert (event.action, event.actor, event.object_code) == (
        "parcels.parcel.create",
        "某clerk",
        "BG-1",
    )
    assert event.after["title"] == "青岛啤酒"
    assert event.after["phone"] == "（已填写）"
    assert event.after["passed"] == ["J2"]
    assert list(parcel.passed.all()) == [people.other]
    assert list(find(Parcel.objects.all(), "啤酒")) == [parcel]


def test_what_the_model_refuses_is_told_by_field_and_not_saved(people):
    with pytest.raises(ValidationError) as refused:
        create(ParcelFactory.build(title="", weight=-1, unit=people.street), by=people.clerk)

    assert set(by_field(refused.value)) == {"title", "weight"}
    assert (Parcel.objects.count(), events()) == (0, [])


def test_an_error_about_the_whole_has_no_field():
    assert by_field(ValidationError("整条有误。")) == {"__all__": ["整条有误。"]}


def test_many_records_are_each_told(people):
    made = create_many(
        [ParcelFactory.build(code=f"BG-{n}", unit=people.street) for n in range(3)], by=people.clerk
    )

    assert [p.pk for p in made] == list(Parcel.objects.values_list("pk", flat=True))
    assert list(TrailEvent.objects.order_by("seq").values_list("object_code", flat=True)) == [
        "BG-0", "BG-1", "BG-2",
    ]  # fmt: skip
    assert create_many([], by=people.clerk) == []


def test_an_edit_tells_what_changed_and_counts_up(people, parcel):
    fresh = edit(
        parcel, {"title": "画册", "weight": 2, "unit": people.other, "passed": [people.district]},
        by=people.clerk, version=1,
    )  # fmt: skip

    event = TrailEvent.objects.get()
    assert (fresh.title, fresh.version) == ("画册", 2)
    assert event.before == {"title": "图书", "unit": "J1", "passed": []}
    assert event.after == {"title": "画册", "unit": "J2", "passed": [people.district.pk]}


def test_an_edit_that_changes_nothing_leaves_no_trace(people, parcel):
    assert edit(parcel, {"title": "图书"}, by=people.clerk, version=1).version == 1
    assert events() == []


def test_of_two_who_edit_one_wins_and_the_other_is_told(people, parcel):
    edit(parcel, {"note": "甲"}, by=people.clerk, version=1)

    with pytest.raises(StaleVersion, match="您填写的内容还在"):
        edit(parcel, {"note": "乙"}, by=people.office, version=1)

    assert Parcel.objects.get().note == "甲"
    assert events() == [("parcels.parcel.edit", True), ("parcels.parcel.edit", False)]


def test_a_state_is_no_field_to_edit(people, parcel):
    with pytest.raises(Refused, match="状态不能直接修改"):
        edit(parcel, {"state": "arrived"}, by=people.clerk, version=1)

    assert Parcel.objects.get().state == "waiting"
    assert events() == [("parcels.parcel.edit", False)]


def test_an_invalid_edit_changes_nothing_not_even_its_lists(people, parcel):
    with pytest.raises(ValidationError):
        edit(parcel, {"passed": [people.other], "weight": -1}, by=people.clerk, version=1)

    assert Parcel.objects.get().passed.count() == 0
    assert Parcel.objects.get().version == 1


def test_a_private_field_is_edited_without_its_words(people, parcel):
    edit(parcel, {"phone": "13800000000"}, by=people.clerk, version=1)

    assert Parcel.objects.get().phone == "13800000000"
    assert TrailEvent.objects.get().after == {"phone": "（已填写）"}
