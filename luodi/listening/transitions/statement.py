"""How a statement is taken in, gets its destination and is answered."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import notices, preferences
from luodi.kernel.models import Unit
from luodi.kernel.transitions import Ask, Attempt, Move, Table, the_system
from luodi.listening.choices import Settlement, StatementKind, StatementState
from luodi.listening.models import Answer, Statement
from luodi.listening.queries import answer_due, reporters_of
from luodi.listening.transitions.actors import (
    answering_head,
    approver,
    importer,
    office,
    reporter,
    secretary,
)
from luodi.listening.transitions.reasons import WHY, fits
from luodi.listening.transitions.settling import (
    is_known_settlement,
    refusal_by_approver,
    settle,
    transfer_has_receiver,
)


def too_short(text: str) -> str | None:
    """The sentence against a text with fewer characters than the office asks for, or None."""
    minimum = preferences.get("listening.minimum_characters")
    if len("".join(text.split())) < minimum:
        return _("原话至少要有%(minimum)d个字。") % {"minimum": minimum}
    return None


def _says_something(attempt: Attempt) -> str | None:
    return too_short(attempt.record.text_original)


def _has_open_link(attempt: Attempt) -> str | None:
    if attempt.record.links.filter(until=None).exists():
        return None
    return _("这条意见还没有归并到任何问题。")


def _has_no_open_link(attempt: Attempt) -> str | None:
    if any(link.until is None for link in attempt.record.links.all()):  # may be prefetched
        return _("这条意见仍归并在问题之下。")
    return None


def _is_not_settled(attempt: Attempt) -> str | None:
    return _("这条意见已另有去向。") if attempt.record.settled_as else None


def _is_settled(attempt: Attempt) -> str | None:
    return None if attempt.record.settled_as else _("这条意见没有注明去向。")


def _not_reopened_before(attempt: Attempt) -> str | None:
    if attempt.record.reopened_once:
        return _("已经因评价不满意重新办理过一次。")
    return None


def _has_not_moved_on(attempt: Attempt) -> str | None:
    if attempt.record.version > 1:
        return _("导入之后已有人办理或修改，不能撤销。")
    return _has_no_open_link(attempt)


def _forget_why(attempt: Attempt) -> None:
    attempt.record.returned_why = ""


def _take_in(attempt: Attempt) -> None:
    record = attempt.record
    if record.kind == StatementKind.SUGGESTION and record.answer_due is None:
        record.answer_due = answer_due(attempt.today)


def _give_back(attempt: Attempt) -> None:
    record = attempt.record
    record.returned_why = attempt["why"]
    text = _("意见%(code)s被退回：%(why)s") % {"code": record.code, "why": attempt["why"]}
    notices.tell(reporters_of([record.unit_id]), "listening.returned", text, about=record)


def _keep_answer(attempt: Attempt) -> None:
    record = attempt.record
    Answer.objects.create(
        statement=record,
        text=attempt["text"],
        answered_at=attempt.now,
        by=attempt.by,
        unit=_answering_unit(attempt),
    )


def _answering_unit(attempt: Attempt) -> Unit:
    record = attempt.record
    unit: Unit = record.receiving_unit or record.unit
    return record.campaign.host_unit if office.holds(attempt.by, record) else unit


def _reopen(attempt: Attempt) -> None:
    attempt.record.reopened_once = True
    attempt.record.answer_due = answer_due(attempt.today)


S = StatementState
STATEMENT = Table(
    Statement,
    initial=(S.DRAFT, S.SUBMITTED, S.ACCEPTED),
    moves=(
        Move(
            "submit",
            (S.DRAFT, S.RETURNED),
            S.SUBMITTED,
            gettext_lazy("提交"),
            who=(reporter, secretary, the_system),
            needs=(_says_something,),
            effect=_forget_why,
        ),
        Move(
            "accept",
            (S.SUBMITTED,),
            S.ACCEPTED,
            gettext_lazy("采集"),
            who=(office,),
            effect=_take_in,
        ),
        Move(
            "return",
            (S.SUBMITTED,),
            S.RETURNED,
            gettext_lazy("退回"),
            who=(office,),
            asks=(WHY,),
            accepts=(fits("why", "returned_why"),),
            effect=_give_back,
            danger=True,
        ),
        Move(
            "link",
            (S.ACCEPTED,),
            S.LINKED,
            gettext_lazy("归并"),
            who=(office,),
            needs=(_has_open_link,),
            quiet=True,
        ),
        Move(
            "unlink",
            (S.LINKED, S.ANSWERED),
            S.ACCEPTED,
            gettext_lazy("解除归并"),
            who=(office,),
            needs=(_has_no_open_link, _is_not_settled),
            quiet=True,
        ),
        Move(
            "settle",
            (S.ACCEPTED,),
            S.SETTLED,
            gettext_lazy("注明去向"),
            who=(office, approver),
            asks=(
                Ask("settled_as", gettext_lazy("去向"), kind="choice", choices=Settlement),
                Ask("why", gettext_lazy("去向说明"), kind="long"),
                Ask(
                    "receiving_unit",
                    gettext_lazy("承办单位"),
                    kind="unit",
                    required=False,
                    help=gettext_lazy("只在转办时填写。"),
                ),
            ),
            accepts=(
                is_known_settlement,
                refusal_by_approver,
                transfer_has_receiver,
                fits("why", "settled_why"),
            ),
            effect=settle,
        ),
        Move(
            "answer",
            (S.LINKED, S.SETTLED, S.ANSWERED),
            S.ANSWERED,
            gettext_lazy("反馈"),
            who=(office, answering_head),
            asks=(Ask("text", gettext_lazy("答复"), kind="long"),),
            effect=_keep_answer,
        ),
        Move(
            "reopen_linked",
            (S.ANSWERED,),
            S.LINKED,
            gettext_lazy("重新办理"),
            who=(the_system,),
            needs=(_not_reopened_before, _has_open_link, _is_not_settled),
            effect=_reopen,
            quiet=True,
        ),
        Move(
            "reopen_settled",
            (S.ANSWERED,),
            S.SETTLED,
            gettext_lazy("重新办理"),
            who=(the_system,),
            needs=(_not_reopened_before, _is_settled),
            effect=_reopen,
            quiet=True,
        ),
        Move(
            "withdraw_import",
            (S.SUBMITTED, S.ACCEPTED),
            S.WITHDRAWN,
            gettext_lazy("撤销导入"),
            who=(importer, office),
            needs=(_has_not_moved_on,),
            quiet=True,
        ),
    ),
)
