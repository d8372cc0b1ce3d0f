"""What must hold before a measure moves; each gives the sentence to show, or None."""

from django.utils.translation import gettext as _

from luodi.kernel.transitions import Attempt
from luodi.measures.choices import DeadlineKind
from luodi.measures.queries import closing
from luodi.measures.queries.people import leader_of, open_request, why_not_verifier
from luodi.problems.choices import ProblemState


def has_what_an_assignment_needs(attempt: Attempt) -> str | None:
    """One leader, one lead unit, a target and a deadline (I-4)."""
    measure = attempt.record
    missing = [
        label
        for label, given in (
            (_("牵头领导"), leader_of(measure)),
            (_("责任单位"), measure.lead_unit_id),
            (_("整改目标"), measure.target),
            (_("完成时限"), measure.due_on or measure.deadline_kind == DeadlineKind.SUSTAINED),
        )
        if not given
    ]
    return _("交办前请先确定：%(missing)s。") % {"missing": "、".join(missing)} if missing else None


def due_day_is_ahead(attempt: Attempt) -> str | None:
    """The first deadline lies ahead; afterwards it moves by extension only."""
    measure = attempt.record
    if measure.original_due_on is None and measure.due_on and measure.due_on < attempt.today:
        return _("完成时限已经过去，请先改为今后的日期。")
    return None


def problem_is_on_the_list(attempt: Attempt) -> str | None:
    """Measures of a draft, merged or closed problem are not assigned."""
    problem = attempt.record.problem
    if problem is None or problem.state in (ProblemState.LISTED, ProblemState.RECTIFYING):
        return None
    return _("所属问题“%(state)s”，不能交办措施。") % {"state": problem.get_state_display()}


def was_not_handed_back(attempt: Attempt) -> str | None:
    """A measure is handed back once."""
    return (
        _("已退回过一次，不能再退；有异议请与工作专班商定。")
        if attempt.record.returned_once
        else None
    )


def has_evidence(attempt: Attempt) -> str | None:
    """Standing evidence of this cycle in every required kind (I-1)."""
    missing = closing.missing_evidence(attempt.record)
    return _("本轮还缺佐证材料：%(kinds)s。") % {"kinds": "、".join(missing)} if missing else None


def milestones_are_settled(attempt: Attempt) -> str | None:
    """Every milestone is done or waived."""
    if closing.has_open_milestone(attempt.record):
        return _("还有节点没有完成或免除。")
    return None


def no_extension_is_open(attempt: Attempt) -> str | None:
    """Nobody closes while an extension waits for its answer."""
    return _("延期申请还没有批复。") if closing.has_open_extension(attempt.record) else None


def red_cards_are_answered(attempt: Attempt) -> str | None:
    """A red card is explained before the measure is closed."""
    return _("红牌还没有说明情况。") if closing.has_unanswered_red_card(attempt.record) else None


def head_is_not_the_leader(attempt: Attempt) -> str | None:
    """Whoever asks for the closing cannot be the one who will sign it."""
    leader = leader_of(attempt.record)
    if leader is not None and attempt.by.person_id == leader.pk:
        return _("您是牵头领导，将由您签认，销号申请须由责任单位其他负责人提出。")
    return None


def verifier_took_no_part(attempt: Attempt) -> str | None:
    """The one who performs this move is independent (I-3)."""
    return why_not_verifier(attempt.record, attempt.by.person_id)


def verification_still_stands(attempt: Attempt) -> str | None:
    """At the signature, too, the verifier is somebody who took no part (I-3)."""
    if why_not_verifier(attempt.record, attempt.record.verifier_id):
        return _("核验人后来参与了本措施，核验失效，请退回整改后另请人核验。")
    return None


def three_different_people(attempt: Attempt) -> str | None:
    """Head asks, verifier passes, leader signs: three people, and no hand writes for two of them (I-2)."""
    measure, leader, request = (
        attempt.record,
        leader_of(attempt.record),
        open_request(attempt.record),
    )
    verifier = measure.verifier_id
    if leader is None or request is None or verifier is None:
        return _("缺少核验或牵头领导，不能签认。")
    hands = {leader.pk, attempt.by.person_id}
    if verifier in hands:
        return _("核验人不能签认。")
    if hands & {request.by.person_id, request.on_behalf_of_id} or request.by_id == attempt.by.pk:
        return _("提出销号申请的人不能签认。")
    return None


def is_not_sustained(attempt: Attempt) -> str | None:
    """A long-term measure is not closed: it becomes routine with a review day."""
    if attempt.record.deadline_kind == DeadlineKind.SUSTAINED:
        return _("长期坚持的措施请办理“转入常态化”。")
    return None


def is_sustained(attempt: Attempt) -> str | None:
    """Only a long-term measure becomes routine."""
    if attempt.record.deadline_kind != DeadlineKind.SUSTAINED:
        return _("只有长期坚持的措施才能转入常态化。")
    return None


def has_a_leader(attempt: Attempt) -> str | None:
    """An open measure has exactly one leader at every moment (I-4)."""
    return None if leader_of(attempt.record) else _("本措施没有牵头领导，请先确定。")
