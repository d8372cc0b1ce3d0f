"""Pages of listening: what each shows, to whom, at what cost."""

import sys
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luodi.kernel import once, search
from luodi.kernel.models import Evidence, User
from luodi.listening.choices import GatheringKind, GatheringState, StatementState
from luodi.listening.models import Campaign, Gathering, Statement
from luodi.listening.queries import coverage
from tests.factories.kernel import EvidenceFactory, RoleFactory
from tests.factories.listening import (
    AnswerFactory,
    DimensionFactory,
    GatheringFactory,
    InvitationFactory,
    PhaseFactory,
    StatementFactory,
    TopicFactory,
)
from tests.listening.links import open_link
from tests.people import as_of_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    def sign_in(user: User):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def records(people, campaign):
    """One of everything, with an address each."""
    gathering = GatheringFactory(
        campaign=campaign, unit=people.street, kind=GatheringKind.SYMPOSIUM
    )
    topic = TopicFactory(gathering=gathering)
    invitation = InvitationFactory(gathering=gathering)
    statement = StatementFactory(
        campaign=campaign, unit=people.street, gathering=gathering, topic=topic, guest=invitation
    )
    open_link(statement)
    AnswerFactory(statement=statement)
    phase = PhaseFactory(campaign=campaign)
    statement.dimensions.add(DimensionFactory(campaign=campaign))
    return {
        "campaign": [campaign.pk], "campaign_edit": [campaign.pk], "coverage": [campaign.pk],
        "dimensions": [campaign.pk], "phase_edit": [campaign.pk, phase.pk],
        "gathering": [gathering.pk], "gathering_edit": [gathering.pk],
        "statement": [statement.pk], "statement_edit": [statement.pk],
        "campaigns": [], "gatherings": [], "statements": [],
        "gathering_new": [], "statement_new": [], "campaign_new": [],
    }  # fmt: skip


def test_every_page_opens_for_the_office(records, people, signed_in):
    client = signed_in(people.office)

    statuses = {name: client.get(reverse(f"listening:{name}", args=args)).status_code
                for name, args in records.items()}  # fmt: skip

    assert set(statuses.values()) == {200}, statuses


def test_every_page_asks_the_signed_out_to_sign_in(records, client):
    for name, args in records.items():
        assert client.get(reverse(f"listening:{name}", args=args)).status_code == 302, name


OF_A_UNIT = ("gathering", "gathering_edit", "statement", "statement_edit")


@pytest.mark.parametrize("who", ["stranger", "system", "security", "audit", "leader", "verifier"])
def test_records_of_another_unit_do_not_exist(records, people, signed_in, who):
    client = signed_in(getattr(people, who))

    statuses = [
        client.get(reverse(f"listening:{name}", args=records[name])).status_code
        for name in OF_A_UNIT
    ]

    assert statuses == [404, 404, 404, 404]


@pytest.mark.parametrize("name", ["gatherings", "statements"])
@pytest.mark.parametrize("who", ["stranger", "audit"])
def test_lists_hold_nothing_of_another_unit(records, people, signed_in, name, who):
    page = signed_in(getattr(people, who)).get(reverse(f"listening:{name}"))

    assert len(page.context["table"].rows) == 0


