"""Working days: the week, corrected by the office's own calendar."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.kernel import administration, workdays
from luodi.kernel.models import CalendarDay, TrailEvent
from luodi.kernel.refusals import NotAllowed
from luodi.kernel.workdays import Workdays

pytestmark = pytest.mark.django_db
FRIDAY = date(2018, 9, 28)


@pytest.fixture
def golden_week():
    CalendarDay.objects.bulk_create([
        *(CalendarDay(day=date(2018, 10, n), is_workday=False) for n in range(1, 6)),
        CalendarDay(day=date(2018, 9, 29), is_workday=True),
        CalendarDay(day=date(2018, 9, 30), is_workday=True),
    ])  # fmt: skip


def test_a_week_without_calendar_has_five_days():
    assert workdays.add(FRIDAY, 1) == date(2018, 10, 1)
    assert workdays.add(FRIDAY, -5) == date(2018, 9, 21)
    assert workdays.add(FRIDAY, 0) == FRIDAY


def test_holidays_are_left_out_and_make_up_days_count(golden_week):
    week = Workdays()

    assert [week.is_workday(date(2018, 9, 29)), week.is_workday(date(2018, 10, 1))] == [True, False]
    assert week.add(FRIDAY, 3) == date(2018, 10, 8)
    assert week.between(FRIDAY, date(2018, 10, 8)) == 3
    assert week.between(date(2018, 10, 8), FRIDAY) == -3
    assert week.between(FRIDAY, FRIDAY) == 0


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=st.dates(date(2018, 1, 1), date(2018, 12, 31)), count=st.integers(1, 60))
def test_so_many_days_added_are_so_many_days_between(golden_week, start, count):
    week = Workdays()

    end = week.add(start, count)

    assert week.is_workday(end)
    assert week.between(start, end) == count


def test_the_calendar_is_read_once(golden_week, django_assert_num_queries):
    with django_assert_num_queries(1):
        week = Workdays()
        for n in range(1, 200):
            week.add(FRIDAY, n)


def test_only_the_system_administrator_changes_the_calendar_and_the_trail_knows(client, people):
    with pytest.raises(NotAllowed):
        administration.set_day(CalendarDay(day=FRIDAY, is_workday=False), by=people.office)
    client.force_login(people.system)

    client.post("/admin/calendar/", {"day": "2018-09-28", "name": "调休"})
    client.post("/admin/calendar/", {"day": "2018-09-28", "name": "补班", "is_workday": "on"})

    assert CalendarDay.objects.values_list("name", "is_workday").get() == ("补班", True)
    assert TrailEvent.objects.filter(action="kernel.calendar.set").count() == 2
    client.post(f"/admin/calendar/{CalendarDay.objects.get().pk}/remove/")
    assert CalendarDay.objects.count() == 0
