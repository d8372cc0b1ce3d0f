"""A published figure stays what it was, and a later change is named with who and when."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from luodi.kernel import actions, publication
from luodi.kernel.figures import FIGURES, Context
from luodi.kernel.models import FigureSnapshot, TrailEvent
from luodi.kernel.publication import Status, blocks, compare, freeze
from luodi.kernel.reader import EVERYTHING
from luodi.kernel.refusals import NotAllowed
from luodi.kernel.transitions import perform
from tests.factories.parcels import ParcelFactory

pytestmark = pytest.mark.django_db
YEAR = Context(start=date(2018, 1, 1), end=date(2018, 12, 31))
WEIGHT = FIGURES["parcels.weight"]


@pytest.fixture
def sent(people):
    return [
        ParcelFactory(unit=people.street, sent_on=date(2018, 3, n), weight=n, state="moving")
        for n in (1, 2, 3)
    ]


def edit(row, people, **changes):
    return actions.edit(row, changes, by=people.office, version=None)


def pks(moved):
    return [one.pk for one in moved]


def test_nothing_moved(people, sent):
    snapshot = freeze(people.office, WEIGHT, YEAR)

    drift = compare(snapshot, people.office)

    assert (snapshot.number, snapshot.text, snapshot.records, snapshot.definition) == (6, "6", 3, 1)
    assert Context.from_plain(snapshot.context) == YEAR
    assert (drift.status, drift.old, drift.new, drift.difference) == (Status.SAME, 6, 6, 0)
    assert drift.added == drift.removed == drift.edited == []


def test_a_changed_value_names_the_records_with_who_and_when(people, sent):
    snapshot = freeze(people.office, WEIGHT, YEAR)
    edit(sent[0], people, weight=Decimal("1.5"))
    edit(sent[1], people, sent_on=date(2017, 3, 2))
    new = ParcelFactory(unit=people.other, sent_on=date(2018, 4, 1), weight=9, state="moving")

    drift = compare(snapshot, people.office)

    assert drift.status == Status.VALUE_CHANGED
    assert (drift.old, drift.new, drift.difference) == (6, Decimal("13.5"), Decimal("7.5"))
    assert pks(drift.edited) == [sent[0].pk]
    assert pks(drift.removed) == [sent[1].pk]
    assert pks(drift.added) == [new.pk]
    event = TrailEvent.objects.about(sent[0]).last()
    moved = drift.edited[0]
    assert (moved.by, moved.at, moved.action) == (event.actor, event.at, "parcels.parcel.edit")
    assert moved.record == sent[0]


def test_the_same_value_from_other_records_is_noticed(people, sent):
    snapshot = freeze(people.office, WEIGHT, YEAR)
    edit(sent[0], people, weight=2)
    edit(sent[1], people, weight=1)

    drift = compare(snapshot, people.office)

    assert drift.status == Status.OTHER_RECORDS
    assert drift.difference == 0
    assert pks(drift.edited) == [sent[0].pk, sent[1].pk]


def test_what_the_definition_does_not_name_moves_nothing(people, sent):
    snapshot = freeze(people.office, WEIGHT, YEAR)
    edit(sent[0], people, note="放在门口")

    assert compare(snapshot, people.office).status == Status.SAME


def test_another_definition_is_said_first(people, sent, monkeypatch):
    snapshot = freeze(people.office, WEIGHT, YEAR)
    edit(sent[0], people, weight=9)
    monkeypatch.setitem(FIGURES, WEIGHT.key, replace(WEIGHT, version=2))

    assert compare(snapshot, people.office).status == Status.DEFINITION_CHANGED
    monkeypatch.delitem(FIGURES, WEIGHT.key)
    assert compare(snapshot, people.office).status == Status.DEFINITION_CHANGED


def test_a_share_keeps_both_of_its_lists(people, sent):
    share = FIGURES["parcels.arrived_share"]
    snapshot = freeze(people.office, share, YEAR)
    perform(sent[0], "arrive", by=people.head)

    drift = compare(snapshot, people.office)

    assert (drift.status, drift.old, drift.records_named) == (Status.VALUE_CHANGED, 0, True)
    assert pks(drift.added) == [sent[0].pk]


def test_it_is_counted_again_with_the_publishers_eyes(people, sent):
    ParcelFactory(unit=people.other, sent_on=date(2018, 4, 1), weight=9, state="moving")
    by_office = freeze(people.office, WEIGHT, YEAR)
    by_clerk = freeze(people.clerk, WEIGHT, YEAR)
    by_machine = freeze(EVERYTHING, WEIGHT, YEAR)

    assert (by_office.number, by_clerk.number, by_machine.number) == (15, 6, 15)
    assert {compare(s, people.office).status for s in (by_office, by_clerk, by_machine)} == {
        Status.SAME
    }
    people.clerk.roles.update(until=date(2018, 1, 1))
    assert compare(by_clerk, people.office).status == Status.SAME


def test_who_sees_less_learns_nothing_of_today(people, sent):
    snapshot = freeze(people.office, WEIGHT, YEAR)
    edit(sent[0], people, weight=9)

    for reader in (people.stranger, people.audit):
        drift = compare(snapshot, reader)
        assert (drift.status, drift.now, drift.new, drift.difference) == (
            Status.NOT_VISIBLE, None, None, None,
        )  # fmt: skip
        assert drift.edited == []
    with pytest.raises(NotAllowed):
        freeze(people.clerk, FIGURES["parcels.secret"], Context())


def test_with_very_many_records_the_trail_names_the_edited(people, sent, monkeypatch):
    monkeypatch.setattr(blocks, "KEPT_AT_MOST", 2)
    snapshot = freeze(people.office, WEIGHT, YEAR)
    edit(sent[2], people, weight=8)

    drift = compare(snapshot, people.office)

    assert not snapshot.blocks.exclude(digests=None).exists()
    assert (drift.status, drift.records_named) == (Status.VALUE_CHANGED, False)
    assert pks(drift.edited) == [sent[2].pk]


@pytest.mark.parametrize("number", [7, None])
def test_the_database_itself_keeps_what_was_published(people, sent, number):
    snapshot = freeze(people.office, WEIGHT, YEAR)

    with pytest.raises(IntegrityError), transaction.atomic():
        FigureSnapshot.objects.filter(pk=snapshot.pk).update(number=number)


def test_a_snapshot_is_seen_by_its_publisher_and_by_who_reads_all(people, sent):
    mine = freeze(people.clerk, WEIGHT, YEAR)

    def seen(reader):
        return FigureSnapshot.objects.visible_to(reader).filter(pk=mine.pk).exists()

    assert [seen(r) for r in (people.clerk, people.office, people.stranger, people.audit)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert publication.compare is compare
    assert mine.evidence_hash == TrailEvent.objects.about(mine).last().after["evidence_hash"]
