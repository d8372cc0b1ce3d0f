"""Campaigns, gatherings, statements."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from luodi.listening.choices import (
    CampaignState,
    GatheringKind,
    PhaseKind,
    StatementState,
)
from luodi.listening.models import (
    Answer,
    Campaign,
    Dimension,
    Gathering,
    GuestInvitation,
    Phase,
    Statement,
    Topic,
)
from luodi.listening.queries import hash_of
from tests.factories.kernel import UnitFactory


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign

    code = factory.Sequence(lambda n: f"ZX-{n}")
    name = factory.Sequence(lambda n: f"大讨论活动{n}")
    host_unit = factory.SubFactory(UnitFactory)
    start = date(2018, 9, 1)
    state = CampaignState.RUNNING


class PhaseFactory(DjangoModelFactory):
    class Meta:
        model = Phase

    campaign = factory.SubFactory(CampaignFactory)
    kind = PhaseKind.EXAMINE
    name = "查摆问题"
    start = date(2018, 9, 10)
    end = date(2018, 11, 30)


class DimensionFactory(DjangoModelFactory):
    class Meta:
        model = Dimension

    campaign = factory.SubFactory(CampaignFactory)
    position = factory.Sequence(lambda n: n % 30000)
    label = factory.Sequence(lambda n: f"对照方面{n}")


class GatheringFactory(DjangoModelFactory):
    """A draft that is ready to be reported."""

    class Meta:
        model = Gathering

    code = factory.Sequence(lambda n: f"HY-T-{n:04d}")
    campaign = factory.SubFactory(CampaignFactory)
    unit = factory.SubFactory(UnitFactory)
    kind = GatheringKind.SPECIAL
    title = factory.Sequence(lambda n: f"第{n}次专题会议")
    held_on = date(2018, 10, 8)
    attendance_count = 12
    minutes = "会上提了三条意见。"


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    gathering = factory.SubFactory(GatheringFactory, kind=GatheringKind.SYMPOSIUM)
    position = factory.Sequence(lambda n: n % 30000)
    title = factory.Sequence(lambda n: f"议题{n}")


class InvitationFactory(DjangoModelFactory):
    """A guest whose token is the sequence number as text: `token-0`, `token-1`, …"""

    class Meta:
        model = GuestInvitation

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    gathering = factory.SubFactory(GatheringFactory, kind=GatheringKind.SYMPOSIUM)
    name = factory.Sequence(lambda n: f"某代表{n}")
    honour = "道德模范"
    token_hash = factory.LazyAttribute(lambda o: hash_of(o.token))


class StatementFactory(DjangoModelFactory):
    """Accepted by the office, without a destination."""

    class Meta:
        model = Statement

    code = factory.Sequence(lambda n: f"YJ-T-{n:05d}")
    campaign = factory.SubFactory(CampaignFactory)
    unit = factory.SubFactory(UnitFactory)
    text_original = factory.Sequence(lambda n: f"菜市场门口的路灯坏了{n}天没人修。")
    said_at = datetime(2018, 10, 8, 9, tzinfo=UTC)
    state = StatementState.ACCEPTED


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    statement = factory.SubFactory(StatementFactory, state=StatementState.ANSWERED)
    text = "路灯已经修好，谢谢提醒。"
    answered_at = datetime(2018, 10, 20, 9, tzinfo=UTC)
