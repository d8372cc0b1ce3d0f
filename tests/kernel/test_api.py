"""The API: the same moves, sight and numbers as the pages."""

import json
from decimal import Decimal

import pytest
from django.test import Client

from luodi.kernel.figures import FIGURES
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db


def post(client, parcel, name="send", version=1, **inputs):
    return client.post(
        f"/api/moves/parcels.parcel/{parcel.pk}/{name}",
        json.dumps({"version": version, "inputs": inputs}), content_type="application/json",
    )  # fmt: skip


def as_(user, **options) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


def test_a_move_is_performed_and_the_record_told(people, parcel):
    response = post(as_(people.clerk), parcel, sent_on="2018-01-02")

    assert (response.status_code, response.json()) == (
        200,
        {
            "id": parcel.pk,
            "code": parcel.code,
            "state": "moving",
            "state_label": "在途",
            "version": 2,
        },
    )


@pytest.mark.parametrize(
    ("who", "name", "version", "inputs", "status", "detail"),
    [
        ("office", "send", 1, {"sent_on": "2018-01-02"}, 403, "“寄出”须由本单位填报员办理。"),
        ("head", "arrive", 1, {}, 409, "当前状态是“待寄出”，不能签收。"),
        ("clerk", "send", 7, {"sent_on": "2018-01-02"}, 409, "这条记录刚被别人改过，请看过最新内容后再操作。"),
        ("clerk", "send", 1, {"sent_on": "2999-01-01"}, 409, "寄出日期不能晚于今天。"),
        ("clerk", "send", 1, {}, 422, "寄出日期：这个字段是必填项。"),
        ("head", "arrive", 1, {"state": "arrived"}, 409, "不认识的填写项：state。"),
    ],
)  # fmt: skip
def test_a_refusal_has_its_status_and_sentence(
    people, parcel, who, name, version, inputs, status, detail
):
    response = post(as_(getattr(people, who)), parcel, name, version, **inputs)

    assert (response.status_code, response.json()["detail"]) == (status, detail)
    assert Parcel.objects.get().state == "waiting"


def test_a_move_without_a_version_or_with_another_shape_is_422(people, parcel):
    client = as_(people.clerk)
    for body in ("{}", "[]", "not json", '{"version": "x"}'):
        response = client.post(
            f"/api/moves/parcels.parcel/{parcel.pk}/send", body, content_type="application/json"
        )
        assert response.status_code in (400, 422), body
    assert Parcel.objects.get().state == "waiting"


@pytest.mark.parametrize("who", ["stranger", "audit", "system"])
def test_what_may_not_be_seen_is_404(people, parcel, who):
    client = as_(getattr(people, who))

    assert post(client, parcel, sent_on="2018-01-02").status_code == 404
    assert client.get(f"/api/moves/parcels.parcel/{parcel.pk}").status_code == 404


def test_unknown_moves_and_models_are_404(people, parcel):
    client = as_(people.office)

    assert post(client, parcel, "fly").status_code == 404
    assert post(client, parcel, "find").status_code == 404
    assert client.get("/api/moves/kernel.unit/1").status_code == 404
    assert client.get("/api/figures/no.such").status_code == 404


def test_signed_out_is_401_and_without_a_token_403(people, parcel):
    assert Client().get("/api/figures").status_code == 401
    assert post(Client(), parcel, sent_on="2018-01-02").status_code == 401
    strict = as_(people.clerk, enforce_csrf_checks=True)
    assert post(strict, parcel, sent_on="2018-01-02").status_code == 403
    assert Parcel.objects.get().state == "waiting"


def test_offers_are_those_of_the_page(people, parcel):
    told = as_(people.clerk).get(f"/api/moves/parcels.parcel/{parcel.pk}").json()

    assert told == [
        {"name": "send", "label": "寄出", "why_not": None, "asks": ["sent_on"]},
        {"name": "lose", "label": "登记遗失", "why_not": "“登记遗失”须由工作专班办理。", "asks": ["reason"]},
    ]  # fmt: skip


def test_figures_are_those_of_the_reader(people):
    ParcelFactory(unit=people.street)
    ParcelFactory(unit=people.other)

    values = {
        name: as_(getattr(people, name)).get("/api/figures/parcels.all").json()["value"]
        for name in ("clerk", "office", "audit")
    }

    assert {k: v and Decimal(v) for k, v in values.items()} == {
        "clerk": 1,
        "office": 2,
        "audit": None,
    }


def test_all_figures_are_listed_with_their_rule(people):
    told = as_(people.office).get("/api/figures").json()

    assert [f["key"] for f in told] == sorted(FIGURES)
    assert {f["rule"] == "" for f in told} == {False}


def test_a_bad_context_is_422(people):
    client = as_(people.office)

    assert client.get("/api/figures/parcels.all?unit=x").status_code == 422
    assert client.get("/api/figures/parcels.all?start=2018-13-01").status_code == 422


def test_the_directory_is_open_to_who_signed_in(people):
    units = as_(people.clerk).get("/api/units").json()

    assert {u["code"] for u in units} == {"Q", "J1", "J2"}
