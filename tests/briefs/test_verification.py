"""A published brief held against today: what is the same, what moved, and who moved it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from docx import Document

from luodi.briefs.choices import Drift
from luodi.briefs.documents import word_of_brief
from luodi.briefs.models import Brief
from luodi.briefs.queries.layout import layout_of
from luodi.briefs.queries.verification import verify
from luodi.kernel import actions, guards
from luodi.kernel.documents import Read, read_document
from luodi.kernel.figures import FIGURES
from luodi.kernel.publication import moved
from luodi.kernel.transitions import perform
from tests.factories.briefs import make
from tests.factories.parcels import ParcelFactory

pytestmark = pytest.mark.django_db
SOURCE = '{{ fig("parcels.sent") }}，{{ fig("parcels.weight")|余 }}，{{ fig("parcels.units") }}。\n'


@pytest.fixture
def brief(people, sent):
    return make(people, SOURCE, until="published")


def drifts(report):
    return {f.citation.key: f.drift for f in report.findings}


def test_nothing_moved(people, brief):
    report = verify(brief, people.office)

    assert set(drifts(report).values()) == {Drift.SAME}
    assert report.is_clean
    assert report.counts() == {"一致": 3}


@pytest.mark.parametrize("thorough", [True, False])
def test_an_edited_record_is_named_with_who_and_when(people, brief, sent, thorough):
    actions.edit(sent[2], {"weight": Decimal(113)}, by=people.clerk, version=None)

    report = verify(brief, people.office, thorough=thorough)

    assert drifts(report) == {
        "parcels.weight": Drift.CHANGED, "parcels.sent": Drift.SAME, "parcels.units": Drift.SAME,
    }  # fmt: skip
    first = report.findings[0]
    assert (first.citation.shown, first.now) == ("200余公斤", "100余公斤")
    [moved] = first.edited
    assert (moved.pk, moved.by) == (sent[2].pk, str(people.clerk))
    assert moved.at is not None
    assert not report.is_clean


def test_the_same_value_from_other_records_is_told(people, brief, sent):
    actions.edit(sent[0], {"title": "换了内容"}, by=people.clerk, version=None)

    report = verify(brief, people.office)

    assert drifts(report)["parcels.sent"] == Drift.OTHER_RECORDS
    assert report.is_clean


def test_new_records_are_named(people, brief):
    parcel = ParcelFactory(unit=people.other, sent_on=date(2018, 5, 1), weight=1)
    perform(parcel, "send", by=people.stranger, sent_on=date(2018, 5, 1))

    report = verify(brief, people.office)

    assert drifts(report)["parcels.sent"] == Drift.CHANGED
    assert [m.pk for f in report.findings if f.citation.key == "parcels.sent" for m in f.added] == [
        parcel.pk
    ]


def test_another_definition_is_told(people, brief, monkeypatch):
    monkeypatch.setitem(FIGURES, "parcels.units", replace(FIGURES["parcels.units"], version=2))

    assert drifts(verify(brief, people.office))["parcels.units"] == Drift.REDEFINED


def test_a_figure_that_is_no_more_is_told(people, brief, monkeypatch):
    monkeypatch.delitem(FIGURES, "parcels.units")

    assert drifts(verify(brief, people.office))["parcels.units"] == Drift.GONE


def test_a_change_round_the_trail_is_found_by_its_value(people, brief, sent):
    type(sent[0]).objects.filter(pk=sent[0].pk).update(weight=5)

    assert drifts(verify(brief, people.office))["parcels.weight"] == Drift.CHANGED


def test_a_change_round_the_trail_that_keeps_the_value_is_found_thoroughly(people, brief, sent):
    type(sent[0]).objects.filter(pk=sent[0].pk).update(title="改了名")

    assert drifts(verify(brief, people.office))["parcels.sent"] == Drift.SAME
    assert (
        drifts(verify(brief, people.office, thorough=True))["parcels.sent"] == Drift.OTHER_RECORDS
    )


def test_who_sees_less_learns_nothing_of_today(people, brief, sent):
    actions.edit(sent[2], {"weight": Decimal(113)}, by=people.office, version=None)

    report = verify(brief, people.stranger)

    weight = next(f for f in report.findings if f.citation.key == "parcels.weight")
    assert (weight.drift, weight.now, weight.moved) == (Drift.HIDDEN, "", 0)


def test_charts_and_lists_are_drawn_again(people, sent):
    source = '{% chart figure="parcels.weight" by="org" %}\n{% records "parcels.sent" order="sent_on" top=2 %}'
    brief = make(people, source, until="published")
    assert verify(brief, people.office).is_clean

    actions.edit(sent[0], {"weight": Decimal(7), "title": "另一件"}, by=people.office, version=None)
    report = verify(brief, people.office)

    assert [f.drift for f in report.findings] == [Drift.CHANGED, Drift.CHANGED]
    assert "216.0 → 222.0" in "".join(f.now for f in report.findings)


def edited(docx: bytes, change) -> Read:
    document = Document(BytesIO(docx))
    change(document)
    target = BytesIO()
    document.save(target)
    target.seek(0)
    return read_document(target)


def test_a_figure_edited_in_word_is_red_whatever_the_records_say(people, brief):
    docx = word_of_brief(layout_of(brief, people.office))

    def change(document):
        run = next(r for p in document.paragraphs for r in p.runs if r.text == "3件")
        run.text = "4件"

    report = verify(brief, people.office, file=edited(docx, change))

    first = report.findings[0]
    assert (first.drift, first.citation.shown, first.now) == (Drift.EDITED, "3件", "4件")
    assert len(report.red) == 1


def test_a_figure_deleted_in_word_is_missing(people, brief):
    docx = word_of_brief(layout_of(brief, people.office))

    def change(document):
        paragraph = next(p for p in document.paragraphs if "3件" in p.text and "，" in p.text)
        paragraph._p.getparent().remove(paragraph._p)

    report = verify(brief, people.office, file=edited(docx, change))

    assert {f.drift for f in report.findings} == {Drift.MISSING}


def test_an_untouched_file_is_clean(people, brief):
    docx = word_of_brief(layout_of(brief, people.office))

    assert verify(brief, people.office, file=edited(docx, lambda _document: None)).is_clean


def test_a_brief_changed_in_the_database_loses_its_seal(people, brief):
    guards.remove(connection)
    try:
        Brief.objects.filter(pk=brief.pk).update(issue=7)
    finally:
        guards.install(connection)

    report = verify(Brief.objects.get(pk=brief.pk), people.office)

    assert not report.sealed
    assert not report.is_clean


def test_only_figures_whose_records_were_written_to_are_walked_through(people, sent, monkeypatch):
    source = '{{ fig("parcels.sent", period="2018-03-01") }}{{ fig("parcels.sent", period="2018-03-03") }}'
    brief = make(people, source, until="published")
    actions.edit(sent[2], {"title": "另一件"}, by=people.office, version=None)
    walked = []
    blocks_of = moved.blocks_of
    monkeypatch.setattr(
        moved, "blocks_of", lambda *asked: walked.append(asked) or blocks_of(*asked)
    )

    report = verify(brief, people.office)

    assert len(walked) == 1
    assert [f.drift for f in report.findings] == [Drift.OTHER_RECORDS, Drift.SAME]
