"""Drafting a supervision order."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import actions
from luodi.kernel.choices import Role
from luodi.kernel.models import Unit
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.measures.choices import OrderState
from luodi.measures.models import Measure, SupervisionOrder


def draft_order(
    *, by: Any, to_unit: Unit, measures: Iterable[Measure], subject: str, basis: str, requirement: str,
    reply_due: date,
) -> SupervisionOrder:  # fmt: skip
    """Write an order to one unit about some of its measures; somebody else signs and numbers it."""
    chosen = list(measures)
    with actions.refusals_kept("measures.supervisionorder.create", None, by=by):
        _may_draft(by)
        _belong_to(chosen, to_unit)
    order = SupervisionOrder(
        to_unit=to_unit, subject=subject, basis=basis, requirement=requirement, reply_due=reply_due,
        drafted_by=by,
    )  # fmt: skip
    return actions.create(order, by=by, measures=chosen)


def edit_order(
    order: SupervisionOrder, changes: dict[str, Any], *, by: Any, version: int | None
) -> SupervisionOrder:
    """Change a draft; what was signed stays as it was signed."""
    with actions.refusals_kept("measures.supervisionorder.edit", order, by=by):
        _may_draft(by)
        if order.state != OrderState.DRAFT:
            raise Refused(_("督办单已经签发，不能修改。"))
        _belong_to(list(changes.get("measures", ())), changes.get("to_unit", order.to_unit))
    return actions.edit(order, changes, by=by, version=version)


def _may_draft(by: Any) -> None:
    if not by.standing.has(Role.SUPERVISOR, Role.OFFICE):
        raise NotAllowed(_("督办单须由督查员或工作专班起草。"))


def _belong_to(measures: list[Measure], unit: Unit) -> None:
    if strange := [m.code for m in measures if m.lead_unit_id != unit.pk]:
        raise Refused(_("%(codes)s 不是该单位负责的措施。") % {"codes": "、".join(strange)})
