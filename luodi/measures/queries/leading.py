"""All that a leader answers for, sorted by what it needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from luodi.kernel import preferences
from luodi.measures.choices import OPEN_STATES, MeasureState
from luodi.measures.models import Measure
from luodi.measures.queries.ledger import answered_by, ledger_rows


@dataclass
class Led:
    """Measures of one leader: each stands in the first group that fits."""

    to_sign: list[Measure] = field(default_factory=list)
    late: list[Measure] = field(default_factory=list)
    soon: list[Measure] = field(default_factory=list)
    others: list[Measure] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(len(rows) for _key, _label, rows in self.groups())

    def groups(self) -> list[tuple[str, str, list[Measure]]]:
        """Key, heading, rows."""
        return [
            ("sign", _("请您签认"), self.to_sign),
            ("late", _("已经超期"), self.late),
            ("soon", _("即将到期"), self.soon),
            ("others", _("正在推进"), self.others),
        ]

    def counts(self) -> list[tuple[str, str, int]]:
        """Key, heading, number."""
        return [(key, label, len(rows)) for key, label, rows in self.groups()]


def led_by(people: Iterable[int], today: date) -> Led:
    """Open measures these people answer for, with the latest report and the leader's own last action."""
    mine = Measure.objects.filter(answered_by(set(people)), state__in=OPEN_STATES)
    rows = ledger_rows(mine).annotate(acted_on=Max("leader_actions__done_on"))
    soon_until = today + timedelta(days=int(preferences.get("measures.blue_days")))
    led = Led()
    for measure in rows.order_by("due_on", "code"):
        measure.late_days = measure.days_late(today)
        measure.quiet_days = (today - (measure.acted_on or measure.assigned_on or today)).days
        _group(led, measure, soon_until).append(measure)
    return led


def _group(led: Led, measure: Measure, soon_until: date) -> list[Measure]:
    if measure.state == MeasureState.VERIFIED:
        return led.to_sign
    if measure.late_days:
        return led.late
    if measure.due_on and measure.due_on <= soon_until and measure.requested_on is None:
        return led.soon
    return led.others
