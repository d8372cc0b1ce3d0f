"""Working days: Monday to Friday, corrected by the office's own calendar (holidays, 调休)."""

from datetime import date, timedelta

from luodi.kernel.models import CalendarDay


class Workdays:
    """The calendar, read once and asked often."""

    def __init__(self) -> None:
        self._special = dict(CalendarDay.objects.values_list("day", "is_workday"))

    def is_workday(self, day: date) -> bool:
        """Whether the office works on `day`."""
        return self._special.get(day, day.weekday() < 5)

    def add(self, day: date, workdays: int) -> date:
        """The day `workdays` working days after `day` (negative: before)."""
        step = timedelta(days=1 if workdays >= 0 else -1)
        left = abs(workdays)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in days)


def add(day: date, workdays: int) -> date:
    """Shortcut for one question."""
    return Workdays().add(day, workdays)
