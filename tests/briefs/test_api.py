"""Briefs for machines: the same sight, the same figures, the same verdicts as on the pages."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from docx import Document

from luodi.briefs.documents import word_of_brief
from luodi.briefs.models import Brief
from luodi.briefs.queries.layout import layout_of
from luodi.config.api import api
from luodi.kernel import actions, guards
from luodi.kernel.transitions import perform
from tests.factories.briefs import make
from tests.factories.listening import CampaignFactory

pytestmark = pytest.mark.django_db
SOURCE = '{{ fig("parcels.sent") }}，{{ fig("parcels.weight")|余 }}，{{ lit("第三阶段") }}。\n'
DOORS = ("", "/verification", "/seal")


@pytest.fixture
def brief(people, sent):
    return make(people, SOURCE, until="published")


def get(client, who, path, **query):
    client.force_login(who)
    return client.get(f"/api/briefs/{path}", query)


def test_the_register_holds_what_was_published(client, people, brief):
    make(people, SOURCE)

    page = get(client, people.clerk, "").json()

    [line] = page["items"]
    assert page["count"] == 1
    assert line == {
        "id": brief.pk, "code": brief.code, "version": brief.version, "state": "published",
        "kind": "brief", "masthead": "试行简报", "issue": 1, "title": "包裹情况",
        "campaign_id": brief.campaign_id, "unit_id": None, "start": None, "end": None,
        "published_on": "2018-11-08", "withdrawn_why": "", "hash": brief.hash,
        "url": brief.get_absolute_url(),
    }  # fmt: skip


def test_the_register_is_narrowed_and_paged(client, people, brief):
    draft = make(people, SOURCE, title="另一份")
    gone = perform(
        make(people, SOURCE, until="published"), "withdraw", by=people.office, reason="有误"
    )

    def codes(**query):
        return [one["code"] for one in get(client, people.office, "", **query).json()["items"]]

    assert codes() == [gone.code, brief.code]
    assert codes(state="draft") == [draft.code]
    assert codes(state="published") == [brief.code]
    assert codes(kind="report") == []
    assert codes(until="2018-11-07") == []
    assert codes(q="另一份", state="draft") == [draft.code]
    assert codes(page=2) == []
    assert get(client, people.office, "", state="nothing").status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_for_one_and_for_three(
    client, people, sent, count, django_assert_num_queries
):
    campaign = CampaignFactory()
    for _ in range(count):
        make(people, SOURCE, campaign=campaign, until="published")
    client.force_login(people.office)

    with django_assert_num_queries(5):
        client.get("/api/briefs/")


def test_a_brief_tells_its_figures(client, people, brief):
    told = get(client, people.clerk, brief.pk).json()

    sent, weight, by_hand = told["figures"]
    cited = brief.edition.citations.get(key="parcels.weight")
    assert (told["edition"], told["checked_by"]) == (1, str(people.supervisor))
    assert sent["value"] == "3"
    assert weight == {
        "anchor": cited.anchor, "kind": "figure", "key": "parcels.weight", "label": cited.label,
        "shown": "200余公斤", "value": "216", "unit": "公斤",
        "context": {"campaign": brief.campaign_id} if "campaign" in cited.context else {},
        "definition": cited.snapshot.definition, "rule": cited.snapshot.rule, "records": 3,
        "evidence_hash": cited.evidence_hash,
        "url": reverse("briefs:citation", args=[brief.pk, cited.anchor]),
        "live_url": weight["live_url"],
    }  # fmt: skip
    assert (
        client.get(weight["url"]).status_code == client.get(weight["live_url"]).status_code == 200
    )
    assert (by_hand["kind"], by_hand["value"], by_hand["url"]) == ("written", None, "")


def test_a_draft_has_no_figures_yet(client, people, sent):
    draft = make(people, SOURCE)

    assert get(client, people.office, draft.pk).json()["figures"] == []
    for door in DOORS[1:]:
        assert get(client, people.office, f"{draft.pk}{door}").status_code == 404


def test_a_checked_brief_is_not_in_the_chain_yet(client, people, sent):
    checked = make(people, SOURCE, until="checked")

    assert get(client, people.office, f"{checked.pk}/verification").json()["clean"] is True
    assert get(client, people.office, f"{checked.pk}/seal").status_code == 404


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", ["audit", "system"])
def test_what_one_may_not_see_is_not_there(client, people, brief, who, door):
    draft = make(people, SOURCE)

    assert get(client, getattr(people, who), f"{brief.pk}{door}").status_code == 404
    assert get(client, people.clerk, f"{draft.pk}{door}").status_code == 404
    assert get(client, people.office, f"99999{door}").status_code == 404
    assert get(client, getattr(people, who), "").json()["count"] == 0


def test_nobody_is_told_anything_without_signing_in(client, brief):
    for path in ("", *(f"{brief.pk}{door}" for door in DOORS)):
        assert client.get(f"/api/briefs/{path}").status_code == 401


def test_what_moved_is_told(client, people, brief, sent):
    actions.edit(sent[2], {"weight": Decimal(113)}, by=people.clerk, version=None)

    told = get(client, people.office, f"{brief.pk}/verification", thorough="1").json()

    assert (told["sealed"], told["clean"], told["word"]) == (True, False, None)
    first, second = told["findings"]
    assert (first["drift"], first["published"], first["now"]) == (
        "changed",
        "200余公斤",
        "100余公斤",
    )
    assert [(m["id"], m["by"]) for m in first["edited"]] == [(sent[2].pk, str(people.clerk))]
    assert (second["drift"], second["added"]) == ("same", [])


def test_who_sees_less_learns_nothing_of_today(client, people, brief, sent):
    actions.edit(sent[2], {"weight": Decimal(113)}, by=people.office, version=None)

    told = get(client, people.stranger, f"{brief.pk}/verification").json()

    weight = next(one for one in told["findings"] if one["key"] == "parcels.weight")
    assert (weight["drift"], weight["now"], weight["edited"]) == ("hidden", "", [])


def word(brief, people, words="") -> SimpleUploadedFile:
    document = Document(BytesIO(word_of_brief(layout_of(brief, people.office))))
    if words:
        document.paragraphs[2].insert_paragraph_before(words)
    target = BytesIO()
    document.save(target)
    return SimpleUploadedFile("a.docx", target.getvalue())


def test_an_edited_file_is_compared(client, people, brief):
    client.force_login(people.office)
    url = f"/api/briefs/{brief.pk}/verification"

    told = client.post(url, {"file": word(brief, people, "新建口袋公园5个。")}).json()

    assert told["clean"] is False
    assert told["word"]["changes"] == [
        {"kind": "added", "red": False, "bits": [["新建口袋公园5个。", "new"]]}
    ]
    [number] = told["word"]["numbers"]
    assert (number["span"], number["verdict"], number["figure"]) == ("5个", "no_record", "")
    assert client.post(url, {"file": word(brief, people)}).json()["clean"] is True


def test_a_file_of_something_else_is_refused(client, people, brief):
    other = make(people, SOURCE, until="published")
    client.force_login(people.office)
    url = f"/api/briefs/{brief.pk}/verification"

    wrong = client.post(url, {"file": word(other, people)})

    assert (wrong.status_code, other.code in wrong.json()["detail"]) == (422, True)
    assert client.post(url, {"file": SimpleUploadedFile("a.docx", b"no")}).status_code == 422
    assert client.post(url).status_code == 422


def test_the_seal_holds_until_somebody_changes_the_database(client, people, brief):
    second = make(people, SOURCE, until="published")

    told = get(client, people.clerk, f"{second.pk}/seal").json()

    assert told == {
        "sequence": 2, "hash": second.hash, "previous_hash": brief.hash,
        "content_hash": second.edition.content_hash, "holds": True,
    }  # fmt: skip
    guards.remove(connection)
    try:
        Brief.objects.filter(pk=second.pk).update(issue=7)
    finally:
        guards.install(connection)
    assert get(client, people.clerk, f"{second.pk}/seal").json()["holds"] is False


def test_every_door_is_described():
    paths = api.get_openapi_schema()["paths"]
    doors = {path: door for path, door in paths.items() if path.startswith("/api/briefs/")}

    assert len(doors) == 4
    for door in doors.values():
        for operation in door.values():
            assert operation["operationId"]
            assert len(operation["description"]) > 20
    fields = api.get_openapi_schema()["components"]["schemas"]["CitedOut"]["properties"]
    assert re.search("definition", fields["definition"]["description"])
