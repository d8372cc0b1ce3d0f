"""Digests: one definition, made by the database where it can; what moved is told exactly."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.kernel import actions
from luodi.kernel.figures import FIGURES, Context, rollup
from luodi.kernel.models import FigureSnapshot, SnapshotBlock, Unit
from luodi.kernel.publication import Status, blocks, compare, compare_all, digests, freeze, suspects
from luodi.kernel.publication.canonical import spelling_of, sql_of, text_of
from luodi.kernel.reader import EVERYTHING
from luodi.kernel.refusals import Refused
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db
postgresql = pytest.mark.only_on("postgresql")
YEAR = Context(start=date(2018, 1, 1), end=date(2018, 12, 31))
MIDDLE = Context(start=date(2018, 2, 10), end=date(2018, 5, 20))
WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)


def in_python(monkeypatch, part, figure, rows):
    with monkeypatch.context() as patched:
        patched.setattr(digests, "_in_database", digests._in_python)
        return list(digests.blocks_of(part, figure, rows))


@postgresql
@pytest.mark.parametrize("key", sorted(FIGURES))
def test_the_database_and_python_make_the_same_bytes(people, key, monkeypatch):
    for n, title in enumerate(["", "逗号,和:冒号", 'quote"\\', "换\n行\t", "🙂", "1:a,"]):
        ParcelFactory(
            unit=[people.street, people.other][n % 2], title=title, weight=Decimal(n) / 4,
            sent_on=date(2018, n, 28) if n else None, state="moving",
        )  # fmt: skip
    for part, (figure, rows) in enumerate(FIGURES[key].lists(EVERYTHING, Context())):
        told = list(digests.blocks_of(part, figure, rows))

        assert told == in_python(monkeypatch, part, figure, rows)
        assert sum(one.records for one in told) == rows.count()


KINDS = [
    (models.CharField(), WORDS, "text"),
    (models.IntegerField(), st.integers(-(2**31), 2**31 - 1), "integer"),
    (models.BigIntegerField(), st.integers(-(2**63), 2**63 - 1), "bigint"),
    (models.BooleanField(), st.booleans(), "boolean"),
    (models.FloatField(), st.floats(allow_nan=False), "float8"),
    (models.DateField(), st.dates(), "date"),
    (models.DateTimeField(), st.datetimes(timezones=st.just(UTC)), "timestamptz"),
    (
        models.DecimalField(max_digits=14, decimal_places=2),
        st.decimals(-(10**11), 10**11, places=2), "numeric(14, 2)",
    ),
]  # fmt: skip


@postgresql
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_kind_of_value_is_spelt_alike(db, data):
    values = [data.draw(st.none() | values) for _field, values, _type in KINDS]
    spellings = [spelling_of(field) for field, _values, _type in KINDS]
    columns = [f"(%s)::{stored}" for _field, _values, stored in KINDS]
    named = [f"c{at}" for at in range(len(KINDS))]

    with connection.cursor() as cursor:
        inside = ", ".join(f"{c} AS {name}" for c, name in zip(columns, named, strict=True))
        cursor.execute(f"SELECT {sql_of(spellings, named, '')} FROM (SELECT {inside}) _r", values)
        told = cursor.fetchone()[0]

    assert told == text_of(spellings, values, [])


def test_rows_that_look_alike_are_told_apart():
    words = [spelling_of(models.CharField())] * 2

    assert text_of(words, ["a,1:b", ""], []) != text_of(words, ["a", "b"], [])
    assert text_of(words, [None, ""], []) != text_of(words, ["", None], [])
    assert text_of(words, ["x", "y"], ["ab"]) == "1:x,1:y,ab,"
    assert text_of([spelling_of(models.DateTimeField())], [datetime(1970, 1, 1, 0, 0, 1, 5, UTC)], []) == "1000005,"  # fmt: skip


@pytest.fixture
def many(people):
    """Parcels of both units in every month of 2018, the last without a day."""
    return [
        ParcelFactory(
            unit=[people.street, people.other][n % 2], weight=n, state="moving",
            sent_on=date(2018, 1 + n % 12, 1 + n) if n < 24 else None,
        )
        for n in range(25)
    ]  # fmt: skip


@pytest.fixture
def rolled(many):
    for key in ("parcels.rolled", "parcels.rolled_weight", "parcels.rolled_units"):
        rollup.build(FIGURES[key])
    return many


CHANGES = ["weight", "day", "gone", "other unit", "nothing named", "new"]
FROZEN = [
    ("parcels.rolled_weight", YEAR), ("parcels.rolled_weight", MIDDLE), ("parcels.rolled", Context()),
    ("parcels.rolled_units", YEAR), ("parcels.rolled_share", YEAR), ("parcels.weight", YEAR),
    ("parcels.arrived_share", MIDDLE), ("parcels.sent", replace(YEAR, params={"min": "3"})),
    ("parcels.all", Context()),
]  # fmt: skip


def moved_one(people, rows, chance, *, round_the_trail):
    """One random change; the key of the parcel."""
    row, what = chance.choice(rows), chance.choice(CHANGES)
    row = Parcel.objects.get(pk=row.pk)
    if what == "new":
        return ParcelFactory(unit=people.street, weight=5, state="moving", sent_on=date(2018, 4, 4))
    changes = {
        "weight": {"weight": row.weight + chance.randint(1, 9)},
        "day": {"sent_on": date(2018, chance.randint(1, 12), chance.randint(1, 28))},
        "gone": {"sent_on": date(2016, 1, 1)},
        "other unit": {"unit": people.other if row.unit_id == people.street.pk else people.street},
        "nothing named": {"note": f"放在门口{chance.random()}"},
    }[what]
    if round_the_trail:
        Parcel.objects.filter(pk=row.pk).update(**changes)
    else:
        actions.edit(row, changes, by=people.office, version=None)
    return row


def told(figure, context):
    """What each list says of each of its records, by Django alone: the truth to compare with."""
    return {
        (part, row.pk): (
            row.weight if leaf.measure.field == "weight" else 0,
            row.sent_on,
            row.unit_id,
        )
        for part, (leaf, rows) in enumerate(figure.lists(EVERYTHING, context))
        for row in rows.order_by("pk")
    }


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("round_the_trail", [False, True])
def test_random_changes_are_named_exactly(people, rolled, seed, round_the_trail):
    chance = random.Random(seed)
    frozen = [freeze(EVERYTHING, FIGURES[key], context) for key, context in FROZEN]
    before = [told(FIGURES[key], context) for key, context in FROZEN]
    for _again in range(chance.randint(1, 5)):
        moved_one(people, rolled, chance, round_the_trail=round_the_trail)

    found = compare_all(frozen, people.office, thorough=round_the_trail)
    for snapshot, old, (key, context) in zip(frozen, before, FROZEN, strict=True):
        now, drift = told(FIGURES[key], context), found[snapshot.pk]
        assert numbers(drift.added) == numbers_of(now.keys() - old.keys()), key
        assert numbers(drift.removed) == numbers_of(old.keys() - now.keys()), key
        edited = {at for at in now.keys() & old.keys() if now[at] != old[at]}
        assert numbers(drift.edited) == numbers_of(edited), key
        same = FIGURES[key].value(EVERYTHING, context).number == snapshot.number
        moved = now != old
        assert drift.status == (
            Status.VALUE_CHANGED if not same else Status.OTHER_RECORDS if moved else Status.SAME
        )


def numbers(moved):
    return sorted(one.pk for one in moved)


def numbers_of(keys):
    return sorted(pk for _part, pk in keys)


@pytest.mark.parametrize("context", [YEAR, MIDDLE, Context()], ids=["year", "edges", "ever"])
def test_cells_tell_of_a_change_that_went_round_the_trail(people, rolled, context):
    """Even one that keeps the number: title is named by the definition, but not counted."""
    snapshot = freeze(EVERYTHING, FIGURES["parcels.rolled_weight"], context)
    Parcel.objects.filter(pk=rolled[3].pk).update(title="改了名")

    drift = compare_all([snapshot], people.office)[snapshot.pk]

    assert (drift.status, numbers(drift.edited)) == (Status.OTHER_RECORDS, [rolled[3].pk])


def test_only_months_with_another_mark_are_read_again(people, rolled, monkeypatch):
    snapshot = freeze(EVERYTHING, FIGURES["parcels.rolled_weight"], YEAR)
    actions.edit(rolled[3], {"weight": 90}, by=people.office, version=None)
    read = []
    its = blocks.Slicing.rows
    monkeypatch.setattr(blocks.Slicing, "rows", lambda *asked: read.append(asked[2]) or its(*asked))

    drift = compare_all([snapshot], people.office)[snapshot.pk]

    assert read == [{2018 * 12 + 3}]
    assert numbers(drift.edited) == [rolled[3].pk]


def test_a_long_list_is_read_again_only_where_the_trail_tells(people, many, monkeypatch):
    monkeypatch.setattr(suspects, "READ_WHOLE", 3)
    snapshot = freeze(EVERYTHING, FIGURES["parcels.weight"], YEAR)
    actions.edit(many[3], {"sent_on": date(2018, 11, 1)}, by=people.office, version=None)

    drift = compare_all([snapshot], people.office)[snapshot.pk]

    assert (drift.status, numbers(drift.edited)) == (Status.OTHER_RECORDS, [many[3].pk])


def test_blocks_are_months_or_runs_of_keys(people, many):
    by_month = freeze(EVERYTHING, FIGURES["parcels.weight"], YEAR).blocks.all()
    by_key = freeze(EVERYTHING, FIGURES["parcels.all"], Context()).blocks.all()

    assert [one.number for one in by_month.order_by("number")] == [2018 * 12 + n for n in range(12)]
    assert {(one.by_month, one.number) for one in by_key} == {
        (False, row.pk >> blocks.KEY_BITS) for row in many
    }
    assert sum(one.records for one in by_key) == 25


def test_nothing_is_kept_when_records_are_written_meanwhile(people, many, monkeypatch):
    from luodi.kernel.publication import freezing

    its = freezing.blocks_of

    def writing(*asked):
        yield from its(*asked)
        Parcel.objects.filter(pk=many[0].pk).update(weight=77)

    monkeypatch.setattr(freezing, "blocks_of", writing)
    with pytest.raises(Refused, match="有人改动"):
        freeze(EVERYTHING, FIGURES["parcels.weight"], YEAR)

    assert not FigureSnapshot.objects.exists()
    assert not SnapshotBlock.objects.exists()


def test_comparing_many_asks_no_more_questions_than_comparing_few(people, rolled, django_assert_max_num_queries):  # fmt: skip
    frozen = [
        freeze(EVERYTHING, FIGURES["parcels.rolled_weight"], replace(YEAR, unit=unit.pk))
        for unit in Unit.objects.all()
    ]

    with django_assert_max_num_queries(8):
        found = compare_all(frozen, EVERYTHING)

    assert {one.status for one in found.values()} == {Status.SAME}
    assert compare(frozen[0], EVERYTHING).status == Status.SAME
