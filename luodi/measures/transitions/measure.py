"""The measure's own table: from draft to closed, by three different people."""

from django.utils.translation import gettext_lazy as _

from luodi.kernel.transitions import Ask, Move, Table
from luodi.measures.choices import MeasureState as S
from luodi.measures.choices import VerificationMethod
from luodi.measures.models import Measure
from luodi.measures.transitions import closing, life
from luodi.measures.transitions import conditions as must
from luodi.measures.transitions.actors import (
    any_verifier,
    approver,
    leader,
    office,
    supervisor,
    the_verifier,
    unit_clerk,
    unit_head,
)

WHY = Ask("reason", _("原因"), "long")
METHOD = Ask("method", _("核验方式"), "choice", choices=VerificationMethod)

MEASURE = Table(
    Measure,
    initial=(S.DRAFT,),
    moves=(
        Move(
            "assign", (S.DRAFT,), S.ASSIGNED, _("交办"), (office,),
            needs=(must.has_what_an_assignment_needs, must.due_day_is_ahead, must.problem_is_on_the_list),
            effect=life.assign,
        ),
        Move(
            "receive", (S.ASSIGNED,), S.IN_PROGRESS, _("签收"), (unit_clerk, unit_head),
            effect=life.receive,
        ),
        Move(
            "hand_back", (S.ASSIGNED,), S.DRAFT, _("退回"), (unit_head,),
            needs=(must.was_not_handed_back,), asks=(WHY,), effect=life.hand_back,
        ),
        Move(
            "request_closure", (S.IN_PROGRESS,), S.CLOSURE_REQUESTED, _("申请销号"), (unit_head,),
            needs=(
                must.has_evidence, must.milestones_are_settled, must.no_extension_is_open,
                must.red_cards_are_answered, must.has_a_leader, must.head_is_not_the_leader,
            ),
            asks=(Ask("result_text", _("完成情况"), "long", help=_("对照整改目标，写明做成了什么。")),),
            effect=closing.request_closure,
        ),
        Move(
            "withdraw_request", (S.CLOSURE_REQUESTED,), S.IN_PROGRESS, _("撤回申请"), (unit_head,),
            effect=closing.withdraw_request,
        ),
        Move(
            "accept_request", (S.CLOSURE_REQUESTED,), S.VERIFYING, _("受理"), (any_verifier, supervisor),
            needs=(must.verifier_took_no_part,), effect=closing.accept_request,
        ),
        Move(
            "pass_verification", (S.VERIFYING,), S.VERIFIED, _("核验通过"), (the_verifier,),
            needs=(must.verifier_took_no_part, must.has_evidence),
            asks=(METHOD, Ask("opinion", _("核验意见"), "long", help=_("写明看了什么、到了哪里、问了谁。"))),
            effect=closing.pass_verification,
        ),
        Move(
            "return_to_work", (S.VERIFYING,), S.IN_PROGRESS, _("退回整改"), (the_verifier,),
            asks=(METHOD, WHY, Ask("again_by", _("整改要求时间"), help=_("如：11月底前"))),
            effect=closing.return_to_work, danger=True,
        ),
        Move(
            "sign", (S.VERIFIED,), S.CLOSED, _("签认销号"), (leader,),
            needs=(
                must.is_not_sustained, must.three_different_people, must.verification_still_stands,
                must.has_evidence,
            ),
            asks=(Ask("opinion", _("签认意见"), required=False),),
            effect=closing.sign,
        ),
        Move(
            "sign_sustained", (S.VERIFIED,), S.SUSTAINED, _("转入常态化"), (leader,),
            needs=(
                must.is_sustained, must.three_different_people, must.verification_still_stands,
                must.has_evidence,
            ),
            asks=(
                Ask("opinion", _("依托制度或理由")),
                Ask("review_on", _("复查日期"), "date", help=_("最迟一年之内")),
            ),
            accepts=(closing.review_is_within_a_year,), effect=closing.sign_sustained,
        ),
        Move(
            "decline_signature", (S.VERIFIED,), S.IN_PROGRESS, _("不予签认"), (leader,),
            asks=(WHY,), effect=closing.decline_signature, danger=True,
        ),
        Move(
            "suspend", (S.IN_PROGRESS,), S.SUSPENDED, _("中止"), (leader,),
            needs=(must.no_extension_is_open,),
            asks=(WHY, Ask("until", _("中止至"), "date", help=_("中止期间时限照常计算。"))),
            accepts=(life.suspension_ends_ahead,), effect=life.suspend, danger=True,
        ),
        Move(
            "resume", (S.SUSPENDED,), S.IN_PROGRESS, _("恢复"), (office, leader),
            effect=life.resume,
        ),
        Move(
            "cancel", (S.DRAFT, S.ASSIGNED), S.CANCELLED, _("撤销"), (office,),
            asks=(WHY,), effect=life.cancel, danger=True,
        ),
        Move(
            "cancel_in_progress", (S.IN_PROGRESS, S.SUSPENDED), S.CANCELLED, _("批准撤销"), (approver,),
            asks=(WHY,), effect=life.cancel, danger=True,
        ),
        Move(
            "reopen", (S.CLOSED, S.SUSTAINED), S.IN_PROGRESS, _("重新挂号"), (office, supervisor),
            needs=(must.has_a_leader, life.problem_can_take_it_back),
            asks=(
                WHY,
                Ask("due_on", _("本轮时限"), "date", required=False, help=_("不填则沿用原时限。")),
            ),
            accepts=(life.new_due_day_is_ahead,), effect=life.reopen, danger=True,
        ),
    ),
)  # fmt: skip