@pytest.mark.parametrize(
    ("name", "queries"), [("gatherings", 12), ("statements", 14), ("campaigns", 8)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_queries_for_one_row_or_three(
    people, campaign, signed_in, django_assert_max_num_queries, name, queries, count
):
    for _n in range(count):
        gathering = GatheringFactory(campaign=campaign, unit=people.street)
        open_link(StatementFactory(campaign=campaign, unit=people.street, gathering=gathering))
    client = signed_in(people.clerk)

    with django_assert_max_num_queries(queries):
        page = client.get(reverse(f"listening:{name}"))

    assert len(page.context["table"].rows) == (1 if name == "campaigns" else count)


@pytest.mark.parametrize(("name", "queries"), [("gathering", 17), ("statement", 18)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_queries_for_one_sentence_or_three(
    people, campaign, signed_in, django_assert_max_num_queries, name, queries, count
):
    gathering = GatheringFactory(campaign=campaign, unit=people.street)
    said = StatementFactory.create_batch(
        count, campaign=campaign, unit=people.street, gathering=gathering
    )
    for statement in said:
        open_link(statement)
    record = {"gathering": gathering, "statement": said[0]}[name]
    client = signed_in(people.clerk)

    with django_assert_max_num_queries(queries):
        assert client.get(record.get_absolute_url()).status_code == 200


# --- filters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=submitted", ["waiting"]),
        ("kind=praise", ["praise"]),
        ("source_kind=mailbox", ["letter"]),
        ("nowhere=true", ["letter", "praise"]),
        ("dimension=none", ["letter", "waiting"]),
        ("since=2018-10-09", ["letter"]),
        ("until=2018-10-08", ["praise", "waiting"]),
        ("state=withdrawn", ["withdrawn"]),
        ("q=楼道", ["praise"]),
    ],
)
def test_the_list_of_statements_is_narrowed(people, campaign, signed_in, query, found):
    common = {"campaign": campaign, "unit": people.street}
    rows = {
        "letter": StatementFactory(
            **common, source_kind="mailbox", said_at=datetime(2018, 10, 9, 1, tzinfo=UTC)
        ),
        "praise": StatementFactory(**common, kind="praise", text_original="楼道灯修得真快，谢谢。"),
        "waiting": StatementFactory(**common, state=StatementState.SUBMITTED),
        "withdrawn": StatementFactory(**common, state=StatementState.WITHDRAWN),
    }
    rows["praise"].dimensions.add(DimensionFactory(campaign=campaign))
    search.index(rows.values())

    page = signed_in(people.office).get(reverse("listening:statements") + "?" + query)

    shown = {row.record.pk for row in page.context["table"].rows}
    assert sorted(name for name, row in rows.items() if row.pk in shown) == found


def test_coverage_counts_by_unit_and_dimension_and_its_numbers_open(people, campaign, signed_in):
    dimension = DimensionFactory(campaign=campaign, label="对标先进看差距")
    covered = StatementFactory(campaign=campaign, unit=people.street, state=StatementState.LINKED)
    covered.dimensions.add(dimension)
    StatementFactory.create_batch(2, campaign=campaign, unit=people.other)
    client = signed_in(people.office)

    found = client.get(reverse("listening:coverage", args=[campaign.pk])).context["coverage"]

    assert (found.whole.total, found.whole.covered, found.whole.percent) == (3, 1, 33)
    assert [(x.label, x.total, x.missing) for x in found.by_unit] == [
        ("云台路街道", 1, 0), ("听涛街道", 2, 2),
    ]  # fmt: skip
    assert [(x.label, x.total, x.missing) for x in found.by_dimension] == [
        ("对标先进看差距", 1, 0), ("未标注", 2, 2),
    ]  # fmt: skip
    for line in (*found.by_unit, *found.by_dimension):
        assert len(client.get(line.url).context["table"].rows) == line.total
        assert len(client.get(line.missing_url).context["table"].rows) == line.missing


def test_coverage_is_whole_for_everybody_and_says_when_its_lists_are_not(
    people, campaign, signed_in
):
    StatementFactory.create_batch(2, campaign=campaign, unit=people.street)
    address = reverse("listening:coverage", args=[campaign.pk])

    pages = {who: signed_in(getattr(people, who)).get(address) for who in ("office", "stranger")}

    assert {page.context["coverage"].whole.total for page in pages.values()} == {2}
    assert {who: page.context["partly"] for who, page in pages.items()} == {
        "office": False, "stranger": True,
    }  # fmt: skip


def test_coverage_of_many_units_has_pages(people, campaign, signed_in, monkeypatch):
    monkeypatch.setattr(sys.modules[coverage.__module__], "UNITS_PER_PAGE", 1)
    for unit in (people.street, people.other):
        StatementFactory(campaign=campaign, unit=unit)
    address = reverse("listening:coverage", args=[campaign.pk])
    client = signed_in(people.office)

    found = [client.get(f"{address}?page={n}").context["coverage"] for n in (1, 2)]

    assert [[line.label for line in one.by_unit] for one in found] == [["云台路街道"], ["听涛街道"]]
    assert [one.whole.total for one in found] == [2, 2]


# --- writing --------------------------------------------------------------------------------------


def test_a_clerk_records_a_meeting_types_three_sentences_and_reports_it(
    people, campaign, signed_in
):
    client = signed_in(people.clerk)
    client.post(reverse("listening:gathering_new"), {
        "campaign": campaign.pk, "unit": people.street.pk, "kind": "special", "title": "开门查摆会",
        "held_on": "2018-11-07", "attendance_count": 12, "minutes": "提了三条。",
    })  # fmt: skip
    gathering = Gathering.objects.get()

    client.post(reverse("listening:gathering_statements", args=[gathering.pk]), {
        "text": ["路灯坏了半个月没人修", "", "公交站牌挡住了盲道"], "kind": "problem",
    })  # fmt: skip
    client.post(reverse("kernel:move", args=["listening.gathering", gathering.pk, "submit"]))

    gathering.refresh_from_db()
    assert (gathering.code, gathering.state) == ("HY-2018-0001", GatheringState.SUBMITTED)
    assert list(Statement.objects.order_by("code").values_list("code", "text_original", "state", "added_by")) == [
        ("YJ-2018-00001", "路灯坏了半个月没人修", "submitted", people.clerk.pk),
        ("YJ-2018-00002", "公交站牌挡住了盲道", "submitted", people.clerk.pk),
    ]  # fmt: skip


def test_a_sentence_that_is_too_short_comes_back_with_all_that_was_typed(
    people, campaign, signed_in
):
    gathering = GatheringFactory(campaign=campaign, unit=people.street)

    page = signed_in(people.clerk).post(
        reverse("listening:gathering_statements", args=[gathering.pk]),
        {"text": ["路灯坏了半个月没人修", "太吵"], "kind": "problem"},
    )

    assert page.status_code == 422
    assert page.context["boxes"] == [("路灯坏了半个月没人修", ""), ("太吵", "原话至少要有6个字。")]
    assert Statement.objects.count() == 0


def test_a_statement_and_sentences_of_a_meeting_sent_twice_are_kept_once(
    people, campaign, signed_in
):
    client = signed_in(people.clerk)
    gathering = GatheringFactory(campaign=campaign, unit=people.street)
    single, several = (
        reverse("listening:statement_new"),
        reverse("listening:gathering_statements", args=[gathering.pk]),
    )
    forms = {
        single: {
            "campaign": campaign.pk, "unit": people.street.pk, "kind": "problem",
            "source_kind": "visit", "said_on": "2018-11-07", "text_original": "路灯坏了半个月没人修",
            "anonymity": "named", "once": client.get(single).context["once"],
        },
        several: {
            "text": ["路灯又坏了半个月", "公交站牌挡住了盲道"], "kind": "problem",
            "once": client.get(gathering.get_absolute_url()).context["once"],
        },
    }  # fmt: skip

    answers = [client.post(url, form) for url, form in forms.items() for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Statement.objects.count() == 3

    forms[several]["text"] = ["楼道灯也坏了一个月"]
    asked = client.post(several, forms[several])
    assert asked.status_code == 422
    assert once.ask_again() in asked.text
    assert asked.context["boxes"] == [("楼道灯也坏了一个月", "")]
    assert asked.context["once"] != forms[several]["once"]
    assert Statement.objects.count() == 3


def test_a_clerk_cannot_record_for_another_unit(people, campaign, signed_in):
    page = signed_in(people.stranger).post(reverse("listening:gathering_new"), {
        "campaign": campaign.pk, "unit": people.street.pk, "kind": "special", "title": "开门查摆会",
        "held_on": "2018-11-07", "attendance_count": 12,
    })  # fmt: skip

    assert page.status_code == 422
    assert Gathering.objects.count() == 0


def test_a_photo_is_uploaded_until_the_meeting_is_reported(people, campaign, signed_in):
    gathering = GatheringFactory(campaign=campaign, unit=people.street)
    url = reverse("listening:gathering_evidence", args=[gathering.pk])
    client = signed_in(people.clerk)

    def photo():
        return {
            "file": SimpleUploadedFile("会场.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20),
            "kind": "photo",
        }

    form = {"once": client.get(gathering.get_absolute_url()).context["once"]}
    for _time in range(2):
        client.post(url, photo() | form)
    assert [e.title for e in gathering.evidence.all()] == ["会场.png"]
    assert Evidence.objects.count() == 1

    client.post(reverse("kernel:move", args=["listening.gathering", gathering.pk, "submit"]))
    assert client.post(url, photo()).status_code == 409
    assert gathering.evidence.count() == 1


def test_evidence_without_a_file_says_so_beside_the_field(people, campaign, signed_in):
    gathering = GatheringFactory(campaign=campaign, unit=people.street)

    page = signed_in(people.clerk).post(
        reverse("listening:gathering_evidence", args=[gathering.pk]),
        {"title": "会场照片", "kind": "photo"},
    )

    assert page.status_code == 422
    assert page.context["evidence_form"].errors["file"] == ["请选择要上传的文件。"]
    assert 'id="id_file_error"' in page.text
    assert 'value="会场照片"' in page.text
    assert Evidence.objects.count() == 0


def test_evidence_of_a_gathering_opens_for_whoever_sees_the_gathering(people, campaign):
    gathering = GatheringFactory(campaign=campaign, unit=people.street)
    paper = EvidenceFactory(added_by=people.clerk)
    gathering.evidence.add(paper)

    seen = {
        name
        for name, user in people.everybody().items()
        if paper in Evidence.objects.visible_to(user)
    }

    assert seen == {"clerk", "head", "office", "supervisor", "approver"}


def test_a_campaign_is_set_up_with_phases_and_six_unnamed_dimensions_that_are_renamed(
    people, signed_in
):
    client = signed_in(people.office)
    client.post(reverse("listening:campaign_new"), {
        "code": "DTL", "name": "解放思想大讨论", "host_unit": people.district.pk,
        "start": "2018-09-01", "end": "2018-12-31",
    })  # fmt: skip
    campaign = Campaign.objects.get(code="DTL")
    slots = list(campaign.dimensions.all())
    assert [s.label for s in slots] == [f"对照方面{n}" for n in range(1, 7)]
    assert [p.name for p in campaign.phases.order_by("pk")] == ["“学”环节", "“查”环节", "“改”环节"]

    data = {f"d{s.pk}-label": f"方面{s.position}" for s in slots}
    client.post(reverse("listening:dimensions", args=[campaign.pk]), data)

    assert [s.label for s in campaign.dimensions.all()] == [f"方面{n}" for n in range(1, 7)]


@pytest.mark.parametrize("who", ["clerk", "approver", "security", "audit"])
def test_others_do_not_set_up_campaigns(people, signed_in, who):
    page = signed_in(getattr(people, who)).post(reverse("listening:campaign_new"), {
        "code": "DTL", "name": "大讨论", "host_unit": people.district.pk, "start": "2018-09-01",
    })  # fmt: skip

    assert page.status_code == 422
    assert not Campaign.objects.filter(code="DTL").exists()


def test_two_people_word_one_statement_and_the_second_keeps_what_was_typed(
    people, campaign, signed_in
):
    statement = StatementFactory(campaign=campaign, unit=people.street)
    url = reverse("listening:statement_edit", args=[statement.pk])
    first = {"text_edited": "路灯不亮", "kind": "problem", "version": 1}
    client = signed_in(people.office)
    assert client.post(url, first).status_code == 302

    page = client.post(url, first | {"text_edited": "路灯长期不亮"})

    assert page.status_code == 409
    assert "路灯长期不亮" in page.text
    statement.refresh_from_db()
    assert statement.text_edited == "路灯不亮"


def test_a_statement_entered_for_a_leader_always_says_who_typed_it(people, campaign, signed_in):
    RoleFactory(user=people.verifier, role="secretary", for_person=people.leader.person)
    secretary = as_of_now(people.verifier)
    client = signed_in(secretary)

    client.post(reverse("listening:statement_new"), {
        "campaign": campaign.pk, "unit": people.district.pk, "text_original": "窗口中午应当有人值班",
        "kind": "problem", "source_kind": "visit", "anonymity": "named", "said_on": "2018-11-07",
        "on_behalf_of": people.leader.person.pk,
    })  # fmt: skip
    statement = Statement.objects.get()
    client.post(reverse("kernel:move", args=["listening.statement", statement.pk, "submit"]))

    statement.refresh_from_db()
    assert (statement.state, statement.raised_by, statement.added_by) == (
        "submitted", people.leader.person, secretary,
    )  # fmt: skip
    assert f"{secretary} 代录" in signed_in(people.office).get(statement.get_absolute_url()).text
