"""What the lists and first screens cost: fifteen queries at most, for every kind of reader, and no
more for many records than for one."""

from datetime import date

import pytest
from django.urls import reverse

from luodi.kernel import clock, trail
from luodi.listening.models import Campaign
from luodi.measures.choices import OPEN_STATES, CardState, MeasureState
from luodi.measures.models import Measure, Outcome
from luodi.problems.models import Problem, Regrouping
from tests.factories.listening import GatheringFactory, StatementFactory
from tests.factories.measures import (
    CardFactory,
    LookBackFactory,
    OrderFactory,
    OriginFactory,
    ReportFactory,
    measure_at,
    tell_every_history,
)
from tests.people import People, as_of_now

pytestmark = pytest.mark.django_db
DAY = date(2018, 11, 8)
MOST = 15
READERS = ("clerk", "head", "office", "leader", "verifier", "approver", "supervisor", "stranger")
PAGES = {
    "desk": "/",
    "calendar": "/calendar/",
    "search": "/search/?q=措施",
    "ledger": "/measures/",
    "ledger, filtered": "/measures/?state=in_progress&unit={unit}&sort=-due",
    "leader": "/measures/leader/",
    "verification": "/measures/verification/",
    "cards": "/measures/cards/",
    "orders": "/measures/orders/",
    "problems": "/problems/",
    "statements": "/listening/statements/",
    "gatherings": "/listening/gatherings/",
    "campaigns": "/listening/campaigns/",
    "figures": "/figures/?campaign={campaign}",
    "figure": "/figures/measures.overdue/",
    "loop": "/campaigns/{campaign}/loop/",
    "campaign": "/listening/campaigns/{campaign}/",
    "coverage": "/listening/campaigns/{campaign}/coverage/",
    "map": "/problems/campaigns/{campaign}/map/",
    "board": "/figures/board/",
}


@pytest.fixture
def district(people: People) -> People:
    """Three of everything, so that what is read once for each record shows."""
    with clock.at(DAY):
        for _ in range(3):
            _one_of_each(people)
    return people


def _one_of_each(people: People) -> None:
    origin = OriginFactory()
    measures = {state: measure_at(state, people, problem=origin) for state in MeasureState.values}
    late = measures[MeasureState.IN_PROGRESS]
    statement = StatementFactory(
        campaign=origin.campaign, unit=people.street, gathering=GatheringFactory(unit=people.street)
    )
    ReportFactory(measure=late, by=people.clerk)
    CardFactory(measure=late)
    CardFactory(
        measure=measures[MeasureState.VERIFYING], state=CardState.ISSUED,
        issued_by=people.supervisor, reply_due=DAY,
    )  # fmt: skip
    LookBackFactory(measure=measures[MeasureState.CLOSED], due_on=DAY)
    number = f"督〔2018〕{origin.pk}号"
    OrderFactory(to_unit=people.street, measures=[late])
    OrderFactory(
        to_unit=people.street,
        measures=[late],
        state="sent",
        number=number,
        signed_by=people.approver,
    )
    for record in (*measures.values(), origin, statement, statement.gathering):
        changed = "place" if record == origin else "note"
        trail.record(
            f"{record._meta.label_lower}.edit", record, by=people.office, after={changed: "改"}
        )


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("page", PAGES)
def test_a_list_costs_at_most_fifteen_queries(
    client, district, django_assert_max_num_queries, page, who
):
    client.force_login(getattr(district, who))
    campaign = Campaign.objects.order_by("pk")[0].pk
    address = PAGES[page].format(unit=district.street.pk, campaign=campaign)
    with clock.at(DAY):
        client.get(address)  # settings are read once in a while
        with django_assert_max_num_queries(MOST):
            response = client.get(address)

    assert response.status_code == 200


@pytest.mark.parametrize("who", ["office", "supervisor", "clerk"])
def test_a_page_of_one_record_costs_at_most_fifteen_queries(
    client, district, django_assert_max_num_queries, who
):
    client.force_login(getattr(district, who))
    reader = as_of_now(getattr(district, who))
    problem = Problem.objects.visible_to(reader).order_by("pk")[0]
    measures = Measure.objects.visible_to(reader).filter(state__in=OPEN_STATES, problem=problem)
    with clock.at(DAY):
        for record in (problem, *measures):
            client.get(record.get_absolute_url())
            with django_assert_max_num_queries(MOST):
                assert client.get(record.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("who", [*READERS[:4], "verifier", "supervisor"])
@pytest.mark.parametrize("state", ["in_progress", "verifying", "closure_requested", "verified"])
def test_a_measure_to_which_everything_happened_costs_at_most_fifteen_queries(
    client, district, django_assert_max_num_queries, state, who
):
    with clock.at(DAY):
        measure = Measure.objects.filter(state=state)[0]
        tell_every_history(measure, district)
        if state == "closure_requested":
            measure.cooperating_units.set([])
        client.force_login(getattr(district, who))
        client.get(measure.get_absolute_url())
        with django_assert_max_num_queries(MOST):
            response = client.get(measure.get_absolute_url())

    assert response.status_code == (200 if _sees(district, who, measure) else 404)


@pytest.mark.parametrize("who", [*READERS[:4], "supervisor"])
def test_a_problem_to_which_much_happened_costs_at_most_fifteen_queries(
    client, district, django_assert_max_num_queries, who
):
    problem, other, third = Problem.objects.order_by("pk")[:3]
    with clock.at(DAY):
        for of in ({"problem": problem}, {"measure": problem.measures.all()[0]}):
            Outcome.objects.create(
                indicator="办理时间", after="1天", as_of=DAY, source="窗口统计", **of
            )
        for source, target in ((problem, other), (third, problem)):
            Regrouping.objects.create(
                kind="move", source=source, target=target, by=district.office, reason="说的是一件事"
            )
        client.force_login(getattr(district, who))
        client.get(problem.get_absolute_url())
        with django_assert_max_num_queries(MOST):
            assert client.get(problem.get_absolute_url()).status_code == 200


def _sees(people: People, who: str, measure: Measure) -> bool:
    reader = as_of_now(getattr(people, who))
    return Measure.objects.visible_to(reader).filter(pk=measure.pk).exists()


def test_the_pages_are_those_that_are_measured():
    """The names of the addresses above, as the application spells them."""
    assert PAGES["ledger"] == reverse("measures:measures")
    assert PAGES["statements"] == reverse("listening:statements")
    assert PAGES["loop"].format(campaign=7) == reverse("desk:loop", args=[7])
