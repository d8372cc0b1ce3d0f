"""What happens once a day without anybody asking."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from luodi.kernel import preferences
from luodi.kernel.choices import Role
from luodi.kernel.jobs import daily
from luodi.kernel.workdays import Workdays
from luodi.measures.actions import propose_cards
from luodi.measures.choices import MeasureState
from luodi.measures.models import LookBack, Measure
from luodi.measures.transitions.telling import tell_leader, tell_office, tell_unit


@daily("measures.cards")
def cards(day: date) -> None:
    """Cards by rule."""
    propose_cards(day)


@daily("measures.reminders")
def reminders(day: date) -> None:
    """Measures not received, look-backs due, suspensions that end."""
    _not_received(day)
    for look_back in LookBack.objects.filter(result="", due_on__lte=day).select_related("measure"):
        tell_office(look_back.measure, "look_back", _("回头看到期，请安排。"), Role.SUPERVISOR)
    ending = Measure.objects.filter(state=MeasureState.SUSPENDED, suspended_until__lte=day)
    for measure in ending:
        tell_office(measure, "suspension_ends", _("中止期满，请恢复办理。"))
        tell_leader(measure, "suspension_ends", _("中止期满，请恢复办理。"))


def _not_received(day: date) -> None:
    waiting = Measure.objects.filter(
        state=MeasureState.ASSIGNED, assigned_on__lt=day - timedelta(days=1)
    )
    calendar, patience = Workdays(), int(preferences.get("measures.receive_workdays"))
    for measure in waiting:
        if calendar.between(measure.assigned_on, day) > patience:
            tell_unit(
                measure, "not_received", _("交办已超过%(n)d个工作日，请签收。") % {"n": patience}
            )
