"""Moves on pages: one address, singly and in bulk; what may not be seen is not there."""

import pytest
from django.test import Client

from luodi.kernel import actions
from luodi.kernel.moves import buttons
from luodi.kernel.transitions import perform
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db


def address(parcel, name="send") -> str:
    return f"/moves/parcels.parcel/{parcel.pk}/{name}/"


def state() -> str:
    return Parcel.objects.get().state


def test_a_posted_move_is_performed_and_leads_on(client, people, parcel):
    client.force_login(people.clerk)

    response = client.post(address(parcel), {"version": 1, "sent_on": "2018-01-02"})

    assert (response.status_code, state()) == (302, "moving")


@pytest.mark.parametrize(
    ("who", "name", "told", "status", "sentence"),
    [
        ("office", "send", {"sent_on": "2018-01-02"}, 403, "“寄出”须由本单位填报员办理。"),
        ("head", "arrive", {}, 409, "当前状态是“待寄出”，不能签收。"),
        ("clerk", "send", {"sent_on": "2018-01-02", "version": 9}, 409, "这条记录刚被别人改过"),
        ("clerk", "send", {"sent_on": "2999-01-01"}, 409, "寄出日期不能晚于今天。"),
        ("clerk", "send", {"sent_on": "明天"}, 422, "寄出日期"),
        ("clerk", "send", {}, 422, "寄出日期"),
        ("office", "lose", {"reason": " "}, 422, "原因"),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(
    client, people, parcel, who, name, told, status, sentence
):
    client.force_login(getattr(people, who))

    response = client.post(address(parcel, name), told)

    assert response.status_code == status
    assert sentence in response.content.decode()
    assert state() == "waiting"


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("stranger", "/moves/parcels.parcel/{pk}/send/"),
        ("audit", "/moves/parcels.parcel/{pk}/send/"),
        ("clerk", "/moves/parcels.parcel/{pk}/fly/"),
        ("office", "/moves/parcels.parcel/{pk}/find/"),
        ("clerk", "/moves/kernel.unit/{pk}/send/"),
        ("clerk", "/moves/nonsense/{pk}/send/"),
        ("clerk", "/moves/parcels.parcel/999/send/"),
    ],
)
def test_what_is_not_there_for_the_reader_is_404(client, people, parcel, who, path):
    client.force_login(getattr(people, who))

    assert client.post(path.format(pk=parcel.pk), {"sent_on": "2018-01-02"}).status_code == 404
    assert state() == "waiting"


def test_a_move_is_posted_signed_in_and_with_a_token(people, parcel):
    guest, strict = Client(), Client(enforce_csrf_checks=True)
    strict.force_login(people.clerk)

    assert guest.post(address(parcel), {"sent_on": "2018-01-02"}).status_code == 302
    assert strict.post(address(parcel), {"sent_on": "2018-01-02"}).status_code == 403
    strict.force_login(people.clerk)
    assert strict.get(address(parcel)).status_code == 405
    assert state() == "waiting"


def test_a_move_leads_nowhere_off_this_host(client, people, parcel):
    client.force_login(people.clerk)

    response = client.post(
        f"{address(parcel)}?next=https://evil.example/", {"sent_on": "2018-01-02"}
    )

    assert response.url == parcel.get_absolute_url()


def test_in_bulk_each_succeeds_or_is_refused_by_itself(client, people):
    good, light = ParcelFactory(unit=people.street), ParcelFactory(unit=people.street, weight=0)
    hidden = ParcelFactory(unit=people.other)
    client.force_login(people.clerk)

    page = client.post(
        "/moves/parcels.parcel/bulk/send/",
        {"chosen": [good.pk, light.pk, hidden.pk, "x"], "sent_on": "2018-01-02"},
    )

    assert [str(p.pk) for p in page.context["done"]] == [str(good.pk)]
    assert [(p.pk, why) for p, why in page.context["refused"]] == [(light.pk, "请先称重。")]
    states = dict(Parcel.objects.values_list("pk", "state"))
    assert states == {good.pk: "moving", light.pk: "waiting", hidden.pk: "waiting"}


def test_in_bulk_a_row_changed_since_it_was_shown_is_refused(client, people, parcel):
    actions.edit(parcel, {"note": "别人写的"}, by=people.head, version=1)
    client.force_login(people.clerk)

    page = client.post(
        "/moves/parcels.parcel/bulk/send/",
        {"chosen": f"{parcel.pk}@1", "sent_on": "2018-01-02"},
    )

    assert [why for _p, why in page.context["refused"]] == [
        "这条记录刚被别人改过，请看过最新内容后再操作。"
    ]
    client.post(
        "/moves/parcels.parcel/bulk/send/",
        {"chosen": f"{parcel.pk}@2", "sent_on": "2018-01-02"},
    )
    assert state() == "moving"


def test_buttons_show_the_first_open_move_and_the_reason_of_closed_ones(people, parcel):
    shown = {b.label: (b.why_not, b.primary, b.danger) for b in buttons(parcel, people.clerk)}

    assert shown == {
        "寄出": (None, True, False),
        "登记遗失": ("“登记遗失”须由工作专班办理。", False, True),
    }
    assert buttons(parcel, people.clerk)[0].form is not None
    assert buttons(perform(parcel, "lose", by=people.office, reason="掉了"), people.office) == []


def test_what_was_typed_is_kept_when_the_move_is_refused(client, people, parcel):
    Parcel.objects.filter(pk=parcel.pk).update(version=2)
    client.force_login(people.clerk)

    page = client.post(address(parcel), {"version": "1", "sent_on": "2018-01-02"})

    assert page.status_code == 409
    assert "这条记录刚被别人改过" in page.content.decode()
    assert page.context["form"]["sent_on"].value() == "2018-01-02"
    assert (
        client.post(address(parcel), {"version": "2", "sent_on": "2018-01-02"}).status_code == 302
    )
