"""Listening for machines: what is seen, recorded and refused."""

import json

import pytest
from django.test import Client

from luodi.listening.choices import StatementState
from luodi.listening.models import Statement
from tests.factories.listening import GatheringFactory, StatementFactory

pytestmark = pytest.mark.django_db


def post(client, url, **body):
    return client.post(url, json.dumps(body), content_type="application/json")


def test_a_list_holds_what_the_reader_sees_and_says_where_it_went(people, campaign, client):
    StatementFactory(campaign=campaign, unit=people.street)
    StatementFactory(campaign=campaign, unit=people.other)
    client.force_login(people.clerk)

    page = client.get("/api/listening/statements").json()

    assert page["count"] == 1
    assert page["items"][0]["destination"] == "还没有去向"


@pytest.mark.parametrize("kind", ["statements", "gatherings"])
def test_a_record_of_another_unit_is_not_there(people, campaign, client, kind):
    factory = {"statements": StatementFactory, "gatherings": GatheringFactory}[kind]
    record = factory(campaign=campaign, unit=people.street)
    client.force_login(people.stranger)

    assert client.get(f"/api/listening/{kind}/{record.pk}").status_code == 404
    assert client.get(f"/api/listening/{kind}").json()["count"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_queries_for_one_or_three(
    people, campaign, client, django_assert_max_num_queries, count
):
    StatementFactory.create_batch(count, campaign=campaign, unit=people.street)
    client.force_login(people.office)

    with django_assert_max_num_queries(9):
        assert client.get("/api/listening/statements").json()["count"] == count


def test_a_sentence_is_recorded_and_submitted(people, campaign, client):
    client.force_login(people.clerk)

    answer = post(
        client, "/api/listening/statements", campaign=campaign.pk, unit=people.street.pk,
        text="路灯坏了半个月没人修", submit=True,
    )  # fmt: skip

    assert answer.status_code == 201
    assert answer.json()["state"] == StatementState.SUBMITTED
    assert Statement.objects.get().added_by == people.clerk


@pytest.mark.parametrize(
    ("who", "text", "status", "sentence"),
    [
        (
            "stranger",
            "路灯坏了半个月没人修",
            403,
            "您不是云台路街道的填报员或负责人，不能替它录入。",
        ),
        ("clerk", "太吵", 409, "原话至少要有6个字。"),
    ],
)
def test_a_refusal_is_one_sentence(people, campaign, client, who, text, status, sentence):
    client.force_login(getattr(people, who))

    answer = post(
        client, "/api/listening/statements", campaign=campaign.pk, unit=people.street.pk,
        text=text, submit=True,
    )  # fmt: skip

    assert (answer.status_code, answer.json()) == (status, {"detail": sentence})
    assert not Statement.objects.exclude(state=StatementState.DRAFT).exists()


def test_a_foreign_page_cannot_post_in_ones_name(people, campaign):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.clerk)

    answer = post(
        client, "/api/listening/statements", campaign=campaign.pk, unit=people.street.pk, text="x"
    )

    assert answer.status_code == 403


def test_a_stale_or_forbidden_move_changes_nothing(people, campaign, client):
    statement = StatementFactory(
        campaign=campaign, unit=people.street, state=StatementState.SUBMITTED
    )
    url = f"/api/moves/listening.statement/{statement.pk}/accept"
    client.force_login(people.clerk)
    assert post(client, url, version=1).status_code == 403

    client.force_login(people.office)
    assert post(client, url, version=7).status_code == 409
    assert post(client, url.replace("accept", "link"), version=1).status_code == 404
    statement.refresh_from_db()
    assert (statement.state, statement.version) == (StatementState.SUBMITTED, 1)
