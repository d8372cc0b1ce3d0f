"""The desk: what I must do, what is late, what changed, what is found."""

from datetime import date

import pytest
from django.urls import reverse

from luodi.desk.queries.finding import found_by
from luodi.desk.queries.loop import flow_of, loop_of
from luodi.kernel import clock, search
from luodi.kernel.figures import Context
from luodi.kernel.work import MOST, WorkItem, shown_of, waiting_for
from tests.factories.listening import CampaignFactory, StatementFactory
from tests.factories.measures import MeasureFactory
from tests.factories.problems import ProblemFactory
from tests.people import as_of_now

pytestmark = pytest.mark.django_db
DAY = date(2018, 11, 8)


def test_a_signed_out_reader_is_asked_to_sign_in(client):
    response = client.get("/")

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("who", "page"),
    [("system", "kernel:units"), ("security", "kernel:users"), ("audit", "kernel:trail")],
)
def test_an_administrator_goes_to_what_he_keeps(client, people, who, page):
    client.force_login(getattr(people, who))

    assert client.get("/").url == reverse(page)


def test_late_work_stands_first(people):
    with clock.at(DAY):
        soon = MeasureFactory(
            lead_unit=people.street, state="in_progress", due_on=date(2018, 11, 12)
        )
        late = MeasureFactory(
            lead_unit=people.street, state="in_progress", due_on=date(2018, 10, 30)
        )
        items = [i for i in waiting_for(as_of_now(people.head)) if str(i.kind) == "申请销号"]

    assert [i.title.split()[0] for i in items] == [late.code, soon.code]
    assert items[0].days_late == 9


def test_a_stranger_has_no_work_from_another_unit(people):
    with clock.at(DAY):
        MeasureFactory(lead_unit=people.street, state="in_progress", due_on=date(2018, 10, 30))

        assert waiting_for(as_of_now(people.stranger)) == []


def test_two_chinese_characters_are_enough_and_only_what_one_may_see_is_found(people):
    said = StatementFactory(unit=people.street, text_original="窗口中午没有人值班，跑了两趟")
    search.index([said])

    assert [hit.records for hit in found_by("窗口", as_of_now(people.clerk))] == [[said]]
    assert found_by("窗口", as_of_now(people.stranger)) == []
    assert found_by("", as_of_now(people.clerk)) == []


def test_the_loop_shows_what_its_figures_say(people):
    campaign = CampaignFactory()
    ProblemFactory(campaign=campaign)
    reader = as_of_now(people.office)

    stations = loop_of(reader, Context(campaign=campaign.pk))

    assert len(stations) == 4
    assert all(str(s.value) in ("0", "1") for _label, group in stations for s in group)


def test_the_picture_of_an_empty_campaign_is_one_station(people):
    campaign = CampaignFactory()

    chart = flow_of(as_of_now(people.office), campaign.pk)

    assert [node["count"] for node in chart["nodes"]] == [0]
    assert chart["links"] == []


@pytest.mark.parametrize("page", ["/", "/search/?q=窗口", "/calendar/", "/calendar/?month=2018-11"])
def test_a_page_costs_at_most_fifteen_queries(client, people, page, django_assert_max_num_queries):
    client.force_login(people.office)
    client.get(page)

    with django_assert_max_num_queries(15):
        response = client.get(page)

    assert response.status_code == 200


def test_a_month_that_is_none_is_not_found(client, people):
    client.force_login(people.office)

    assert client.get("/calendar/?month=2018-13").status_code == 404


def test_a_campaign_one_may_not_see_is_not_found(client, people):
    campaign = CampaignFactory()
    client.force_login(people.audit)

    assert client.get(reverse("desk:loop", args=[campaign.pk])).status_code == 404


def test_the_desk_shows_a_part_of_very_many_and_says_that_there_are_more():
    many = [WorkItem("签收", str(n), "/") for n in range(MOST + 1)]

    assert shown_of([*many, WorkItem("核验", "x", "/")]) == (
        [*many[:MOST], WorkItem("核验", "x", "/")], True,
    )  # fmt: skip
    assert shown_of(many[:3]) == (many[:3], False)
