"""The numbers of this room, and the law that a value is the measure of its own list."""

from decimal import Decimal

import pytest

from luodi.kernel.figures import FIGURES, Context, values_of
from luodi.kernel.figures.measures import reduce_many
from luodi.kernel.transitions import perform
from luodi.problems import actions
from luodi.problems.choices import Decision
from tests.factories.problems import CategoryFactory

ISSUES = ("issue.category.count", "issue.consolidated.count")
KEYS = sorted(key for key in FIGURES if key in ISSUES or key.startswith("problems."))


@pytest.fixture
def filled(world):
    """Two listed problems of two categories, a draft, a run half reviewed, an older run."""
    people = world.people
    for category in (world.category, CategoryFactory(campaign=world.campaign)):
        problem = world.problem(world.statements(2), category=category)
        perform(problem, "list", by=people.approver)
    world.problem(world.statements(1))
    world.group(world.statements(2))
    group = world.group(world.statements(4))
    first, second, *_rest = group.proposals.order_by("pk")
    for row, decision in ((first, Decision.ACCEPTED), (second, Decision.REFUSED)):
        actions.decide(group=group, proposals=[row.pk], decision=decision, by=people.office)
    return world


def test_the_values(filled):
    values = values_of(KEYS, filled.people.office, Context(campaign=filled.campaign.pk))

    assert {key: value.number for key, value in values.items()} == {
        "issue.category.count": 2,
        "issue.consolidated.count": 2,
        "problems.acceptance_share": 50,
        "problems.closed": 0,
        "problems.coverage": Decimal(600) / 11,
        "problems.open": 2,
        "problems.proposals_accepted_unchanged": 1,
        "problems.proposals_decided": 2,
        "problems.proposals_open": 2,
        "problems.statements_linked": 6,
    }


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("who", ["office", "clerk", "stranger", "approver", "system"])
def test_a_value_is_the_measure_of_its_own_list(filled, key, who):
    figure, reader = FIGURES[key], getattr(filled.people, who)
    context = Context(campaign=filled.campaign.pk, unit=filled.people.street.pk)

    value = figure.value(reader, context)

    lists = figure.lists(reader, context)
    by_lists = figure.combine(reduce_many([(part.measure, rows) for part, rows in lists]))
    assert value.number == (by_lists.number if figure.visible(reader) else None)
    assert values_of([key], reader, context)[key] == value
    assert figure.rule


@pytest.mark.parametrize("key", KEYS)
def test_each_number_opens(filled, client, key):
    client.force_login(filled.people.office)

    assert client.get(FIGURES[key].url(Context(campaign=filled.campaign.pk))).status_code == 200
