"""What the tests of this room share: one campaign with a category, a dimension and statements."""

from dataclasses import dataclass
from datetime import date

import pytest

from luodi.kernel import clock
from luodi.listening.models import Campaign, Dimension, Statement
from luodi.problems import actions
from luodi.problems.models import Category, ConsolidationRun, Problem, ProposedProblem
from tests.conftest import DAY
from tests.factories.listening import CampaignFactory, DimensionFactory, StatementFactory
from tests.factories.problems import (
    CategoryFactory,
    GroupFactory,
    ProblemFactory,
    ProposalFactory,
    RunFactory,
)
from tests.people import People


@dataclass
class World:
    """A campaign and quick ways to fill it."""

    people: People
    campaign: Campaign
    category: Category
    dimension: Dimension

    def statements(self, count: int, **fields) -> list[Statement]:
        """Accepted statements of the street."""
        shared = {"campaign": self.campaign, "unit": self.people.street} | fields
        return StatementFactory.create_batch(count, **shared)

    def problem(self, statements=(), **fields) -> Problem:
        """A draft with category and dimension, holding these statements."""
        shared = {"category": self.category, "primary_dimension": self.dimension}
        problem = ProblemFactory(campaign=self.campaign, **shared | fields)
        if statements:
            actions.link_statements(problem=problem, statements=statements, by=self.people.office)
        return problem

    def run(self, **fields) -> ConsolidationRun:
        """A finished run."""
        return RunFactory(campaign=self.campaign, by=self.people.office, **fields)

    def group(self, statements, run: ConsolidationRun | None = None, **fields) -> ProposedProblem:
        """A group that proposes these statements."""
        group = GroupFactory(run=run or self.run(), **fields)
        for statement in statements:
            ProposalFactory(group=group, statement=statement)
        return group


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.at(date.fromisoformat(DAY)):
        yield


@pytest.fixture
def world(people) -> World:
    campaign = CampaignFactory(host_unit=people.district)
    return World(
        people, campaign, CategoryFactory(campaign=campaign), DimensionFactory(campaign=campaign)
    )
