"""One law for all numbers: a value is the measure of its own list, whatever is asked about it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.kernel import clock
from luodi.kernel.choices import Role
from luodi.kernel.figures import (
    FIGURES,
    Comparison,
    Context,
    Value,
    this_year,
    values_of,
)
from luodi.kernel.figures.measures import Reduced
from luodi.kernel.models import Unit
from luodi.kernel.reader import EVERYTHING
from tests.factories.parcels import ParcelFactory
from tests.people import account

pytestmark = pytest.mark.django_db
DAYS = st.none() | st.dates(date(2016, 1, 1), date(2019, 12, 31))
WEIGHT = FIGURES["parcels.weight"]


@pytest.fixture
def parcels(people):
    """Twelve over two years and two units, two of them not sent yet."""
    made = [
        ParcelFactory(
            unit=people.street if n % 3 else people.other, weight=Decimal(n) / 4, state="moving",
            sent_on=date(2017 + n % 2, 1 + n, 28),
        )
        for n in range(10)
    ]  # fmt: skip
    return [*made, *ParcelFactory.create_batch(2, unit=people.street)]


def by_hand(found, reader, context):
    """The number computed in Python over the rows of its lists."""
    if not found.visible(reader):
        return None
    lists = found.lists(reader, context)
    return found.combine([measured(part, list(rows)) for part, rows in lists]).number


def measured(found, rows) -> Reduced:
    if found.measure.kind == "count":
        return Reduced(len(rows), len(rows))
    values = [value_at(row, found.measure.field) for row in rows]
    if found.measure.kind == "distinct":
        return Reduced(len(rows), len({v for v in values if v is not None}))
    if found.measure.kind == "each":
        return Reduced(len(rows), values[0] if len(set(values)) == 1 else None)
    if found.measure.kind == "newest":
        dated = [
            (value_at(row, found.measure.by), row.pk, value_at(row, found.measure.field))
            for row in rows
        ]
        dated = [(d or date.min, pk, number) for d, pk, number in dated]
        return Reduced(len(rows), max(dated)[2] if dated else None)
    return Reduced(len(rows), sum((Decimal(v or 0) for v in values), Decimal(0)))


def value_at(row, path: str):
    for name in path.split("__"):
        row = getattr(row, name) if row is not None else None
    return getattr(row, "pk", row)


def valued(number, **more) -> Value:
    return Value("k", number, "件", Context(), 1, 1, clock.now(), **more)


def readers(people) -> list:
    return [people.clerk, people.head, people.office, people.stranger, people.audit, EVERYTHING]


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=DAYS, end=DAYS, unit=st.sampled_from([None, "Q", "J1", "J2"]), who=st.integers(0, 5))
def test_value_and_list_agree_for_every_figure_in_every_context(
    people, parcels, start, end, unit, who
):
    reader = readers(people)[who]
    context = Context(unit=Unit.objects.get(code=unit).pk if unit else None, start=start, end=end)

    together = values_of(FIGURES, reader, context)

    for key, found in FIGURES.items():
        value = found.value(reader, context)
        assert value.number == by_hand(found, reader, context), key
        assert together[key] == value, key


def test_many_figures_cost_one_query(people, parcels, django_assert_num_queries):
    people.office.standing  # noqa: B018  asked once per request
    counted = [k for k, f in FIGURES.items() if not any(leaf.rolled_up for leaf in f.leaves())]
    values_of(counted, people.office)

    with django_assert_num_queries(1):
        values_of(counted, people.office)
    with django_assert_num_queries(2):  # the units below are read once
        values_of(counted, people.office, Context(unit=people.street.pk))
    with django_assert_num_queries(2):  # what is rolled up is asked once
        values_of(FIGURES, people.office)


def test_a_history_adds_up_to_the_value(people, parcels):
    for key in ("parcels.weight",):
        months = FIGURES[key].history(people.office, Context())
        assert sum(number for _month, number in months) == FIGURES[key].value(people.office).number
        assert [month.day for month, _n in months] == [1] * len(months)
        assert months == sorted(months)


def test_a_unit_counts_all_below_it(people, parcels):
    whole = WEIGHT.value(people.office, Context(unit=people.district.pk)).number
    parts = [
        WEIGHT.value(people.office, Context(unit=u.pk)).number
        for u in (people.street, people.other)
    ]

    assert whole == sum(parts) > 0


def test_a_year_is_compared_with_the_same_days_before(people, parcels):
    compared = WEIGHT.year_on_year(
        people.office, Context(start=date(2018, 1, 1), end=date(2018, 12, 31))
    )

    assert compared.value.number == Decimal("6.25")
    assert compared.previous.number == 5
    assert compared.percent == 25


def test_without_days_there_is_nothing_to_compare(people, parcels):
    assert WEIGHT.year_on_year(people.office, Context(start=date(2018, 1, 1))).previous is None
    assert FIGURES["parcels.all"].year_on_year(people.office, this_year()).previous is None


@pytest.mark.parametrize(
    ("value", "previous", "percent"),
    [
        (3, 2, Decimal(50)),
        (1, 3, (Decimal(1) / 3 - 1) * 100),
        (0, 4, Decimal(-100)),
        (5, 0, None),
        (5, None, None),
        (0, 0, None),
        (-1, 2, None),
        (2, -1, None),
        (-3, -2, Decimal(50)),
    ],
)
def test_percentages_have_edges(value, previous, percent):
    compared = Comparison(valued(value), None if previous is None else valued(previous))

    assert compared.percent == percent
    assert compared.has_base is (previous not in (None, 0))


def test_the_29th_of_february_is_compared_with_the_28th():
    leap = Context(start=date(2020, 2, 29), end=date(2020, 3, 1))

    assert leap.shifted(-1) == Context(start=date(2019, 2, 28), end=date(2019, 3, 1))
    assert Context().shifted(-1) == Context()


def test_an_address_holds_the_context():
    assert WEIGHT.url(Context(unit=3, start=date(2018, 1, 1))) == (
        "/figures/parcels.weight/?unit=3&start=2018-01-01"
    )


def test_a_number_opens_on_the_rows_it_counts(client, people, parcels):
    client.force_login(people.office)

    page = client.get(f"/figures/parcels.units/?unit={people.street.pk}&start=2018-01-01")

    assert page.context["value"].number == 1
    assert {row.record.unit for row in page.context["table"].rows} == {people.street}
    assert "同一单位只计一次" in page.content.decode()


def test_every_figure_is_in_the_catalogue_and_opens(client, people, parcels):
    client.force_login(people.office)

    table = client.get("/figures/", {"per_page": 500}).context["table"]

    told = {row.record.figure.key: row.record.value for row in table.paginated_rows}
    mine = [key for key, found in FIGURES.items() if found.visible(people.office)]
    assert told == values_of(mine, people.office)
    assert "parcels.secret" not in told
    for key in [key for key in told if key.startswith("parcels.")]:
        assert client.get(FIGURES[key].url()).context["value"].number == told[key].number, key


def test_an_administrator_sees_no_business(client, people, parcels):
    client.force_login(people.audit)

    catalogue = client.get("/figures/")
    assert list(catalogue.context["table"].rows) == []
    assert "没有您可以看到的数字" in catalogue.content.decode()
    assert "没有您可以看到的记录" in client.get("/figures/parcels.all/").content.decode()


@pytest.mark.parametrize("query", ["?unit=x", "?start=2018-13-01", "?campaign=1e3", "?unit=-"])
def test_a_context_that_is_none_is_not_found(client, people, query):
    client.force_login(people.office)

    assert client.get(f"/figures/parcels.all/{query}").status_code == 404
    assert client.get("/figures/no.such/").status_code == 404


def test_someone_of_another_unit_sees_other_numbers_on_the_same_address(client, people, parcels):
    seen = {}
    for name in ("clerk", "stranger", "office"):
        client.force_login(getattr(people, name))
        seen[name] = client.get("/figures/parcels.all/").context["value"].number

    assert seen == {"clerk": 8, "stranger": 4, "office": 12}


def test_a_reader_for_the_command_line_sees_all_and_may_nothing(people, parcels):
    assert FIGURES["parcels.all"].value(EVERYTHING).number == 12
    assert EVERYTHING.standing.has(Role.OFFICE) is False
    assert account("new", Role.OFFICE).standing.everywhere(Role.OFFICE)
