"""What the database itself refuses, on every path, and only that."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from luodi.kernel import actions, guards, trail
from luodi.kernel.models import Record, TrailEvent
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db


def refuses(statement: str, *params) -> str:
    with (
        pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(statement, params)
    return str(refused.value)


def test_rows_are_never_deleted_not_even_by_sql(parcel):
    assert "记录不得删除" in refuses("DELETE FROM parcels_parcel WHERE id = %s", parcel.pk)
    assert Parcel.objects.count() == 1


def test_a_frozen_column_does_not_change_and_others_do(people, parcel):
    assert "编号不得修改" in refuses("UPDATE parcels_parcel SET code = %s", "X")

    actions.edit(parcel, {"title": "画册"}, by=people.clerk, version=1)

    assert Parcel.objects.get().title == "画册"


def test_writing_the_same_value_into_a_frozen_column_is_no_change(parcel):
    assert Parcel.objects.filter(pk=parcel.pk).update(code=parcel.code) == 1


def test_the_trail_is_written_once(people):
    trail.record("x", by=people.clerk)

    assert "只增不改" in refuses("UPDATE kernel_trailevent SET actor = %s", "别人")
    assert "审计日志不得删除" in refuses("DELETE FROM kernel_trailevent")
    assert TrailEvent.objects.get().actor == "某clerk"


def test_every_record_is_guarded_against_deletion():
    unguarded = [
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Record)
        and not any(isinstance(guard, guards.NeverDeleted) for guard in model.guards)
    ]

    assert unguarded == []


def test_every_declared_guard_is_in_the_database():
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}

    declared = {f"{model._meta.db_table}_{guard.name}" for model, guard in guards.declared()}
    assert declared - there == set()


def test_guards_can_be_made_twice(parcel):
    guards.install(connection)
    guards.install(connection)

    assert "记录不得删除" in refuses("DELETE FROM parcels_parcel")
