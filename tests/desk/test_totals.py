from datetime import date

import pytest

from luodi.desk.queries.loop import LOOP, loop_of
from luodi.kernel import clock
from luodi.kernel.choices import Role
from luodi.kernel.figures import Context, values_of
from luodi.kernel.models import User
from luodi.kernel.totals import totals_of
from luodi.listening.models import Campaign
from luodi.listening.views.campaigns import SHOWN
from luodi.measures.choices import MeasureState
from luodi.measures.models import Outcome
from tests.factories.kernel import RoleFactory
from tests.factories.listening import CampaignFactory, GatheringFactory, StatementFactory
from tests.factories.measures import MeasureFactory, OriginFactory, measure_at
from tests.people import account, as_of_now

pytestmark = pytest.mark.django_db


FIGURES = sorted({*(key for station in LOOP for key in station), *SHOWN})


def test_everybody_with_business_reads_the_same_number_and_whether_all_of_it_opens(people):
    campaign = CampaignFactory()
    MeasureFactory(
        campaign=campaign, lead_unit=people.street, state="in_progress", due_on=date(2018, 12, 1)
    )
    context = Context(campaign=campaign.pk)

    mine = totals_of(["measures.all"], as_of_now(people.head), context)["measures.all"]
    theirs = totals_of(["measures.all"], as_of_now(people.stranger), context)["measures.all"]

    ours = totals_of(["measures.all"], as_of_now(people.office), context)["measures.all"]

    assert (ours.value.number, ours.opens_whole, ours.is_partial) == (1, True, False)
    assert [(t.value.number, t.is_partial) for t in (mine, theirs)] == [(1, True), (1, True)]


@pytest.fixture
def two_campaigns(people):
    """Two campaigns with a measure at every stop of the loop, and an office of the first alone."""
    with clock.at(date(2018, 11, 8)):
        for _ in range(2):
            origin = OriginFactory()
            for state in MeasureState.values:
                measure_at(state, people, problem=origin)
            held = GatheringFactory(campaign=origin.campaign, unit=people.other, kind="special")
            StatementFactory(campaign=origin.campaign, unit=people.other, gathering=held)
            Outcome.objects.create(
                problem=origin, indicator="投诉", after="3件", as_of=clock.today()
            )
    first = Campaign.objects.order_by("pk")[0]
    RoleFactory(user=account("own", Role.VERIFIER), role=Role.OFFICE, campaign=first)
    return list(Campaign.objects.order_by("pk"))


@pytest.mark.parametrize("who", ["office", "supervisor", "approver", "own", "leader", "verifier", "stranger"])  # fmt: skip
def test_who_is_told_that_all_of_a_total_opens_may_open_all_of_it(two_campaigns, who):
    reader = User.objects.get(username=who)
    first, second = two_campaigns
    for campaign in (first, second):
        context = Context(campaign=campaign.pk)
        told = totals_of(FIGURES, reader, context)
        opened = values_of(FIGURES, reader, context)

        assert len(told) == len(FIGURES)
        assert all(t.value.number == opened[key].number for key, t in told.items() if t.opens_whole)
        everything = who in ("office", "supervisor", "approver") or (who, campaign) == (
            "own",
            first,
        )
        assert {t.opens_whole for t in told.values()} == {everything}


def test_an_administrator_reads_no_totals_of_business(people):
    campaign = CampaignFactory()
    MeasureFactory(campaign=campaign, lead_unit=people.street, state="in_progress")

    stations = loop_of(as_of_now(people.system), Context(campaign=campaign.pk))

    assert {total.value.number or 0 for _label, group in stations for total in group} == {0}


def test_the_page_says_that_one_may_open_a_part(client, people):
    campaign = CampaignFactory(start=date(2018, 1, 1))
    MeasureFactory(campaign=campaign, lead_unit=people.street, state="in_progress")
    client.force_login(people.stranger)

    page = client.get(campaign.get_absolute_url().replace("listening/", "") + "loop/")

    assert "列表只含您可查看的部分" in page.content.decode()


def test_the_system_administrator_finds_campaigns_in_the_menu_without_what_is_said(client, people):
    campaign = CampaignFactory()
    client.force_login(people.system)

    menu = client.get("/admin/units/").context["nav"]
    page = client.get(campaign.get_absolute_url())

    assert "/listening/campaigns/" in [line["url"] for line in menu]
    assert page.context["covered"] is None
    assert "/listening/statements/" not in page.content.decode()
