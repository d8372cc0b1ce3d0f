"""Rows in bulk: they read back as the ORM's own would, and get keys nobody else has."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from luodi.kernel import bulk
from luodi.kernel.models import ImportRow, ImportRun
from tests.factories.kernel import UnitFactory
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db

FEW_AND_MANY = pytest.mark.parametrize("count", [1, bulk.FEW, bulk.FEW + 1, bulk.AT_ONCE + 60])


def parcels(count: int, unit) -> list[Parcel]:
    return [
        ParcelFactory.build(
            code=f"BG-{n}", title="\t图书\\N\n“引号”", note="", phone="13800000000",
            weight=Decimal("2.50"), sent_on=date(2018, 1, 2) if n % 2 else None, unit=unit,
        )
        for n in range(count)
    ]  # fmt: skip


@FEW_AND_MANY
def test_records_read_back_as_they_were_made(count):
    unit = UnitFactory()
    made = parcels(count, unit)

    bulk.insert_records(made)

    kept = list(Parcel.objects.order_by("pk"))
    assert [p.pk for p in kept] == [p.pk for p in made]
    for name in ("code", "title", "note", "phone", "weight", "sent_on", "unit_id", "state",
                 "created_at", "version", "withdrawn"):  # fmt: skip
        assert {getattr(p, name) for p in kept} == {getattr(p, name) for p in made}, name
    assert not made[0]._state.adding


@FEW_AND_MANY
def test_what_a_field_of_ours_encrypts_is_encrypted(count):
    bulk.insert_records(parcels(count, UnitFactory()))

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM parcels_parcel")
        assert not any("13800000000" in phone for (phone,) in cursor.fetchall())


def test_keys_are_nobody_elses(people):
    before = ParcelFactory(unit=people.street)
    bulk.insert_records(parcels(bulk.FEW + 1, people.street))
    after = ParcelFactory(unit=people.street)

    keys = list(Parcel.objects.values_list("pk", flat=True))
    assert len(set(keys)) == len(keys) == bulk.FEW + 3
    assert before.pk == min(keys)
    assert after.pk == max(keys)


@FEW_AND_MANY
def test_a_row_the_database_refuses_takes_all_of_them_back(count):
    made = parcels(count, UnitFactory())
    ParcelFactory(code=made[-1].code)

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_records(made)

    assert Parcel.objects.count() == 1


def test_one_saved_after_it_was_referred_to_is_found(people):
    run = ImportRun(sheet="x", by=people.clerk, file_name="x", path="x", sha256="x")
    rows = [ImportRow(run=run, number=1, verdict="new", values={"甲": ["“", 1.5, None]})]
    run.save()

    bulk.insert_records(rows)

    kept = ImportRow.objects.get()
    assert (kept.run, kept.values, kept.before) == (run, {"甲": ["“", 1.5, None]}, {})


def test_numbers_are_set_row_by_row(people):
    run = ImportRun.objects.create(sheet="x", by=people.clerk, file_name="x", path="x", sha256="x")
    rows = [ImportRow(run=run, number=n, verdict="new", values={}) for n in range(3)]
    bulk.insert_records(rows)

    bulk.set_numbers(
        ImportRow, ("object_id", "object_version"), [(rows[0].pk, 7, 1), (rows[2].pk, None, 3)]
    )

    assert list(run.rows.values_list("number", "object_id", "object_version")) == [
        (0, 7, 1), (1, None, None), (2, None, 3),
    ]  # fmt: skip


def test_one_like_another_shares_nothing_that_changes(people):
    pattern = Parcel(unit=people.street, title="图书")

    first, second = (bulk.like(pattern, code=code) for code in ("BG-1", "BG-2"))
    first.unit = people.other
    bulk.insert_records([first, second])

    assert [(p.code, p.title, p.unit) for p in Parcel.objects.all()] == [
        ("BG-1", "图书", people.other), ("BG-2", "图书", people.street),
    ]  # fmt: skip
    assert (pattern.pk, pattern.unit) == (None, people.street)
