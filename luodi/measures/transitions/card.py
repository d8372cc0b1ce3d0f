"""亮牌: a rule proposes, a person issues; blue alone is automatic. Nothing is taken away, only lifted."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import workdays
from luodi.kernel.transitions import Ask, Attempt, Move, Table, the_system
from luodi.measures.choices import OPEN_STATES, CardLevel
from luodi.measures.choices import CardState as S
from luodi.measures.models import Card
from luodi.measures.transitions.actors import supervisor, unit_head
from luodi.measures.transitions.telling import tell_leader, tell_office, tell_unit

REPLY_WORKDAYS = 5
"""Unless the supervisor names another day, a card is answered within a working week."""


def is_blue(attempt: Attempt) -> str | None:
    """Only a reminder is automatic."""
    return None if attempt.record.level == CardLevel.BLUE else _("黄牌、红牌须由督查员签发。")


def is_not_blue(attempt: Attempt) -> str | None:
    """A reminder was issued by the rule itself."""
    return _("蓝牌由系统自动提醒。") if attempt.record.level == CardLevel.BLUE else None


def measure_is_still_open(attempt: Attempt) -> str | None:
    """No card for what has ended or begun a new cycle."""
    measure = attempt.record.measure
    if measure.state not in OPEN_STATES or measure.cycle != attempt.record.cycle:
        return _("这一轮已经结束，不需要亮牌。")
    return None


def reply_is_due_ahead(attempt: Attempt) -> str | None:
    """The unit gets time to answer."""
    due = attempt["reply_due"]
    return _("说明期限须晚于今天。") if due and due <= attempt.today else None


def issue(attempt: Attempt) -> None:
    """A person puts a name under what the rule proposed."""
    card = attempt.record
    card.issued_by, card.issued_at = attempt.by, attempt.now
    card.reply_due = attempt["reply_due"] or workdays.add(attempt.today, REPLY_WORKDAYS)
    _tell_issued(card)


def remind(attempt: Attempt) -> None:
    """A blue card: nobody signs it, nobody must answer it."""
    attempt.record.issued_at = attempt.now
    _tell_issued(attempt.record)


def dismiss(attempt: Attempt) -> None:
    """The person disagrees with the rule, and says why."""
    attempt.record.decided_why = attempt["reason"][:300]


def answer(attempt: Attempt) -> None:
    """The unit's head explains."""
    card = attempt.record
    card.reply, card.replied_at = attempt["reply"], attempt.now
    tell_office(
        card.measure,
        "card_answered",
        _("已说明%(card)s情况。") % {"card": card.get_level_display()},
    )


def lift(attempt: Attempt) -> None:
    """The matter is right again."""
    card = attempt.record
    card.lifted_by, card.lifted_at = attempt.by, attempt.now
    card.decided_why = attempt["reason"][:300]
    tell_unit(
        card.measure, "card_lifted", _("%(card)s已摘牌。") % {"card": card.get_level_display()}
    )


def take_down(attempt: Attempt) -> None:
    """A reminder goes by itself."""
    attempt.record.lifted_at = attempt.now
    attempt.record.decided_why = _("事由消除，自动摘牌。")


def _tell_issued(card: Card) -> None:
    text = _("%(card)s：%(why)s") % {"card": card.get_level_display(), "why": card.reason}
    tell_unit(card.measure, "card", text)
    tell_leader(card.measure, "card", text)


WHY = Ask("reason", gettext_lazy("原因"))

CARD = Table(
    Card,
    initial=(S.PROPOSED,),
    moves=(
        Move(
            "issue", (S.PROPOSED,), S.ISSUED, gettext_lazy("签发亮牌"), (supervisor,),
            needs=(is_not_blue, measure_is_still_open),
            asks=(
                Ask(
                    "reply_due", gettext_lazy("说明期限"), "date", required=False,
                    help=gettext_lazy("不填为五个工作日。"),
                ),
            ),
            accepts=(reply_is_due_ahead,), effect=issue,
        ),
        Move(
            "remind", (S.PROPOSED,), S.ISSUED, gettext_lazy("自动提醒"), (the_system,),
            needs=(is_blue,), effect=remind, quiet=True,
        ),
        Move(
            "dismiss", (S.PROPOSED,), S.DISMISSED, gettext_lazy("不予亮牌"), (supervisor,),
            asks=(WHY,), effect=dismiss,
        ),
        Move(
            "answer", (S.ISSUED,), S.ANSWERED, gettext_lazy("说明情况"), (unit_head,),
            needs=(is_not_blue,), asks=(Ask("reply", gettext_lazy("情况说明"), "long"),), effect=answer,
        ),
        Move(
            "lift", (S.ISSUED, S.ANSWERED), S.LIFTED, gettext_lazy("摘牌"), (supervisor,),
            asks=(WHY,), effect=lift,
        ),
        Move(
            "take_down", (S.ISSUED,), S.LIFTED, gettext_lazy("自动摘牌"), (the_system,),
            needs=(is_blue,), effect=take_down, quiet=True,
        ),
    ),
)  # fmt: skip
