from datetime import date

import pytest

from luodi.desk.queries.loop import loop_of
from luodi.kernel.figures import Context
from luodi.kernel.totals import totals_of
from tests.factories.listening import CampaignFactory
from tests.factories.measures import MeasureFactory
from tests.people import as_of_now

pytestmark = pytest.mark.django_db


def test_everybody_with_business_reads_the_same_number_and_how_much_of_it_opens(people):
    campaign = CampaignFactory()
    MeasureFactory(
        campaign=campaign, lead_unit=people.street, state="in_progress", due_on=date(2018, 12, 1)
    )
    context = Context(campaign=campaign.pk)

    mine = totals_of(["measures.all"], as_of_now(people.head), context)["measures.all"]
    theirs = totals_of(["measures.all"], as_of_now(people.stranger), context)["measures.all"]

    assert (mine.value.number, mine.seen, mine.is_fewer) == (1, 1, False)
    assert (theirs.value.number, theirs.seen, theirs.is_fewer) == (1, 0, True)


def test_an_administrator_reads_no_totals_of_business(people):
    campaign = CampaignFactory()
    MeasureFactory(campaign=campaign, lead_unit=people.street, state="in_progress")

    stations = loop_of(as_of_now(people.system), Context(campaign=campaign.pk))

    assert {total.value.number or 0 for _label, group in stations for total in group} == {0}


def test_the_page_says_how_many_one_may_open(client, people):
    campaign = CampaignFactory(start=date(2018, 1, 1))
    MeasureFactory(campaign=campaign, lead_unit=people.street, state="in_progress")
    client.force_login(people.stranger)

    page = client.get(campaign.get_absolute_url().replace("listening/", "") + "loop/")

    assert "您可查看其中 0" in page.content.decode()


def test_the_system_administrator_finds_campaigns_in_the_menu_without_what_is_said(client, people):
    campaign = CampaignFactory()
    client.force_login(people.system)

    menu = client.get("/admin/units/").context["nav"]
    page = client.get(campaign.get_absolute_url())

    assert "/listening/campaigns/" in [line["url"] for line in menu]
    assert page.context["coverage"] is None
    assert "/listening/statements/" not in page.content.decode()
