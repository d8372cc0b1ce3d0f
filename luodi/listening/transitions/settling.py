"""What holds and follows when the office says where a statement went without a problem."""

from django.utils.translation import gettext as _

from luodi.kernel import notices
from luodi.kernel.transitions import Attempt
from luodi.listening.choices import Settlement
from luodi.listening.queries import reporters_of
from luodi.listening.transitions.actors import approver


def is_known_settlement(attempt: Attempt) -> str | None:
    """Only what the list offers."""
    return None if attempt["settled_as"] in Settlement.values else _("没有这种去向。")


def refusal_by_approver(attempt: Attempt) -> str | None:
    """不采纳 is the approving leader's to say (I-10)."""
    if attempt["settled_as"] == Settlement.NOT_ADOPTED and not approver.holds(
        attempt.by, attempt.record
    ):
        return _("“不采纳”须由审批领导决定。")
    return None


def transfer_has_receiver(attempt: Attempt) -> str | None:
    """转办 names the unit that takes it, and nothing else does."""
    transferred = attempt["settled_as"] == Settlement.TRANSFERRED
    if transferred and attempt["receiving_unit"] is None:
        return _("转办须写明承办单位。")
    if not transferred and attempt["receiving_unit"] is not None:
        return _("只有转办才填写承办单位。")
    return None


def settle(attempt: Attempt) -> None:
    """Note where it went and tell the unit that received it."""
    record = attempt.record
    record.settled_as, record.settled_why = attempt["settled_as"], attempt["why"]
    record.receiving_unit = attempt["receiving_unit"]
    if record.receiving_unit_id:
        text = _("意见%(code)s转由贵单位办理") % {"code": record.code}
        notices.tell(
            reporters_of([record.receiving_unit_id]), "listening.transferred", text, about=record
        )
