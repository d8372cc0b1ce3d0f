"""This room for machines: what is seen, reported and refused."""

import json

import pytest

from luodi.measures.choices import MeasureState
from luodi.measures.models import Measure, ProgressReport
from tests.factories.measures import ReportFactory, measure_at

pytestmark = pytest.mark.django_db
S = MeasureState


def post(client, url, **body):
    return client.post(url, json.dumps(body), content_type="application/json")


def test_a_list_holds_what_the_reader_sees(people, client):
    mine = measure_at(S.IN_PROGRESS, people)
    measure_at(S.IN_PROGRESS, people, lead_unit=people.other)
    client.force_login(people.clerk)

    page = client.get("/api/measures/").json()

    assert page["count"] == 1
    assert (
        page["items"][0] | {"code": mine.code, "leader": "某leader", "evidence_count": 1}
        == page["items"][0]
    )


def test_a_list_is_narrowed_as_on_the_page(people, client):
    closed = measure_at(S.CLOSED, people)
    measure_at(S.IN_PROGRESS, people)
    client.force_login(people.office)

    page = client.get("/api/measures/?state=closed").json()

    assert [item["code"] for item in page["items"]] == [closed.code]


def test_one_measure_says_why_a_move_is_closed(people, client):
    measure = measure_at(S.VERIFIED, people)
    client.force_login(people.office)

    moves = {
        m["name"]: m["why_not"] for m in client.get(f"/api/measures/{measure.pk}").json()["moves"]
    }

    assert moves["sign"] == "“签认销号”须由牵头领导办理。"


@pytest.mark.parametrize("path", ["", "/progress", "/evidence"])
def test_what_one_may_not_see_is_not_there(people, client, path):
    measure = measure_at(S.IN_PROGRESS, people)
    client.force_login(people.stranger)

    assert client.get(f"/api/measures/{measure.pk}{path}").status_code == 404


def test_a_report_is_written_and_corrected(people, client):
    measure = measure_at(S.IN_PROGRESS, people)
    client.force_login(people.clerk)

    first = post(client, f"/api/measures/{measure.pk}/progress", text="三张").json()
    second = post(
        client, f"/api/measures/{measure.pk}/progress", text="四张", supersedes=first["id"]
    )

    assert (second.status_code, second.json()["supersedes_id"]) == (200, first["id"])
    listed = client.get(f"/api/measures/{measure.pk}/progress").json()
    assert [r["text"] for r in listed] == ["四张", "三张"]


def test_the_wrong_person_reports_nothing(people, client):
    measure = measure_at(S.IN_PROGRESS, people)
    client.force_login(people.approver)

    response = post(client, f"/api/measures/{measure.pk}/progress", text="三张")

    assert (response.status_code, ProgressReport.objects.count()) == (403, 0)


def test_an_empty_report_is_refused_in_one_sentence(people, client):
    measure = measure_at(S.IN_PROGRESS, people)
    client.force_login(people.clerk)

    response = post(client, f"/api/measures/{measure.pk}/progress", text=" ")

    assert (response.status_code, ProgressReport.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 403), ("office", 403), ("verifier", 403), ("stranger", 404), ("audit", 404)],
)
def test_nobody_but_the_leader_closes_through_the_api(people, client, who, status):
    measure = measure_at(S.VERIFIED, people)
    client.force_login(getattr(people, who))

    response = post(client, f"/api/moves/measures.measure/{measure.pk}/sign", version=1, inputs={})

    assert response.status_code == status
    assert Measure.objects.get(pk=measure.pk).state == S.VERIFIED


def test_a_stale_version_and_a_missing_input_are_refused(people, client):
    measure = measure_at(S.VERIFIED, people)
    client.force_login(people.leader)
    address = f"/api/moves/measures.measure/{measure.pk}"

    assert post(client, f"{address}/sign", version=7, inputs={}).status_code == 409
    assert post(client, f"{address}/decline_signature", version=1, inputs={}).status_code == 422
    assert post(client, f"{address}/sign", version=1, inputs={}).status_code == 200


def test_evidence_is_told_without_its_file(people, client):
    measure = measure_at(S.IN_PROGRESS, people)
    ReportFactory(measure=measure, by=people.clerk)
    client.force_login(people.head)

    papers = client.get(f"/api/measures/{measure.pk}/evidence").json()

    assert [(p["kind"], p["cycle"], p["withdrawn"]) for p in papers] == [("document", 1, False)]
