"""Every number of listening is the measure of its own list, and counts what its rule says."""

from datetime import UTC, date, datetime

import pytest

from luodi.kernel.figures import FIGURES, Context, values_of
from luodi.listening.choices import GatheringKind, GatheringState, StatementState
from tests.factories.listening import (
    CampaignFactory,
    GatheringFactory,
    InvitationFactory,
    StatementFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
KEYS = {
    "meeting.special.count": 1,
    "listening.gatherings": 3,
    "issue.collected.count": 2,
    "symposium.model_citizen.attendance": 2,
    "symposium.topic.count": 1,
    "report.session.ordinal": 2,
    "listening.statements_all": 5,
    "listening.statements_covered": 1,
    "listening.statements_uncovered": 4,
    "listening.statements_waiting": 1,
    "listening.suggestions": 1,
    "listening.answers_due": 2,
    "listening.answers_late": 1,
}
"""key → what the office sees of the records below"""
SPANS = (
    {},
    {"start": date(2018, 10, 1), "end": date(2018, 11, 8)},
    {"start": date(2018, 11, 10)},
)


@pytest.fixture
def records(people, campaign):
    def meeting(**fields):
        return GatheringFactory(campaign=campaign, unit=people.street, **fields)

    def said(**fields):
        return StatementFactory(campaign=campaign, unit=people.street, **fields)

    counted = meeting(state=GatheringState.COUNTED)
    meeting(state=GatheringState.SUBMITTED)
    meeting(state=GatheringState.VOID, returned_why="重复")
    symposium = meeting(kind=GatheringKind.SYMPOSIUM, state=GatheringState.COUNTED)
    TopicFactory(gathering=symposium)
    InvitationFactory.create_batch(2, gathering=symposium, attended=True)
    InvitationFactory(gathering=symposium)
    meeting(kind=GatheringKind.REPORT, state=GatheringState.COUNTED)
    meeting(kind=GatheringKind.REPORT, held_on=date(2018, 11, 23))
    said(gathering=counted)
    said(gathering=counted, state=StatementState.LINKED)
    said()
    said(gathering=counted, kind="suggestion", answer_due=date(2018, 11, 20))
    said(gathering=counted, kind="praise")
    said(gathering=counted, state=StatementState.SUBMITTED, answer_due=date(2018, 11, 1))
    said(state=StatementState.WITHDRAWN)
    StatementFactory(said_at=datetime(2017, 10, 8, tzinfo=UTC), state=StatementState.DRAFT)


def test_the_list_above_names_every_figure_of_the_room():
    """A share of ours that another room declares is that room's."""
    ours = {
        k
        for k, f in FIGURES.items()
        if f.source.__module__ == "luodi.listening.figures" and f.width == 1
    }

    assert set(KEYS) == ours


def test_each_figure_counts_what_its_rule_says(records, people, campaign):
    values = values_of(KEYS, people.office, Context(campaign=campaign.pk))
    assert {key: value.number for key, value in values.items()} == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_a_value_is_the_measure_of_its_own_list_for_every_reader_and_span(
    records, people, campaign, key
):
    figure = FIGURES[key]
    for reader in (people.office, people.clerk, people.stranger, people.leader, people.audit):
        for days in SPANS:
            context = Context(campaign=campaign.pk, unit=people.district.pk, **days)

            value = figure.value(reader, context)

            assert (value.number or 0) == len(figure.records(reader, context)) == value.records
            assert (value.number is None) is (reader == people.audit)
            assert value == values_of([key], reader, context)[key]
            assert value.records == sum(
                number for _month, number in figure.history(reader, context)
            )


@pytest.mark.parametrize("key", KEYS)
def test_a_number_opens_on_its_page(records, people, client, key):
    client.force_login(people.office)

    page = client.get(FIGURES[key].url())

    assert page.status_code == 200
    assert page.context["value"].number == len(page.context["table"].rows)


def test_another_campaign_is_not_counted(records, people):
    other = Context(campaign=CampaignFactory().pk)

    assert {v.number for v in values_of(KEYS, people.office, other).values()} == {0}
