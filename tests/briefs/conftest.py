"""The day on which the tests of this room stand still, and three parcels that were sent."""

from datetime import date

import pytest

from luodi.kernel import clock
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
