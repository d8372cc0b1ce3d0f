"""One table, one door: who, when, what must hold, and nothing half done."""

from datetime import date
from decimal import Decimal

import pytest

from luodi.kernel import actions
from luodi.kernel.choices import Role
from luodi.kernel.models import TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused, StaleVersion, StateChangedOutside
from luodi.kernel.transitions import SYSTEM, TABLES, offers, perform, perform_many, state_label
from tests.factories.kernel import PersonFactory, RoleFactory
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel, ParcelState
from tests.people import as_of_now

pytestmark = pytest.mark.django_db
TODAY = date(2018, 1, 2)


def last_event() -> TrailEvent:
    return TrailEvent.objects.order_by("-seq").first()


def unchanged(record) -> bool:
    fresh = Parcel.objects.get(pk=record.pk)
    return (fresh.state, fresh.version, fresh.note, fresh.sent_on) == (
        record.state, record.version, record.note, record.sent_on,
    )  # fmt: skip


def test_a_move_changes_state_and_version_and_says_so_in_the_trail(people, parcel):
    fresh = perform(parcel, "send", by=people.clerk, version=1, sent_on=TODAY)

    assert (fresh.state, fresh.version, fresh.sent_on) == (ParcelState.MOVING, 2, TODAY)
    event = last_event()
    assert (event.action, event.actor, event.allowed) == ("parcels.parcel.send", "某clerk", True)
    assert event.object_code == parcel.code
    assert event.before == {"state": "waiting"}
    assert event.after == {"state": "moving", "sent_on": "2018-01-02"}


@pytest.mark.parametrize("who", ["head", "stranger", "office", "leader", "security"])
def test_nobody_but_the_one_in_the_table_moves_and_the_refusal_is_recorded(people, parcel, who):
    with pytest.raises(NotAllowed) as refused:
        perform(parcel, "send", by=getattr(people, who), sent_on=TODAY)

    assert str(refused.value) == "“寄出”须由本单位填报员办理。"
    assert unchanged(parcel)
    assert (last_event().allowed, last_event().reason) == (False, "“寄出”须由本单位填报员办理。")


def test_several_who_may_are_named_together(people, parcel):
    with pytest.raises(NotAllowed, match="“签收”须由本单位负责人、工作专班办理。"):
        perform(parcel, "arrive", by=people.clerk)


def test_a_move_from_another_state_is_refused_in_words(people, parcel):
    with pytest.raises(Refused) as refused:
        perform(parcel, "arrive", by=people.head)

    assert str(refused.value) == "当前状态是“待寄出”，不能签收。"
    assert unchanged(parcel)


def test_what_must_hold_is_asked_before_what_must_be_filled_in(people):
    light = ParcelFactory(unit=people.street, weight=0)

    with pytest.raises(Refused, match=r"^请先称重。$"):
        perform(light, "send", by=people.clerk)
    assert unchanged(light)


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({}, "请填写“原因”。"),
        ({"reason": "   "}, "请填写“原因”。"),
        ({"reason": "掉了", "state": "arrived"}, "不认识的填写项：state。"),
    ],
)
def test_what_is_asked_must_be_given_and_nothing_else(people, parcel, inputs, sentence):
    with pytest.raises(Refused) as refused:
        perform(parcel, "lose", by=people.office, **inputs)

    assert str(refused.value) == sentence
    assert unchanged(parcel)


def test_an_answer_can_be_refused_for_what_it_says(people, parcel):
    with pytest.raises(Refused, match="寄出日期不能晚于今天。"):
        perform(parcel, "send", by=people.clerk, sent_on=date(2999, 1, 1))
    assert unchanged(parcel)


def test_a_stale_version_is_refused_and_recorded(people, parcel):
    actions.edit(parcel, {"note": "别人写的"}, by=people.clerk, version=1)

    with pytest.raises(StaleVersion) as refused:
        perform(parcel, "send", by=people.clerk, version=1, sent_on=TODAY)

    assert str(refused.value) == "这条记录刚被别人改过，请看过最新内容后再操作。"
    assert Parcel.objects.get(pk=parcel.pk).state == ParcelState.WAITING
    assert last_event().allowed is False


def test_a_fault_inside_an_effect_leaves_nothing_behind(people, parcel):
    moving = perform(parcel, "send", by=people.clerk, sent_on=TODAY)
    events = TrailEvent.objects.count()

    with pytest.raises(RuntimeError, match="truck"):
        perform(moving, "crash", by=people.office)

    assert unchanged(moving)
    assert TrailEvent.objects.count() == events


def test_after_a_fault_states_are_guarded_again(people, parcel):
    moving = perform(parcel, "send", by=people.clerk, sent_on=TODAY)
    with pytest.raises(RuntimeError):
        perform(moving, "crash", by=people.office)

    moving.state = ParcelState.ARRIVED
    with pytest.raises(StateChangedOutside):
        moving.save()


def test_words_are_entered_only_for_whom_one_speaks(people, parcel):
    somebody = PersonFactory(name="某主任")
    with pytest.raises(NotAllowed) as refused:
        perform(parcel, "send", by=people.clerk, on_behalf_of=somebody, sent_on=TODAY)
    assert str(refused.value) == "您没有被授权代某主任录入。"

    RoleFactory(user=people.clerk, role=Role.SECRETARY, for_person=somebody)
    perform(parcel, "send", by=as_of_now(people.clerk), on_behalf_of=somebody, sent_on=TODAY)

    assert (last_event().actor, last_event().on_behalf_of) == ("某clerk", "某主任")


