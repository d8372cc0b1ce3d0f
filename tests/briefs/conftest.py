"""The day on which the tests of this room stand still, three parcels that were sent, meetings that were held."""

from datetime import date

import pytest

from luodi.kernel import clock
from luodi.listening.choices import GatheringKind, GatheringState, StatementState
from tests.factories.listening import (
    CampaignFactory,
    GatheringFactory,
    InvitationFactory,
    StatementFactory,
)
from tests.factories.parcels import ParcelFactory


@pytest.fixture(autouse=True)
def _stand_still():
    with clock.at(date(2018, 11, 8)):
        yield


@pytest.fixture
def sent(people):
    """1, 2 and 213 kilograms."""
    return [
        ParcelFactory(unit=people.street, sent_on=date(2018, 3, n), weight=weight, state="moving")
        for n, weight in ((1, 1), (2, 2), (3, 213))
    ]


@pytest.fixture
def campaign(people):
    return CampaignFactory(host_unit=people.district)


@pytest.fixture
def records(people, campaign):
    """13 special meetings (8 and 5 by unit), 6 statements on the list of problems, 23 guests on 1 November."""
    GatheringFactory.create_batch(
        8, campaign=campaign, unit=people.street, state=GatheringState.COUNTED
    )
    GatheringFactory.create_batch(
        5, campaign=campaign, unit=people.other, state=GatheringState.COUNTED,
        held_on=date(2018, 9, 20),
    )  # fmt: skip
    StatementFactory.create_batch(
        6, campaign=campaign, unit=people.street, state=StatementState.LINKED
    )
    symposium = GatheringFactory(
        campaign=campaign, unit=people.district, kind=GatheringKind.SYMPOSIUM,
        state=GatheringState.COUNTED, held_on=date(2018, 11, 1),
    )  # fmt: skip
    InvitationFactory.create_batch(23, gathering=symposium, attended=True)
