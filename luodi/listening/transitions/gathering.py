"""How a gathering is reported, recognised, returned, voided. Only recognised ones are counted."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import notices
from luodi.kernel.choices import EvidenceKind
from luodi.kernel.transitions import Attempt, Move, Table
from luodi.listening.choices import GatheringState
from luodi.listening.models import Gathering
from luodi.listening.queries import reporters_of
from luodi.listening.transitions.actors import approver, office, office_of_host, reporter
from luodi.listening.transitions.reasons import WHY, fits

SHOWS_IT = (EvidenceKind.PHOTO, EvidenceKind.MINUTES)


def _was_held(attempt: Attempt) -> str | None:
    if attempt.record.held_on > attempt.today:
        return _("会议还没有召开，召开之后才能上报。")
    return None


def _had_people(attempt: Attempt) -> str | None:
    return None if attempt.record.attendance_count >= 1 else _("请先填写参加人数。")


def _shows_it(attempt: Attempt) -> str | None:
    record = attempt.record
    if record.minutes.strip() or record.evidence.standing().filter(kind__in=SHOWS_IT).exists():
        return None
    return _("请先填写会议记录，或上传会议记录、现场照片。")


def _void_is_proposed(attempt: Attempt) -> str | None:
    if attempt.record.void_proposed_by_id is None:
        return _("作废须先由工作专班提出并写明原因。")
    return None


def _by_another_person(attempt: Attempt) -> str | None:
    if attempt.record.void_proposed_by_id == attempt.by.pk:
        return _("提出作废和批准作废不能是同一个人。")
    return None


def _not_yet_proposed(attempt: Attempt) -> str | None:
    if attempt.record.void_proposed_by_id is not None:
        return _("已经提出作废，等待审批领导决定。")
    return None


def _forget_why(attempt: Attempt) -> None:
    attempt.record.returned_why = ""


def _give_back(attempt: Attempt) -> None:
    attempt.record.returned_why = attempt["why"]
    text = _("“%(title)s”被退回：%(why)s") % {"title": attempt.record, "why": attempt["why"]}
    notices.tell(
        reporters_of([attempt.record.unit_id]), "listening.returned", text, about=attempt.record
    )


def _note_proposal(attempt: Attempt) -> None:
    attempt.record.returned_why = attempt["why"]
    attempt.record.void_proposed_by = attempt.by


def _has_not_moved_on(attempt: Attempt) -> str | None:
    record = attempt.record
    begun = (record.statements, record.topics, record.invitations, record.evidence)
    if record.version > 1 or any(related.all() for related in begun):  # may be prefetched
        return _("导入之后已有人办理或修改，不能撤销。")
    return None


def _drop_proposal(attempt: Attempt) -> None:
    attempt.record.returned_why = ""
    attempt.record.void_proposed_by = None


GATHERING = Table(
    Gathering,
    initial=(GatheringState.DRAFT,),
    moves=(
        Move(
            "submit",
            (GatheringState.DRAFT, GatheringState.RETURNED),
            GatheringState.SUBMITTED,
            gettext_lazy("上报"),
            who=(reporter, office_of_host),
            needs=(_was_held, _had_people, _shows_it),
            effect=_forget_why,
        ),
        Move(
            "count",
            (GatheringState.SUBMITTED,),
            GatheringState.COUNTED,
            gettext_lazy("认可"),
            who=(office,),
        ),
        Move(
            "return",
            (GatheringState.SUBMITTED,),
            GatheringState.RETURNED,
            gettext_lazy("退回"),
            who=(office,),
            asks=(WHY,),
            accepts=(fits("why", "returned_why"),),
            effect=_give_back,
            danger=True,
        ),
        Move(
            "propose_void",
            (GatheringState.COUNTED,),
            GatheringState.COUNTED,
            gettext_lazy("提出作废"),
            who=(office,),
            needs=(_not_yet_proposed,),
            asks=(WHY,),
            accepts=(fits("why", "returned_why"),),
            effect=_note_proposal,
            danger=True,
        ),
        Move(
            "keep",
            (GatheringState.COUNTED,),
            GatheringState.COUNTED,
            gettext_lazy("不予作废"),
            who=(approver,),
            needs=(_void_is_proposed,),
            effect=_drop_proposal,
        ),
        Move(
            "void",
            (GatheringState.COUNTED,),
            GatheringState.VOID,
            gettext_lazy("批准作废"),
            who=(approver,),
            needs=(_void_is_proposed, _by_another_person),
            danger=True,
        ),
        Move(
            "withdraw_import",
            (GatheringState.DRAFT,),
            GatheringState.WITHDRAWN,
            gettext_lazy("撤销导入"),
            who=(reporter, office),
            needs=(_has_not_moved_on,),
            quiet=True,
        ),
    ),
)
