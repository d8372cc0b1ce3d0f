"""What the tests of listening share: a running campaign of the fixed cast."""

from datetime import date

import pytest

from luodi.kernel import clock
from tests.conftest import DAY
from tests.factories.listening import CampaignFactory


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.at(date.fromisoformat(DAY)):
        yield


@pytest.fixture
def campaign(people):
    return CampaignFactory(name="解放思想大讨论", host_unit=people.district)
