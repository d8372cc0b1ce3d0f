"""Categories, problems, runs."""

import factory
from factory.django import DjangoModelFactory

from luodi.problems.choices import RunState
from luodi.problems.models import (
    Category,
    ConsolidationRun,
    LinkProposal,
    Problem,
    ProposedProblem,
)
from tests.factories.kernel import UserFactory
from tests.factories.listening import CampaignFactory, StatementFactory


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    campaign = factory.SubFactory(CampaignFactory)
    position = factory.Sequence(lambda n: n % 30000)
    label = factory.Sequence(lambda n: f"问题类别{n}")


class ProblemFactory(DjangoModelFactory):
    """A draft without statements."""

    class Meta:
        model = Problem

    code = factory.Sequence(lambda n: f"WT-T-{n:04d}")
    campaign = factory.SubFactory(CampaignFactory)
    title = factory.Sequence(lambda n: f"第{n}菜市场门口路灯不亮")


class RunFactory(DjangoModelFactory):
    class Meta:
        model = ConsolidationRun

    campaign = factory.SubFactory(CampaignFactory)
    by = factory.SubFactory(UserFactory)
    state = RunState.DONE


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = ProposedProblem

    run = factory.SubFactory(RunFactory)
    number = factory.Sequence(lambda n: n + 1)
    engine_id = factory.Sequence(lambda n: f"P{n}")
    label = factory.Sequence(lambda n: f"第{n}菜市场门口路灯不亮")


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = LinkProposal

    group = factory.SubFactory(GroupFactory)
    statement = factory.SubFactory(StatementFactory)
    score = 0.8
