"""简报: drafted by one, checked by another, signed by a third, then published; undone by withdrawing."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luodi.briefs.choices import BriefState as S
from luodi.briefs.language import Faults
from luodi.briefs.models import Brief
from luodi.briefs.queries.chain import seal
from luodi.briefs.transitions.actors import checker, office, reviewer, signatory
from luodi.briefs.transitions.freezing import freeze
from luodi.kernel import clock, codes
from luodi.kernel.choices import Role
from luodi.kernel.models import RoleAssignment, User
from luodi.kernel.notices import tell
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import Ask, Attempt, Move, Table

SEQUENCE = "briefs.sequence"


def checker_did_not_write(attempt: Attempt) -> str | None:
    """Whoever wrote a line of it does not check it."""
    if attempt.by.pk in _writers(attempt.record):
        return _("简报须由起草、修改过它的人以外的人核对。")
    return None


def signer_is_a_third_person(attempt: Attempt) -> str | None:
    """Neither writer nor checker."""
    if attempt.by.pk in {*_writers(attempt.record), attempt.record.checked_by_id}:
        return _("简报须由起草人和核对人以外的领导签发。")
    return None


def _writers(brief: Brief) -> set[int]:
    return {brief.drafted_by_id, *brief.texts.values_list("made_by", flat=True)}


def check(attempt: Attempt) -> None:
    """Compute everything once more and freeze it: from here on these are the figures."""
    brief = attempt.record
    try:
        brief.edition = freeze(brief, by=attempt.by)
    except Faults as faults:
        raise Refused(_("正文还有问题：%(why)s") % {"why": faults}) from None
    brief.checked_by, brief.checked_at = attempt.by, attempt.now
    tell(
        _holders(brief, Role.LEADER, Role.APPROVER),
        "brief_to_sign",
        _text(brief, _("请签发")),
        about=brief,
    )


def send_back(attempt: Attempt) -> None:
    """The text opens again; the edition stays in the history."""
    brief = attempt.record
    brief.edition = brief.checked_by = brief.checked_at = brief.signed_by = brief.signed_at = None
    said = _("退回修改：%(why)s") % {"why": attempt["reason"]}
    tell([brief.drafted_by], "brief_back", _text(brief, said), about=brief)


def sign(attempt: Attempt) -> None:
    """The leader answers for exactly this edition."""
    brief = attempt.record
    brief.signed_by, brief.signed_at = attempt.by, attempt.now
    tell(
        [brief.drafted_by, brief.checked_by],
        "brief_signed",
        _text(brief, _("已签发，可以印发")),
        about=brief,
    )


def publish(attempt: Attempt) -> None:
    """Number it, put it at the end of the chain."""
    brief = attempt.record
    brief.published_by, brief.published_on = attempt.by, attempt.today
    brief.published_year = attempt.today.year
    brief.sequence = int(codes.next_code(SEQUENCE, width=1).rpartition("-")[2])
    series = f"briefs.{brief.masthead}.{brief.published_year}"
    brief.issue = int(codes.next_code(series, width=1).rpartition("-")[2])
    seal(brief)


def withdraw(attempt: Attempt) -> None:
    """It stays readable, marked, and in the chain."""
    brief = attempt.record
    brief.withdrawn_by, brief.withdrawn_at = attempt.by, attempt.now
    brief.withdrawn_why = attempt["reason"][:300]
    tell(
        [brief.drafted_by, brief.signed_by],
        "brief_withdrawn",
        _text(brief, _("已撤回")),
        about=brief,
    )


def _text(brief: Brief, said: str) -> str:
    return _("简报“%(title)s”%(said)s。") % {"title": brief.title, "said": said}


def _holders(brief: Brief, *roles: str) -> list[User]:
    held = RoleAssignment.objects.on(clock.today()).filter(
        Q(campaign=None) | Q(campaign=brief.campaign_id), role__in=roles
    )
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True))


WHY = Ask("reason", gettext_lazy("原因"), "long")

BRIEF = Table(
    Brief,
    initial=(S.DRAFT,),
    moves=(
        Move(
            "check", (S.DRAFT,), S.CHECKED, gettext_lazy("核对通过"), (checker,),
            needs=(checker_did_not_write,), effect=check,
        ),
        Move(
            "sign", (S.CHECKED,), S.SIGNED, pgettext_lazy("brief", "签发"), (signatory,),
            needs=(signer_is_a_third_person,), effect=sign,
        ),
        Move("publish", (S.SIGNED,), S.PUBLISHED, gettext_lazy("印发"), (office,), effect=publish),
        Move(
            "send_back", (S.CHECKED, S.SIGNED), S.DRAFT, gettext_lazy("退回修改"), (reviewer,),
            asks=(WHY,), effect=send_back, danger=True,
        ),
        Move(
            "withdraw", (S.PUBLISHED,), S.WITHDRAWN, pgettext_lazy("brief", "撤回"), (office,),
            asks=(WHY,), effect=withdraw, danger=True,
        ),
        Move(
            "drop", (S.DRAFT,), S.WITHDRAWN, gettext_lazy("作废"), (office,),
            asks=(WHY,), effect=withdraw, danger=True,
        ),
    ),
)  # fmt: skip
