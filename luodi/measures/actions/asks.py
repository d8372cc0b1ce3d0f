"""Asking for more time and for another leader; somebody else decides."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from luodi.kernel import actions, clock
from luodi.kernel.choices import Role
from luodi.kernel.models import Person
from luodi.kernel.refusals import Refused
from luodi.measures.actions.permission import writing_under
from luodi.measures.choices import OPEN_STATES, HandoverState
from luodi.measures.models import Extension, Handover, Measure
from luodi.measures.queries.closing import has_open_extension
from luodi.measures.queries.people import leader_of
from luodi.measures.transitions.actors import leader, office, unit_head
from luodi.measures.transitions.extension import EXTENDABLE
from luodi.measures.transitions.handover import tell_receiver, why_not_taken_over
from luodi.measures.transitions.telling import tell_office


def request_extension(measure: Measure, *, by: Any, to_date: date, reason: str) -> Extension:
    """Ask for a later deadline; one at a time."""
    with writing_under(
        measure, "request_extension", by=by, who=(unit_head,), states=EXTENDABLE
    ) as row:
        if row.due_on is None:
            raise Refused(_("长期坚持的措施没有完成时限，不需要延期。"))
        if has_open_extension(row):
            raise Refused(_("已有一份延期申请待批。"))
        if to_date <= max(row.due_on, clock.today()):
            raise ValidationError({"to_date": _("延期后的日期须晚于原时限和今天。")})
        asked = Extension(
            measure=row, from_date=row.due_on, to_date=to_date, reason=reason, requested_by=by
        )
        actions.create(asked, by=by)
        tell_office(
            row, "extension", _("申请延期至%(day)s，请审批。") % {"day": to_date}, Role.APPROVER
        )
    return asked


def propose_handover(measure: Measure, *, by: Any, to_person: Person, remaining: str) -> Handover:
    """Ask another leader to take over; until that leader accepts the present one answers (I-4)."""
    with writing_under(
        measure, "propose_handover", by=by, who=(office, leader), states=OPEN_STATES
    ) as row:
        present = leader_of(row)
        if present is None:
            raise Refused(_("本措施没有牵头领导，请先确定。"))
        if present.pk == to_person.pk:
            raise ValidationError({"to_person": _("接手人就是现任牵头领导。")})
        if why := why_not_taken_over(row, present.pk, to_person):
            raise Refused(why)
        if row.handovers.filter(state=HandoverState.PROPOSED).exists():
            raise Refused(_("已有一次责任交接等待接手。"))
        proposed = Handover(
            measure=row,
            from_person=present,
            to_person=to_person,
            remaining=remaining,
            proposed_by=by,
        )
        actions.create(proposed, by=by)
        tell_receiver(proposed)
    return proposed
