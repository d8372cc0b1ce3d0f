"""Counted beforehand or now: the same number, after every edit, whatever path it came by."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.kernel import actions
from luodi.kernel.figures import FIGURES, Context, figure, rollup, total, values_of
from luodi.kernel.figures.measures import reduce_many
from luodi.kernel.figures.rollup.shape import shape_of
from luodi.kernel.models import FigureCell, FigureTouch
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db
KEYS = ("parcels.rolled", "parcels.rolled_weight", "parcels.rolled_units")
DAYS = st.none() | st.dates(date(2017, 11, 1), date(2018, 4, 30))
STATES = ["moving", "arrived", "lost"]


@pytest.fixture
def rolled(people):
    """Parcels of five months, two units and three states, some without a day; all cells counted."""
    made = [
        ParcelFactory(
            unit=[people.street, people.other][n % 2], weight=Decimal(n) / 4, state=STATES[n % 3],
            sent_on=date(2017 + (n > 4), 1 + n % 4 if n > 4 else 12, 1 + 3 * n) if n % 6 else None,
        )
        for n in range(10)
    ]  # fmt: skip
    for key in KEYS:
        rollup.build(FIGURES[key])
    return made


def raw(key, reader, context):
    found = FIGURES[key]
    return reduce_many([(found.measure, found.records(reader, context))])[0]


def agree(reader, context):
    for key, value in values_of(KEYS, reader, context).items():
        counted = raw(key, reader, context)
        assert (value.number, value.records) == (counted.number, counted.n), (key, context)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    start=DAYS, end=DAYS, at=st.sampled_from([None, "street", "other", "district"]),
    state=st.none() | st.sampled_from(STATES), who=st.sampled_from(["office", "clerk", "stranger"]),
)  # fmt: skip
def test_cells_and_records_give_the_same(people, rolled, start, end, at, state, who):
    unit = getattr(people, at).pk if at else None
    params = {"state": state} if state else {}

    agree(getattr(people, who), Context(None, unit, start, end, params))


def test_whole_months_are_read_from_cells_and_their_edges_from_records(people, rolled):
    shape = shape_of(FIGURES["parcels.rolled"])
    context = Context(start=date(2017, 12, 5), end=date(2018, 3, 9))

    found = rollup.split(FIGURES["parcels.rolled"], context, None)

    assert [(e.start, e.end) for e in found.edges] == [
        (date(2017, 12, 5), date(2017, 12, 31)), (date(2018, 3, 1), date(2018, 3, 9)),
    ]  # fmt: skip
    assert {cell.month for cell in found.cells} <= {date(2018, 1, 1), date(2018, 2, 1)}
    assert shape.choices == ("state", "unit")


@pytest.mark.parametrize(
    "change",
    [
        {"weight": Decimal(9)}, {"sent_on": date(2018, 2, 27)}, {"sent_on": None}, {"unit": "other"},
        {"sent_on": date(2019, 7, 1), "unit": "other", "weight": Decimal(7)},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("path", ["action", "shell"])
def test_an_edit_is_in_the_next_value(people, rolled, change, path):
    changes = {k: getattr(people, v) if k == "unit" else v for k, v in change.items()}
    for row in (rolled[2], rolled[7]):
        if path == "action":
            actions.edit(row, changes, by=people.office, version=None)
        else:
            Parcel.objects.filter(pk=row.pk).update(**changes)

        for context in (Context(), Context(unit=people.street.pk), Context(end=date(2018, 2, 28))):
            agree(people.office, context)
    assert not FigureTouch.objects.exists()


def test_new_rows_in_bulk_are_counted(people, rolled):
    Parcel.objects.bulk_create(
        Parcel(code=f"B{n}", title="新", unit=people.street, weight=n, sent_on=date(2018, 1, n))
        for n in range(1, 20)
    )

    agree(people.office, Context())
    assert values_of(KEYS[:1], people.office, Context(start=date(2018, 1, 1), end=date(2018, 1, 31)))[
        KEYS[0]
    ].records >= 19  # fmt: skip


def test_what_is_rolled_back_leaves_nothing(people, rolled):
    from django.db import transaction

    before = values_of(KEYS, people.office)
    with transaction.atomic():
        Parcel.objects.filter(pk=rolled[2].pk).update(weight=50)
        assert values_of(KEYS, people.office) != before
        transaction.set_rollback(True)

    assert values_of(KEYS, people.office) == before
    agree(people.office, Context())


def test_who_sees_a_part_is_counted_from_the_records(people, rolled):
    shown = [
        rollup.Cells().split(FIGURES[KEYS[0]], reader, Context(), lambda unit: {unit})
        for reader in (people.office, people.supervisor, people.clerk)
    ]

    assert [found is not None for found in shown] == [True, True, False]


def test_a_parameter_that_is_no_stored_value_is_counted_from_the_records(people, rolled):
    heavy = Context(params={"min": "1"})

    assert rollup.split(FIGURES["parcels.rolled_units"], heavy, None) is None
    assert FIGURES["parcels.rolled_units"].value(people.office, heavy).number == 2


def test_a_share_of_rolled_up_figures(people, rolled):
    value = FIGURES["parcels.rolled_share"].value(people.office, Context(end=date(2018, 3, 9)))

    assert value.number == 100


def test_nothing_is_read_from_cells_before_they_are_built(people, django_assert_num_queries):
    ParcelFactory(unit=people.street, sent_on=date(2018, 1, 1), weight=1)
    people.office.standing  # noqa: B018  asked once per request

    with django_assert_num_queries(2):
        values_of(KEYS, people.office)
    assert not FigureCell.objects.exists()


def test_a_second_definition_has_cells_of_its_own(people, rolled, monkeypatch):
    from dataclasses import replace

    newer = replace(FIGURES[KEYS[0]], version=2)

    assert newer.value(people.office).number == raw(KEYS[0], people.office, Context()).number
    assert not FigureCell.objects.filter(version=2).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"time": ""}, {"time": "created_at"}, {"unit_path": ""}, {"unit_path": "unit__parent"},
     {"measure": "each"}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_rolled_up_is_refused(people, monkeypatch, wrong):
    from luodi.kernel.figures import each

    declared = {"time": "sent_on", "unit_path": "unit", "measure": total("weight")} | wrong
    declared["measure"] = each("weight") if wrong == {"measure": "each"} else declared["measure"]
    monkeypatch.setattr(rollup.asking, "ROLLED_UP", [])
    figure("parcels.wrong", label="x", unit="件", rolled_up=True, **declared)(
        lambda reader: Parcel.objects.visible_to(reader)
    )
    found = FIGURES.pop("parcels.wrong")
    rollup.ROLLED_UP.remove(found)

    with pytest.raises(ValueError, match="cannot be rolled up"):
        shape_of(found)


def test_the_triggers_are_in_the_database(db):
    with connection.cursor() as cursor:
        table = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
        column = "tgname" if connection.vendor == "postgresql" else "name"
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} LIKE 'touch_parcels%'")
        assert len(cursor.fetchall()) == 3
