"""督办单: drafted by one, signed and numbered by another, answered by the unit, concluded."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import clock, codes, preferences
from luodi.kernel.choices import Role
from luodi.kernel.models import Person, RoleAssignment, User
from luodi.kernel.notices import tell
from luodi.kernel.transitions import SYSTEM, Ask, Attempt, Move, Table, Who
from luodi.measures.choices import OrderState as S
from luodi.measures.models import SupervisionOrder
from luodi.measures.transitions.actors import works_in

inspector = Who(
    gettext_lazy("督查员"), lambda by, order: by is not SYSTEM and by.standing.has(Role.SUPERVISOR)
)
signatory = Who(
    gettext_lazy("督查员或审批领导"),
    lambda by, order: by is not SYSTEM and by.standing.has(Role.SUPERVISOR, Role.APPROVER),
)
addressee = Who(
    gettext_lazy("承办单位负责人"), lambda by, order: works_in(by, order.to_unit_id, Role.UNIT_HEAD)
)


def signer_did_not_draft(attempt: Attempt) -> str | None:
    """Whoever drafted it does not sign it."""
    if attempt.record.drafted_by_id == attempt.by.pk:
        return _("督办单须由起草人以外的人签发。")
    return None


def names_a_measure(attempt: Attempt) -> str | None:
    """An order is about something."""
    return None if attempt.record.measures.exists() else _("请先选定督办事项。")


def reply_is_due_ahead(attempt: Attempt) -> str | None:
    """The unit gets time to answer."""
    if attempt.record.reply_due <= attempt.today:
        return _("反馈时限须晚于签发当天，请先修改。")
    return None


def next_number() -> str:
    """〔2018〕1号 with the office's own mark before it; the year begins at 1."""
    mark = f"{preferences.get('measures.order_mark')}〔{clock.today().year}〕"
    number = codes.next_code(mark, width=1).rpartition("-")[2]
    return f"{mark}{number}号"


def sign(attempt: Attempt) -> None:
    """Number, day and name."""
    order = attempt.record
    order.number, order.signed_by, order.signed_on = next_number(), attempt.by, attempt.today


def send(attempt: Attempt) -> None:
    """The unit is told."""
    order = attempt.record
    _tell(order, _("%(number)s 督办单已送达，请于%(day)s前回复。") % {
        "number": order.number, "day": order.reply_due,
    })  # fmt: skip


def reply(attempt: Attempt) -> None:
    """The reply slip: what was done, and by whom."""
    order = attempt.record
    order.reply, order.replied_by, order.replied_on = (
        attempt["reply"],
        attempt["handler"],
        attempt.today,
    )
    line = _("%(number)s 督办单已回复。") % {"number": order.number}
    tell([order.signed_by, order.drafted_by], "measures.order_replied", line, about=order)


def conclude(attempt: Attempt) -> None:
    """The supervisor says that it is enough."""
    attempt.record.conclusion = attempt["conclusion"][:300]
    _tell(attempt.record, _("%(number)s 督办单已办结。") % {"number": attempt.record.number})


def _tell(order: SupervisionOrder, text: str) -> None:
    roles = RoleAssignment.objects.on(clock.today()).filter(
        unit=order.to_unit_id, role__in=[Role.CLERK, Role.UNIT_HEAD]
    )
    tell(User.objects.filter(pk__in=roles.values("user")), "measures.order", text, about=order)


def _people_of_the_unit(order: SupervisionOrder | None, by: Any) -> Any:
    everybody = Person.objects.filter(active=True)
    return everybody.filter(posts__unit=order.to_unit_id).distinct() if order else everybody


ORDER = Table(
    SupervisionOrder,
    initial=(S.DRAFT,),
    moves=(
        Move(
            "sign", (S.DRAFT,), S.SIGNED, gettext_lazy("签发"), (signatory,),
            needs=(signer_did_not_draft, names_a_measure, reply_is_due_ahead), effect=sign,
        ),
        Move("send", (S.SIGNED,), S.SENT, gettext_lazy("送达"), (inspector,), effect=send),
        Move(
            "reply", (S.SENT,), S.REPLIED, gettext_lazy("回复"), (addressee,),
            asks=(
                Ask("reply", gettext_lazy("办理情况"), "long"),
                Ask("handler", gettext_lazy("承办人"), "person", required=False, choices=_people_of_the_unit),
            ),
            effect=reply,
        ),
        Move(
            "conclude", (S.REPLIED,), S.CONCLUDED, gettext_lazy("办结"), (inspector,),
            asks=(Ask("conclusion", gettext_lazy("办结意见")),), effect=conclude,
        ),
    ),
)  # fmt: skip