def test_the_system_performs_only_what_is_its_own(people, parcel):
    with pytest.raises(NotAllowed):
        perform(parcel, "send", by=SYSTEM, sent_on=TODAY)
    with pytest.raises(NotAllowed, match="“过期”须由系统办理。"):
        perform(parcel, "expire", by=people.office)

    perform(parcel, "expire", by=SYSTEM)

    assert Parcel.objects.get().state == ParcelState.LOST
    assert last_event().actor == "系统"


@pytest.mark.parametrize(
    "change",
    [
        lambda p: Parcel.objects.filter(pk=p.pk).update(state="arrived"),
        lambda p: Parcel.objects.bulk_update([p], ["state"]),
        lambda p: p.save(),
        lambda p: p.save(update_fields=["state"]),
        lambda p: p.delete(),
        lambda p: Parcel.objects.all().delete(),
    ],
    ids=["update", "bulk_update", "save", "save one field", "delete", "delete many"],
)
def test_a_state_changes_on_no_other_path(parcel, change):
    parcel.state = ParcelState.ARRIVED

    with pytest.raises(StateChangedOutside):
        change(parcel)

    assert Parcel.objects.get(pk=parcel.pk).state == ParcelState.WAITING


def test_a_state_that_was_not_read_cannot_be_set_either(parcel):
    partly = Parcel.objects.only("title").get(pk=parcel.pk)
    partly.state = ParcelState.ARRIVED

    with pytest.raises(StateChangedOutside):
        partly.save()


def test_a_record_is_made_only_in_a_state_the_table_begins_with(people):
    born_arrived = ParcelFactory.build(unit=people.street, state=ParcelState.ARRIVED)

    with pytest.raises(StateChangedOutside):
        actions.create(born_arrived, by=people.clerk)
    with pytest.raises(StateChangedOutside):
        actions.create_many([born_arrived], by=people.clerk)

    assert Parcel.objects.count() == 0


def test_offers_say_why_a_button_is_grey_and_hide_what_has_no_button(people, parcel):
    told = {o.move.name: o.why_not for o in offers(parcel, people.clerk)}

    assert told == {"send": None, "lose": "“登记遗失”须由工作专班办理。"}


def test_an_offer_needs_no_inputs_to_be_open(people):
    light = ParcelFactory(unit=people.street, weight=0)

    assert {o.move.name: o.why_not for o in offers(light, people.clerk)}["send"] == "请先称重。"


def test_a_state_is_told_in_words(parcel):
    assert state_label(parcel) == "待寄出"
    assert state_label(parcel, "lost") == "已遗失"


def test_a_move_changes_what_the_record_is_found_by(people, parcel):
    from luodi.kernel.search import find

    actions.edit(parcel, {"title": "青岛啤酒"}, by=people.clerk, version=1)

    assert list(find(Parcel.objects.all(), "啤酒")) == [parcel]


@pytest.mark.parametrize("model", TABLES)
def test_every_table_says_its_states_in_words(model):
    table = TABLES[model]

    assert all(str(label) for label in table.states.values())
    assert set(table.initial) <= set(table.states)


def test_weights_survive_a_move_exactly(people):
    exact = ParcelFactory(unit=people.street, weight=Decimal("1.05"))

    perform(exact, "send", by=people.clerk, sent_on=TODAY)

    assert Parcel.objects.get().weight == Decimal("1.05")


def test_one_move_on_many_is_written_recorded_and_found_as_each_alone(people):
    made = [ParcelFactory(unit=people.street, weight=1, state="moving") for _ in range(3)]

    assert perform_many(Parcel.objects.all(), "arrive", by=people.head) == 3

    assert set(Parcel.objects.values_list("state", "version")) == {("arrived", 2)}
    events = TrailEvent.objects.filter(action="parcels.parcel.arrive").order_by("seq")
    assert [(e.object_id, e.before, e.after) for e in events] == [
        (p.pk, {"state": "moving"}, {"state": "arrived"}) for p in made
    ]
    assert perform_many(Parcel.objects.none(), "arrive", by=people.head) == 0


def test_one_move_on_many_has_its_effect_on_each(people):
    for _ in range(2):
        ParcelFactory(unit=people.street, weight=1)

    perform_many(Parcel.objects.all(), "send", by=people.clerk, sent_on=TODAY)

    assert set(Parcel.objects.values_list("state", "sent_on")) == {("moving", TODAY)}


@pytest.mark.parametrize(
    ("who", "error", "sentence"),
    [("clerk", Refused, "轻的：请先称重。"), ("stranger", NotAllowed, "重的：“寄出”须由")],
)
def test_one_that_may_not_move_stops_all_and_is_named(people, who, error, sentence):
    ParcelFactory(unit=people.street, title="重的", weight=1)
    ParcelFactory(unit=people.street, title="轻的", weight=0)

    with pytest.raises(error, match=f"^{sentence}"):
        perform_many(Parcel.objects.all(), "send", by=getattr(people, who), sent_on=TODAY)

    assert set(Parcel.objects.values_list("state", "version")) == {("waiting", 1)}
    refusal = TrailEvent.objects.get()
    assert (refusal.action, refusal.allowed) == ("parcels.parcel.send", False)
