"""While a long list is written, other people go on registering what they hear."""

import threading

import pytest
from django.db import connection

from luodi.kernel import jobs
from luodi.kernel.choices import ImportState
from luodi.kernel.models import ImportRun, User
from luodi.kernel.sheets import importing
from luodi.kernel.sheets.declare import SHEETS
from luodi.kernel.sheets.importing import numbering
from luodi.kernel.trail import first_broken
from luodi.listening.actions import record_statement
from luodi.listening.models import Campaign, Statement
from tests.listening.test_sheets import LETTERS, MAILBOX, book

TEXT = "路口的红绿灯时间太短，老人过不去。"


@pytest.fixture
def confirmed(people, campaign):
    """A list of two letters that was confirmed, not yet written."""
    context = {"campaign": campaign.pk, "unit": people.street.pk}
    sheet = SHEETS["listening.statements"]
    run = importing.upload(sheet, book(MAILBOX, LETTERS), by=people.office, context=context)
    importing.start_preview(run)
    assert jobs.work_once()
    run.refresh_from_db()
    importing.start_apply(run)
    return run


def said(people, campaign) -> str:
    return record_statement(by=people.clerk, text=TEXT, campaign=campaign, unit=people.street).code


def codes_of(run) -> list[str]:
    rows = run.rows.order_by("number").values_list("object_id", flat=True)
    return [Statement.objects.get(pk=pk).code for pk in rows]


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_registered_at_once_while_an_import_is_written(
    confirmed, people, in_threads
):
    writing, registered = threading.Event(), threading.Event()

    def progress(*_said):
        writing.set()
        if connection.vendor == "postgresql":  # SQLite has one writer: there the clerk waits
            assert registered.wait(20), "the import kept the clerk waiting"

    def clerk():
        assert writing.wait(20)
        by, campaign = User.objects.get(username="clerk"), Campaign.objects.get()
        made = record_statement(by=by, text=TEXT, campaign=campaign, unit=people.street)
        registered.set()
        return made.code

    def importer():
        importing.apply(progress, run=confirmed.pk)
        return ""

    roles = [importer, clerk]
    told = in_threads(lambda: roles.pop()(), 2)

    assert sorted(told) == ["", "YJ-2018-00003"]


@pytest.mark.django_db
def test_numbers_of_an_import_that_was_interrupted_are_used_when_it_runs_again(
    confirmed, people, campaign
):
    numbering.reserve(confirmed.pk)  # and here the worker was killed
    later = said(people, campaign)

    assert jobs.work_once()

    assert codes_of(confirmed) == ["YJ-2018-00001", "YJ-2018-00002"]
    assert (later, said(people, campaign)) == ("YJ-2018-00003", "YJ-2018-00004")
    assert first_broken() is None


@pytest.mark.django_db
@pytest.mark.parametrize(("others", "expected"), [(0, "YJ-2018-00001"), (1, "YJ-2018-00004")])
def test_numbers_of_an_import_that_is_given_up_go_back_unless_later_ones_are_out(
    confirmed, people, campaign, others, expected
):
    numbering.reserve(confirmed.pk)
    for _ in range(others):
        said(people, campaign)
    ImportRun.objects.filter(pk=confirmed.pk).update(state=ImportState.PREVIEW)

    importing.discard(confirmed)

    assert said(people, campaign) == expected


@pytest.mark.django_db
def test_more_rows_than_numbers_are_given_new_ones(confirmed, people, campaign):
    confirmed.rows.filter(number=3).update(accepted=False)
    numbering.reserve(confirmed.pk)
    confirmed.rows.filter(number=3).update(accepted=True)
    later = said(people, campaign)

    assert jobs.work_once()

    assert later == "YJ-2018-00002"
    assert codes_of(confirmed) == ["YJ-2018-00003", "YJ-2018-00004"]
