"""Guests of a symposium: personal links, their suggestions, what they think of an answer.

A guest has no account: the link is the key. Only its digest is kept; the trail names the
invitation by its number, never the guest.
"""

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from luodi.kernel import clock, preferences, trail
from luodi.kernel.actions import create, edit
from luodi.kernel.codes import next_code
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import SYSTEM, perform
from luodi.listening.actions.permits import may_enter
from luodi.listening.actions.statements import CODE_WIDTH, statement_prefix
from luodi.listening.choices import GatheringKind, Rating, SourceKind, StatementKind, StatementState
from luodi.listening.models import (
    Answer,
    AnswerRating,
    Gathering,
    GuestInvitation,
    Statement,
    Topic,
)
from luodi.listening.queries import answer_due, hash_of
from luodi.listening.transitions import too_short


def invite_guest(
    gathering: Gathering, *, by: Any, name: str, honour: str = "", attended: bool = False
) -> tuple[GuestInvitation, str]:
    """Invite somebody to a symposium; returns the invitation and, this once, the link's token."""
    _check_may_invite(gathering, by)
    if gathering.kind != GatheringKind.SYMPOSIUM:
        raise Refused(_("只有座谈会可以邀请代表。"))
    token = secrets.token_urlsafe(24)
    invitation = GuestInvitation(
        gathering=gathering, name=name.strip(), honour=honour.strip(), attended=attended,
        token_hash=hash_of(token),
    )  # fmt: skip
    return create(invitation, by=by), token


def renew_link(invitation: GuestInvitation, *, by: Any, version: int | None = None) -> str:
    """Make a new personal link, the old one stops working; returns the token, this once."""
    _check_may_invite(invitation.gathering, by)
    token = secrets.token_urlsafe(24)
    edit(invitation, {"token_hash": hash_of(token), "revoked_at": None}, by=by, version=version)
    return token


def revoke_link(
    invitation: GuestInvitation, *, by: Any, version: int | None = None
) -> GuestInvitation:
    """The personal link stops working; what the guest said stays."""
    _check_may_invite(invitation.gathering, by)
    return edit(invitation, {"revoked_at": clock.now()}, by=by, version=version)


def note_attendance(
    invitation: GuestInvitation, *, by: Any, attended: bool, version: int | None = None
) -> GuestInvitation:
    """Say whether the guest came: only those who came are counted."""
    _check_may_invite(invitation.gathering, by)
    return edit(invitation, {"attended": attended}, by=by, version=version)


def guest_suggest(
    invitation: GuestInvitation, *, text: str, topic: Topic | None = None
) -> Statement:
    """Keep and submit a guest's suggestion, with the day by which it is to be answered."""
    gathering = invitation.gathering
    if why := too_short(text):
        raise Refused(why)
    if topic is not None and topic.gathering_id != gathering.pk:
        raise Refused(_("这个议题不属于本次座谈会。"))
    with transaction.atomic():
        _check_daily_limit(invitation)
        statement = create(
            Statement(
                code=next_code(statement_prefix(), width=CODE_WIDTH),
                campaign=gathering.campaign, gathering=gathering, unit=gathering.unit, topic=topic,
                guest=invitation, text_original=text.strip(), said_at=clock.now(),
                kind=StatementKind.SUGGESTION, source_kind=SourceKind.GUEST,
                answer_due=answer_due(clock.today()),
            ),
            by=SYSTEM, on_behalf_of=_named_in_trail(invitation),
        )  # fmt: skip
        GuestInvitation.objects.filter(pk=invitation.pk).update(opened_at=clock.now())
    return perform(statement, "submit", by=SYSTEM)


def rate_answer(
    invitation: GuestInvitation, answer: Answer, *, rating: str, comment: str = ""
) -> AnswerRating:
    """Keep what the guest thinks of an answer; dissatisfied once, and the matter is taken up again."""
    statement = answer.statement
    if statement.guest_id != invitation.pk:
        raise NotAllowed(_("只能评价对自己建议的答复。"))
    if rating not in Rating.values:
        raise Refused(_("请选择满意、基本满意或不满意。"))
    comment = comment.strip()[: AnswerRating._meta.get_field("comment").max_length]
    try:
        with transaction.atomic():
            made = AnswerRating.objects.create(
                answer=answer, rating=rating, comment=comment, at=clock.now()
            )
            trail.record(
                "listening.answerrating.create", statement, by=SYSTEM, after={"rating": rating},
                on_behalf_of=_named_in_trail(invitation),
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("这条答复已经评价过了。")) from None
    if rating == Rating.UNSATISFIED and _can_reopen(statement, answer):
        perform(statement, "reopen_settled" if statement.settled_as else "reopen_linked", by=SYSTEM)
    return made


def _can_reopen(statement: Statement, answer: Answer) -> bool:
    latest = statement.answers.order_by("-answered_at", "-pk").first()
    return (
        statement.state == StatementState.ANSWERED
        and not statement.reopened_once
        and latest == answer
    )


def _check_may_invite(gathering: Gathering, by: Any) -> None:
    if not may_enter(by, gathering.unit_id, gathering.campaign_id):
        raise NotAllowed(_("只有主办单位和工作专班可以邀请代表。"))


def _check_daily_limit(invitation: GuestInvitation) -> None:
    GuestInvitation.objects.select_for_update().get(
        pk=invitation.pk
    )  # one at a time: the count holds
    limit = preferences.get("listening.guest_suggestions_a_day")
    today = Statement.objects.filter(guest=invitation, created_at__date=clock.today()).count()
    if today >= limit:
        raise Refused(_("今天已提交%(count)d条建议，请明天再来。") % {"count": today})


def _named_in_trail(invitation: GuestInvitation) -> str:
    return f"受邀代表（邀请{invitation.pk}）"
