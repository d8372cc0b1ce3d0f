"""Every number of this room is the measure of its own list, and counts what its rule says."""

from datetime import date

import pytest

from luodi.kernel import clock
from luodi.kernel.figures import FIGURES, Context, values_of
from luodi.kernel.figures.measures import reduce_many
from luodi.measures.actions import record_outcome
from luodi.measures.choices import CardState, MeasureState
from tests.factories.measures import CardFactory, OrderFactory, ReportFactory, measure_at

pytestmark = pytest.mark.django_db
S = MeasureState
EXPECTED = {
    "measures.all": 10,
    "measures.open": 8,
    "measures.overdue": 1,
    "measures.due_soon": 1,
    "measures.closed": 1,
    "measures.closed_late": 0,
    "measures.closed_late_share": 0,
    "measures.sustained": 1,
    "measures.waiting_verification": 2,
    "measures.waiting_signature": 1,
    "measures.reopened": 0,
    "measures.evidence": 11,
    "measures.progress_reports": 1,
    "measures.cards": 1,
    "measures.orders": 1,
    "outcomes.all": 1,
}
"""key → what the office sees of one measure in every state, one late, one soon due"""


@pytest.fixture
def ledger(people):
    made = {state: measure_at(state, people) for state in S.values}
    made["late"] = measure_at(S.IN_PROGRESS, people, due_on=date(2018, 11, 7))
    made["soon"] = measure_at(S.IN_PROGRESS, people, due_on=date(2018, 11, 15))
    first = ReportFactory(measure=made["late"], by=people.clerk)
    ReportFactory(measure=made["late"], by=people.clerk, supersedes=first)
    card = {"state": CardState.ISSUED, "issued_by": people.supervisor, "issued_at": clock.now()}
    CardFactory(measure=made["late"], **card)
    CardFactory(measure=made["soon"])
    OrderFactory(to_unit=people.street)
    OrderFactory(
        to_unit=people.street, state="sent", number="督〔2018〕1号", signed_by=people.approver
    )
    record_outcome(
        by=people.office, measure=made["closed"], indicator="表单数", after="1",
        as_of=date(2018, 11, 8), source="台账",
    )  # fmt: skip
    return made


def test_each_figure_counts_what_its_rule_says(people, ledger):
    assert {key: FIGURES[key].value(people.office).number for key in EXPECTED} == EXPECTED


def test_every_figure_of_the_room_is_tried_here():
    mine = {k for k in FIGURES if k.startswith(("measures.", "outcomes."))}

    assert mine == set(EXPECTED)
    assert all(FIGURES[key].rule for key in mine)


@pytest.mark.parametrize("who", ["office", "clerk", "leader", "stranger", "audit"])
@pytest.mark.parametrize(
    "span",
    [{}, {"start": date(2018, 10, 1), "end": date(2018, 11, 8)}, {"start": date(2018, 11, 10)}],
)
def test_a_value_is_the_measure_of_its_own_list(people, ledger, who, span):
    reader = getattr(people, who)
    campaign = ledger["closed"].campaign_id
    for context in (Context(**span), Context(campaign=campaign, unit=people.district.pk, **span)):
        together = values_of(EXPECTED, reader, context)
        for key in EXPECTED:
            figure = FIGURES[key]
            alone = figure.value(reader, context)
            lists = figure.lists(reader, context) if figure.visible(reader) else []
            parts = reduce_many([(part.measure, rows) for part, rows in lists])
            assert alone.number == (figure.combine(parts).number if parts else None), key
            assert together[key] == alone, key


def test_overdue_follows_the_day(people, ledger):
    with clock.at(date(2018, 12, 1)):
        assert FIGURES["measures.overdue"].value(people.office).number == 6
