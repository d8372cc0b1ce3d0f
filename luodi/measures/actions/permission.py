"""Who may write under a measure, and when: checked under the lock, refusals kept in the trail."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import actions
from luodi.kernel.choices import Role
from luodi.kernel.models import Person
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import Who
from luodi.measures.models import Measure
from luodi.measures.transitions.actors import works_in

handler = Who(
    gettext_lazy("责任人"),
    lambda by, measure: measure.handler_id is not None and by.person_id == measure.handler_id,
)
cooperating = Who(
    gettext_lazy("配合单位"),
    lambda by, measure: any(
        works_in(by, unit.pk, Role.CLERK, Role.UNIT_HEAD)
        for unit in measure.cooperating_units.all()
    ),
)


@contextmanager
def writing_under(
    measure: Measure,
    verb: str,
    *,
    by: Any,
    who: Iterable[Who],
    states: Iterable[str] | None = None,
    on_behalf_of: Person | None = None,
) -> Iterator[Measure]:
    """The locked measure, when `by` is one of `who` and the measure is in one of `states`."""
    with actions.refusals_kept(f"measures.measure.{verb}", measure, by=by), transaction.atomic():
        row = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
        require(row, by, who)
        if states is not None and row.state not in states:
            raise Refused(
                _("措施当前状态是“%(state)s”，不能办理此事。") % {"state": row.get_state_display()}
            )
        if on_behalf_of is not None and on_behalf_of.pk not in by.standing.speaks_for():
            raise NotAllowed(_("您没有被授权代%(who)s录入。") % {"who": on_behalf_of})
        yield row


def require(record: Any, by: Any, who: Iterable[Who]) -> None:
    """Raise `NotAllowed` unless `by` is one of `who`."""
    if not any(w.holds(by, record) for w in who):
        raise NotAllowed(_("此事须由%(who)s办理。") % {"who": "、".join(str(w.label) for w in who)})


def is_one_of(who: Iterable[Who]) -> Callable[[Any, Any], bool]:
    """(by, record) → bool: for pages that show a button only to those who may press it."""
    return lambda by, record: any(w.holds(by, record) for w in who)
