"""What day it is: now, on the sample's fixed day, or in a replay."""

from datetime import UTC, date, datetime

import pytest

from luodi.kernel import clock, preferences
from luodi.kernel.models import Preference

pytestmark = pytest.mark.django_db


def test_the_day_is_the_offices_own_not_that_of_greenwich(time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 17, 0, tzinfo=UTC), tick=False)

    assert clock.today() == date(2026, 3, 2)
    assert clock.now() == datetime(2026, 3, 1, 17, 0, tzinfo=UTC)


def test_on_the_fixed_day_only_the_time_of_day_runs(time_machine):
    Preference.objects.create(key="clock.fixed_day", value="2018-11-08")
    preferences.forget()
    time_machine.move_to(datetime(2026, 3, 1, 17, 30, tzinfo=UTC), tick=False)

    assert clock.today() == date(2018, 11, 8)
    assert (clock.now().hour, clock.now().minute) == (1, 30)


def test_a_replay_stands_on_its_own_day_and_ends():
    with clock.at(date(2018, 5, 4)):
        assert clock.now().isoformat() == "2018-05-04T09:00:00+08:00"
        with clock.at(date(2017, 1, 1)):
            assert clock.today() == date(2017, 1, 1)
        assert clock.today() == date(2018, 5, 4)

    assert clock.today().year >= 2026
