"""What must hold in listening whatever path is tried."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from luodi.kernel.actions import create, edit
from luodi.kernel.choices import Role
from luodi.kernel.models import TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused, StateChangedOutside
from luodi.kernel.transitions import perform
from luodi.listening.actions import (
    Entry,
    check_editable,
    follow_links,
    record_statement,
    record_statements,
    revise_statement,
)
from luodi.listening.choices import CampaignState, GatheringState, StatementState
from luodi.listening.models import Answer, Statement
from luodi.listening.queries import destination_of, with_destinations
from tests.factories.kernel import RoleFactory
from tests.factories.listening import (
    AnswerFactory,
    CampaignFactory,
    DimensionFactory,
    GatheringFactory,
    StatementFactory,
)
from tests.listening.links import open_link
from tests.people import as_of_now

pytestmark = pytest.mark.django_db


# --- I-7: what was said stays as it was said, and stays -------------------------------------------


@pytest.mark.parametrize("field", ["text_original", "title"])
@pytest.mark.parametrize("state", ["submitted", "accepted", "linked", "answered"])
def test_words_do_not_change_by_any_query_once_submitted(people, campaign, field, state):
    statement = StatementFactory(campaign=campaign, state=state, title="路灯")

    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(**{field: "改掉"})
    setattr(statement, field, "改掉")
    with pytest.raises(IntegrityError), transaction.atomic():
        statement.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.bulk_update([statement], [field])

    statement.refresh_from_db()
    assert "改掉" not in (statement.text_original, statement.title)


def test_words_do_not_change_through_actions_or_the_page(people, campaign, client):
    statement = StatementFactory(campaign=campaign, unit=people.street)
    with pytest.raises(Refused) as refusal:
        revise_statement(statement, {"text_original": "改掉"}, by=people.office, version=1)
    assert str(refusal.value) == "意见已提交，原话不能再改；如需通顺，请另写整理稿。"
    client.force_login(people.office)

    client.post(reverse("listening:statement_edit", args=[statement.pk]), {
        "text_original": "改掉", "text_edited": "整理", "kind": "problem", "version": 1,
    })  # fmt: skip

    before = statement.text_original
    statement.refresh_from_db()
    assert (statement.text_original, statement.text_edited) == (before, "整理")


def test_the_words_of_a_draft_may_change(people, campaign):
    draft = StatementFactory(campaign=campaign, unit=people.street, state=StatementState.DRAFT)

    assert revise_statement(
        draft, {"text_original": "路灯坏了十天没人修"}, by=people.clerk, version=1
    ).text_original == "路灯坏了十天没人修"  # fmt: skip


@pytest.mark.parametrize(
    "make", [StatementFactory, AnswerFactory, GatheringFactory, CampaignFactory]
)
def test_rows_are_never_deleted(make):
    record = make()

    with pytest.raises((IntegrityError, StateChangedOutside)), transaction.atomic():
        record.delete()
    with pytest.raises((IntegrityError, StateChangedOutside)), transaction.atomic():
        type(record).objects.all().delete()
    with pytest.raises((IntegrityError, StateChangedOutside)), transaction.atomic():
        type(record).objects.filter(pk=record.pk)._raw_delete("default")
    assert type(record).objects.filter(pk=record.pk).exists()


def test_an_answer_is_written_once():
    answer = AnswerFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(text="改掉")


# --- states move by `perform` only ----------------------------------------------------------------


@pytest.mark.parametrize("make", [StatementFactory, GatheringFactory, CampaignFactory])
def test_a_state_changes_neither_by_save_nor_update_nor_bulk_nor_edit(people, make):
    record = make()
    model, target = type(record), type(record)._meta.get_field("state").choices[-1][0]

    record.state = target
    with pytest.raises(StateChangedOutside):
        record.save()
    with pytest.raises(StateChangedOutside):
        model.objects.update(state=target)
    with pytest.raises(StateChangedOutside):
        model.objects.bulk_update([record], ["state"])
    with pytest.raises(Refused):
        edit(record, {"state": target}, by=people.office, version=None)

    record.refresh_from_db()
    assert record.state != target


def test_a_statement_is_not_born_with_a_destination(people, campaign):
    statement = StatementFactory.build(
        campaign=campaign, unit=people.street, state=StatementState.LINKED
    )

    with pytest.raises(StateChangedOutside):
        create(statement, by=people.office)


def test_a_move_posted_without_its_button_is_refused_and_recorded(people, campaign, client):
    statement = StatementFactory(
        campaign=campaign, unit=people.street, state=StatementState.SUBMITTED
    )
    client.force_login(people.clerk)

    answer = client.post(
        reverse("kernel:move", args=["listening.statement", statement.pk, "accept"])
    )

    statement.refresh_from_db()
    assert (answer.status_code, statement.state) == (403, StatementState.SUBMITTED)
    assert TrailEvent.objects.get(allowed=False).action == "listening.statement.accept"


@pytest.mark.parametrize("name", ["link", "unlink", "reopen_linked", "withdraw_import"])
def test_a_quiet_move_has_no_address(people, campaign, client, name):
    statement = StatementFactory(campaign=campaign, unit=people.street)
    client.force_login(people.office)

    answer = client.post(reverse("kernel:move", args=["listening.statement", statement.pk, name]))

    assert answer.status_code == 404


def test_bulk_recognition_does_what_may_be_done_and_says_why_not(people, campaign, client):
    waiting = GatheringFactory(campaign=campaign, state=GatheringState.SUBMITTED)
    draft = GatheringFactory(campaign=campaign)
    client.force_login(people.office)

    page = client.post(
        reverse("kernel:bulk_move", args=["listening.gathering", "count"]),
        {"chosen": [waiting.pk, draft.pk]},
    )

    assert page.context["done"] == [waiting]
    assert page.context["refused"] == [(draft, "当前状态是“草稿”，不能认可。")]


# --- I-10: a negative answer carries a reason, also below the pages -----------------------------------


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (StatementFactory, {"state": "settled"}),
        (StatementFactory, {"state": "settled", "settled_as": "not_adopted"}),
        (StatementFactory, {"state": "returned"}),
        (
            StatementFactory,
            {"state": "settled", "settled_as": "transferred", "settled_why": "属公安"},
        ),
        (GatheringFactory, {"state": "returned"}),
        (GatheringFactory, {"state": "void"}),
    ],
)
def test_the_database_keeps_no_refusal_without_a_reason(make, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**fields)


# --- I-8: links alone move; the page names where it went -----------------------------------------------


def test_a_statement_follows_its_links_and_names_its_problem(people, campaign):
    statement = StatementFactory(campaign=campaign, unit=people.street)
    link = open_link(statement, code="WT-1", title="路灯不亮")

    assert follow_links(statement, by=people.office).state == StatementState.LINKED
    assert destination_of(with_destinations(Statement.objects.all()).get()) == "WT-1 路灯不亮"

    link.until = "2018-11-08 10:00+08:00"
    link.save()
    assert follow_links(statement, by=people.office).state == StatementState.ACCEPTED
    assert destination_of(with_destinations(Statement.objects.all()).get()) == "还没有去向"


def test_following_links_twice_or_on_a_settled_statement_does_nothing(people, campaign):
    settled = StatementFactory(
        campaign=campaign, state=StatementState.SETTLED, settled_as="immediate", settled_why="修好"
    )
    open_link(settled)
    linked = StatementFactory(campaign=campaign)
    open_link(linked)
    follow_links(linked, by=people.office)

    assert follow_links(settled, by=people.office).version == 1
    assert follow_links(linked, by=people.office).version == 2


# --- who may enter -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["stranger", "leader", "verifier", "supervisor", "approver", "system", "audit"]
)
def test_nobody_enters_for_a_unit_that_is_not_theirs(people, campaign, who):
    by = getattr(people, who)
    one = {"campaign": campaign, "unit": people.street}

    with pytest.raises(NotAllowed):
        record_statement(by=by, text="路灯坏了半个月没人修", **one)
    with pytest.raises(NotAllowed):
        record_statements([Entry(StatementFactory.build(**one))], by=by)
    with pytest.raises(NotAllowed):
        check_editable(GatheringFactory(**one), by)
    assert Statement.objects.count() == 0


def test_a_unit_of_one_campaign_does_not_enter_in_another(people, campaign):
    RoleFactory(user=people.stranger, role=Role.OFFICE, campaign=CampaignFactory())
    by = as_of_now(people.stranger)

    with pytest.raises(NotAllowed):
        record_statement(by=by, text="路灯坏了半个月没人修", campaign=campaign, unit=people.street)


def test_a_secretary_enters_only_for_whom_they_were_told_to(people, campaign):
    with pytest.raises(NotAllowed, match="没有被授权"):
        record_statement(
            by=people.clerk, text="路灯坏了半个月没人修", campaign=campaign, unit=people.street,
            on_behalf_of=people.leader.person,
        )  # fmt: skip


def test_nothing_is_entered_into_an_archived_campaign(people):
    archived = CampaignFactory(state=CampaignState.ARCHIVED)

    with pytest.raises(Refused, match="已归档"):
        record_statement(
            by=people.clerk, text="路灯坏了半个月没人修", campaign=archived, unit=people.street
        )


def test_dimensions_belong_to_the_campaign(people, campaign):
    with pytest.raises(Refused, match="所选对照方面不属于"):
        record_statement(
            by=people.clerk, text="路灯坏了半个月没人修", campaign=campaign, unit=people.street,
            dimensions=[DimensionFactory()],
        )  # fmt: skip


def test_a_reported_gathering_is_not_changed(people, campaign, client):
    gathering = GatheringFactory(campaign=campaign, unit=people.street)
    perform(gathering, "submit", by=people.clerk)
    client.force_login(people.clerk)

    answer = client.post(
        reverse("listening:gathering_edit", args=[gathering.pk]), {"attendance_count": 99}
    )

    gathering.refresh_from_db()
    assert (answer.status_code, gathering.attendance_count) == (409, 12)


def test_the_trail_does_not_keep_what_a_citizen_said(people, campaign):
    record_statement(
        by=people.clerk,
        text="我家住三单元，邻居太吵",
        campaign=campaign,
        unit=people.street,
        submit=True,
    )

    assert "三单元" not in str(list(TrailEvent.objects.values()))
