"""Every move of a measure: who may, from where, and nothing else."""

from datetime import date

import pytest

from luodi.kernel import preferences
from luodi.kernel.choices import Role
from luodi.kernel.models import Preference, TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused, StateChangedOutside
from luodi.kernel.transitions import SYSTEM, perform
from luodi.measures.choices import CardLevel, CardState, DeadlineKind, MeasureState, RequestState
from luodi.measures.models import Accountability, Closing, ClosureRequest, Measure, Verification
from luodi.measures.transitions import CARD, EXTENSION, HANDOVER, MEASURE, ORDER
from luodi.problems.choices import ProblemState
from tests.factories.kernel import EvidenceFactory, PersonFactory
from tests.factories.measures import (
    CardFactory,
    HeldEvidenceFactory,
    OriginFactory,
    ReportFactory,
    measure_at,
)
from tests.people import account, as_of_now

pytestmark = pytest.mark.django_db

S = MeasureState
INPUTS = {
    "hand_back": {"reason": "不是本单位职责"},
    "request_closure": {"result_text": "三张表并成一张，群众少跑一趟。"},
    "pass_verification": {"method": "on_site", "opinion": "到窗口看过。"},
    "return_to_work": {"method": "on_site", "reason": "还差一张表", "again_by": "11月底前"},
    "sign": {"opinion": "同意"},
    "sign_sustained": {"opinion": "已建立制度", "review_on": date(2019, 5, 8)},
    "decline_signature": {"reason": "群众还在反映"},
    "suspend": {"reason": "等上级文件", "until": date(2018, 12, 1)},
    "cancel": {"reason": "不再需要"},
    "cancel_in_progress": {"reason": "职能已划转"},
    "reopen": {"reason": "群众再次反映", "due_on": date(2018, 12, 20)},
}
PERMITTED = {
    "assign": {"office"},
    "receive": {"clerk", "head"},
    "hand_back": {"head"},
    "request_closure": {"head"},
    "withdraw_request": {"head"},
    "accept_request": {"verifier", "supervisor"},
    "pass_verification": {"verifier"},
    "return_to_work": {"verifier"},
    "sign": {"leader"},
    "sign_sustained": {"leader"},
    "decline_signature": {"leader"},
    "suspend": {"leader"},
    "resume": {"office", "leader"},
    "cancel": {"office"},
    "cancel_in_progress": {"approver"},
    "reopen": {"office", "supervisor"},
}
ROLES = (
    "clerk", "head", "leader", "office", "supervisor", "verifier", "approver", "stranger",
    "system", "security", "audit",
)  # fmt: skip


def ready(move: str, state: str, people) -> Measure:
    kind = DeadlineKind.SUSTAINED if move == "sign_sustained" else DeadlineKind.DATED
    if state == S.SUSTAINED:
        kind = DeadlineKind.SUSTAINED
    return measure_at(state, people, deadline_kind=kind)


def test_the_table_has_the_moves_of_the_domain_and_no_others():
    assert set(MEASURE.moves) == set(PERMITTED)
    assert set(HANDOVER.moves) == {"accept", "decline"}
    assert set(EXTENSION.moves) == {"approve", "refuse", "withdraw"}
    assert set(CARD.moves) == {"issue", "remind", "dismiss", "answer", "lift", "take_down"}
    assert set(ORDER.moves) == {"sign", "send", "reply", "conclude"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("move", sorted(PERMITTED))
def test_only_the_people_of_the_table_perform_a_move(people, move, role):
    source = MEASURE[move].source[0]
    measure = ready(move, source, people)
    user = getattr(people, role)

    if role in PERMITTED[move]:
        done = perform(measure, move, by=user, **INPUTS.get(move, {}))
        assert done.state == MEASURE[move].target
        assert done.version == measure.version + 1
    else:
        with pytest.raises(NotAllowed):
            perform(measure, move, by=user, **INPUTS.get(move, {}))
        measure.refresh_from_db()
        assert measure.state == source
        assert TrailEvent.objects.filter(allowed=False, object_id=measure.pk).count() == 1


@pytest.mark.parametrize("state", MeasureState.values)
@pytest.mark.parametrize("move", sorted(PERMITTED))
def test_a_move_starts_from_its_states_only(people, move, state):
    measure = ready(move, state, people)
    user = getattr(people, max(PERMITTED[move]))
    if state in MEASURE[move].source:
        return

    with pytest.raises(Refused):
        perform(measure, move, by=user, **INPUTS.get(move, {}))

    measure.refresh_from_db()
    assert (measure.state, measure.version) == (state, 1)


def test_nobody_is_the_system_for_these_moves(people):
    with pytest.raises(NotAllowed):
        perform(measure_at(S.VERIFIED, people), "sign", by=SYSTEM)


# --- assigning -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"target": ""}, "交办前请先确定：整改目标。"),
        ({"due_on": None}, "交办前请先确定：完成时限。"),
        ({"due_on": date(2018, 11, 7)}, "完成时限已经过去，请先改为今后的日期。"),
    ],
)
def test_an_assignment_names_what_is_missing(people, fields, sentence):
    measure = measure_at(S.DRAFT, people, **fields)

    with pytest.raises(Refused, match=sentence):
        perform(measure, "assign", by=people.office)


def test_an_assignment_needs_a_leader(people):
    measure = measure_at(S.DRAFT, people)
    measure.accountabilities.update(until=date(2018, 11, 8))

    with pytest.raises(Refused, match="交办前请先确定：牵头领导。"):
        perform(measure, "assign", by=people.office)


def test_the_first_assigned_measure_starts_its_problem(people):
    problem = OriginFactory(state=ProblemState.LISTED)

    perform(measure_at(S.DRAFT, people, problem=problem), "assign", by=people.office)

    problem.refresh_from_db()
    assert problem.state == ProblemState.RECTIFYING


def test_a_measure_of_a_draft_problem_is_not_assigned(people):
    measure = measure_at(S.DRAFT, people, problem=OriginFactory(state=ProblemState.DRAFT))

    with pytest.raises(Refused, match="所属问题“拟列”，不能交办措施。"):
        perform(measure, "assign", by=people.office)


def test_the_first_deadline_is_fixed_once_even_when_a_measure_comes_back(people):
    measure = measure_at(S.DRAFT, people)
    measure = perform(measure, "assign", by=people.office)
    measure = perform(measure, "hand_back", by=people.head, reason="应由他街道牵头")

    measure.due_on = date(2018, 12, 31)
    with pytest.raises(StateChangedOutside):
        measure.save()

    measure = perform(Measure.objects.get(pk=measure.pk), "assign", by=people.office)
    assert (measure.due_on, measure.original_due_on) == (date(2018, 11, 30), date(2018, 11, 30))


def test_a_measure_is_handed_back_once(people):
    measure = measure_at(S.ASSIGNED, people, returned_once=True)

    with pytest.raises(Refused, match="已退回过一次"):
        perform(measure, "hand_back", by=people.head, reason="再退一次")


# --- asking for the closing (I-1) ------------------------------------------------------------------


def test_a_missing_kind_of_evidence_is_named(people):
    measure = measure_at(S.IN_PROGRESS, people)
    other = measure_at(S.IN_PROGRESS, people, required_evidence=["document", "photo"])

    perform(measure, "request_closure", by=people.head, **INPUTS["request_closure"])
    with pytest.raises(Refused, match="本轮还缺佐证材料：照片。"):
        perform(other, "request_closure", by=people.head, **INPUTS["request_closure"])


def test_evidence_of_an_earlier_cycle_or_withdrawn_does_not_count(people):
    measure = measure_at(S.IN_PROGRESS, people, cycle=2, required_evidence=["photo"])
    HeldEvidenceFactory(measure=measure, cycle=1, evidence__kind="photo")
    withdrawn = {"withdrawn_at": "2018-11-01T09:00+08:00", "withdrawn_why": "传错了"}
    HeldEvidenceFactory(measure=measure, evidence=EvidenceFactory(kind="photo", **withdrawn))

    with pytest.raises(Refused, match="本轮还缺佐证材料：照片。"):
        perform(measure, "request_closure", by=people.head, **INPUTS["request_closure"])


def test_even_without_a_required_kind_some_evidence_is_needed(people):
    measure = measure_at(S.IN_PROGRESS, people, required_evidence=[], cycle=1)
    Measure.objects.filter(pk=measure.pk).update(cycle=2)

    with pytest.raises(Refused, match="本轮还缺佐证材料：文件。"):
        perform(measure, "request_closure", by=people.head, **INPUTS["request_closure"])


def test_open_milestones_extensions_and_red_cards_hold_a_closing_back(people):
    measure = measure_at(S.IN_PROGRESS, people)
    asking = {"by": people.head, **INPUTS["request_closure"]}
    step = measure.milestones.create(title="定方案", due_on=date(2018, 11, 10))
    with pytest.raises(Refused, match="还有节点没有完成或免除。"):
        perform(measure, "request_closure", **asking)
    step.done_on = date(2018, 11, 8)
    step.save()

    asked = measure.extensions.create(
        from_date=measure.due_on,
        to_date=date(2018, 12, 9),
        reason="等设备",
        requested_by=people.head,
    )
    with pytest.raises(Refused, match="延期申请还没有批复。"):
        perform(measure, "request_closure", **asking)
    perform(asked, "withdraw", by=people.head)

    card = CardFactory(
        measure=measure, level=CardLevel.RED, state=CardState.ISSUED, issued_by=people.supervisor
    )
    with pytest.raises(Refused, match="红牌还没有说明情况。"):
        perform(measure, "request_closure", **asking)
    perform(card, "answer", by=people.head, reply="本周完成")

    assert perform(measure, "request_closure", **asking).state == S.CLOSURE_REQUESTED


def test_a_withdrawn_request_stays_readable_and_a_new_one_may_follow(people):
    measure = measure_at(S.IN_PROGRESS, people)
    for _ in range(2):
        measure = perform(measure, "request_closure", by=people.head, result_text="做完了")
        measure = perform(measure, "withdraw_request", by=people.head)

    states = list(measure.closure_requests.values_list("state", flat=True))
    assert states == [RequestState.WITHDRAWN, RequestState.WITHDRAWN]


# --- the verifier took no part (I-3) ---------------------------------------------------------------


def took_part(part: str, measure: Measure, people) -> None:
    person, user = people.verifier.person, people.verifier
    match part:
        case "handler":
            Measure.objects.filter(pk=measure.pk).update(handler=person)
        case "leader once":
            Accountability.objects.create(
                measure=measure, person=person, since=date(2018, 9, 1), until=date(2018, 9, 30)
            )
        case "author of a report":
            ReportFactory(measure=measure, by=user)
        case "author of a report by another hand":
            ReportFactory(measure=measure, by=people.clerk, on_behalf_of=person)
        case "author of evidence":
            HeldEvidenceFactory(measure=measure, evidence__added_by=user)
        case "author of evidence by another hand":
            HeldEvidenceFactory(measure=measure, evidence__on_behalf_of=person)
        case "signer of an earlier request":
            ClosureRequest.objects.create(
                measure=measure, cycle=1, result_text="做完", by=user,
                requested_on=date(2018, 11, 1), state=RequestState.WITHDRAWN,
            )  # fmt: skip


PARTS = {
    "handler": "您是本措施的责任人，不能核验。",
    "leader once": "您是或曾是本措施的牵头领导，不能核验。",
    "author of a report": "您填报过本措施的进展，不能核验。",
    "author of a report by another hand": "您填报过本措施的进展，不能核验。",
    "author of evidence": "您上传过本措施的佐证材料，不能核验。",
    "author of evidence by another hand": "您上传过本措施的佐证材料，不能核验。",
    "signer of an earlier request": "您签过本措施的销号申请，不能核验。",
}


@pytest.mark.parametrize("relaxed", [False, True])
@pytest.mark.parametrize("part", sorted(PARTS))
def test_whoever_took_part_never_verifies_whatever_the_settings(people, part, relaxed):
    set_preference("measures.verifier_may_share_unit", relaxed)
    measure = measure_at(S.CLOSURE_REQUESTED, people)
    took_part(part, measure, people)

    with pytest.raises(Refused, match=PARTS[part]):
        perform(measure, "accept_request", by=people.verifier)


@pytest.mark.parametrize("part", sorted(PARTS))
def test_whoever_takes_part_after_accepting_neither_passes_nor_is_signed_under(people, part):
    verifying, verified = measure_at(S.VERIFYING, people), measure_at(S.VERIFIED, people)
    took_part(part, verifying, people)
    took_part(part, verified, people)

    with pytest.raises(Refused, match=PARTS[part]):
        perform(verifying, "pass_verification", by=people.verifier, **INPUTS["pass_verification"])
    with pytest.raises(Refused, match="核验失效"):
        perform(verified, "sign", by=people.leader)


def test_a_member_of_the_lead_unit_verifies_only_when_the_setting_allows_and_is_marked(people):
    colleague = account("colleague", Role.VERIFIER, post=people.street)
    measure = measure_at(S.CLOSURE_REQUESTED, people)
    with pytest.raises(Refused, match="您是责任单位的人员，不能核验本单位的措施。"):
        perform(measure, "accept_request", by=colleague)

    set_preference("measures.verifier_may_share_unit", True)
    measure = perform(measure, "accept_request", by=colleague)
    perform(measure, "pass_verification", by=colleague, **INPUTS["pass_verification"])

    assert Verification.objects.get(request__measure=measure).shares_unit is True


def test_an_account_without_a_person_verifies_nothing(people):
    people.verifier.person = None
    people.verifier.save()

    with pytest.raises(Refused, match="您的账号没有对应人员，不能核验。"):
        perform(
            measure_at(S.CLOSURE_REQUESTED, people), "accept_request", by=as_of_now(people.verifier)
        )


def test_another_verifier_does_not_finish_what_one_accepted(people):
    second = account("second", Role.VERIFIER, post=people.other)

    with pytest.raises(NotAllowed):
        perform(
            measure_at(S.VERIFYING, people),
            "pass_verification",
            by=second,
            **INPUTS["pass_verification"],
        )


# --- verifying, returning, signing (I-2, I-6) ------------------------------------------------------


def walk(measure: Measure, people, *moves: str) -> Measure:
    by = {
        "request_closure": people.head, "accept_request": people.verifier,
        "pass_verification": people.verifier, "return_to_work": people.verifier,
        "sign": people.leader, "reopen": people.supervisor,
    }  # fmt: skip
    for move in moves:
        measure = perform(measure, move, by=by[move], **INPUTS.get(move, {}))
    return measure


def test_the_whole_way_leaves_three_names_and_a_look_back(people):
    measure = measure_at(S.IN_PROGRESS, people)

    measure = walk(
        measure, people, "request_closure", "accept_request", "pass_verification", "sign"
    )

    closing = Closing.objects.get(measure=measure)
    assert (measure.state, measure.closed_on) == (S.CLOSED, date(2018, 11, 8))
    assert measure.requested_on == date(2018, 11, 8)
    assert closing.verification.request.by == people.head
    assert closing.verification.verifier == people.verifier.person
    assert closing.signer == people.leader.person
    assert closing.on_behalf_of is None
    assert measure.look_backs.get().due_on == date(2019, 2, 8)


def test_a_secretary_signs_on_behalf_and_it_shows(people):
    secretary = account("secretary", Role.SECRETARY, post=people.district)
    secretary.roles.update(for_person=people.leader.person)

    measure = perform(measure_at(S.VERIFIED, people), "sign", by=as_of_now(secretary))

    closing = Closing.objects.get(measure=measure)
    assert (closing.signer, closing.on_behalf_of) == (people.leader.person, people.leader.person)
    assert closing.by == secretary


def test_the_verifier_does_not_sign_even_as_the_leaders_secretary(people):
    grant(people.verifier, "secretary", for_person=people.leader.person)

    with pytest.raises(Refused, match="核验人不能签认。"):
        perform(measure_at(S.VERIFIED, people), "sign", by=as_of_now(people.verifier))


def test_whoever_asked_for_the_closing_does_not_sign_it_even_as_secretary(people):
    grant(people.head, "secretary", for_person=people.leader.person)

    with pytest.raises(Refused, match="提出销号申请的人不能签认。"):
        perform(measure_at(S.VERIFIED, people), "sign", by=as_of_now(people.head))


def test_a_leader_who_heads_the_unit_does_not_ask_for_the_closing(people):
    grant(people.leader, "unit_head", unit=people.street)

    with pytest.raises(Refused, match="您是牵头领导，将由您签认"):
        perform(
            measure_at(S.IN_PROGRESS, people), "request_closure", by=as_of_now(people.leader),
            result_text="做完了",
        )  # fmt: skip


def test_evidence_withdrawn_after_the_verification_stops_the_signature(people):
    measure = measure_at(S.VERIFIED, people)
    paper = measure.evidence.get().evidence
    paper.withdrawn_at, paper.withdrawn_why = "2018-11-08T08:00+08:00", "传错"
    paper.save()

    with pytest.raises(Refused, match="本轮还缺佐证材料：文件。"):
        perform(measure, "sign", by=people.leader)


def test_a_returned_closing_counts_the_delay_on(people):
    measure = walk(measure_at(S.IN_PROGRESS, people), people, "request_closure", "accept_request")
    assert measure.days_late(date(2019, 1, 1)) == 0

    measure = walk(measure, people, "return_to_work")

    assert measure.verifier is None
    assert measure.days_late(date(2018, 12, 3)) == 3
    request = measure.closure_requests.get()
    assert (request.state, request.returned_why) == (
        RequestState.RETURNED,
        "还差一张表（11月底前）",
    )
    assert Measure.objects.visible_to(people.verifier).filter(pk=measure.pk).exists()


def test_a_leader_who_does_not_sign_sends_the_measure_back(people):
    measure = perform(
        measure_at(S.VERIFIED, people), "decline_signature", by=people.leader, reason="再看看"
    )

    assert (measure.state, measure.requested_on, measure.verifier) == (S.IN_PROGRESS, None, None)
    assert Closing.objects.count() == 0


def test_only_a_long_term_measure_becomes_routine_and_within_a_year(people):
    dated = measure_at(S.VERIFIED, people)
    lasting = measure_at(S.VERIFIED, people, deadline_kind=DeadlineKind.SUSTAINED)
    with pytest.raises(Refused, match="只有长期坚持的措施才能转入常态化。"):
        perform(dated, "sign_sustained", by=people.leader, **INPUTS["sign_sustained"])
    with pytest.raises(Refused, match="长期坚持的措施请办理“转入常态化”。"):
        perform(lasting, "sign", by=people.leader)
    with pytest.raises(Refused, match="复查日期最迟为2019-11-08。"):
        perform(
            lasting,
            "sign_sustained",
            by=people.leader,
            opinion="有制度",
            review_on=date(2019, 11, 9),
        )

    lasting = perform(lasting, "sign_sustained", by=people.leader, **INPUTS["sign_sustained"])

    assert (lasting.state, lasting.review_on) == (S.SUSTAINED, date(2019, 5, 8))
    assert lasting.look_backs.get().due_on == date(2019, 5, 8)


# --- reopening (I-12) ------------------------------------------------------------------------------


def test_reopening_begins_a_new_cycle_and_keeps_what_was(people):
    measure = walk(
        measure_at(S.IN_PROGRESS, people), people,
        "request_closure", "accept_request", "pass_verification", "sign",
    )  # fmt: skip

    measure = walk(measure, people, "reopen")

    assert (measure.cycle, measure.state) == (2, S.IN_PROGRESS)
    assert (measure.verifier, measure.signer, measure.closed_on, measure.requested_on) == (
        None,
    ) * 4
    assert (measure.due_on, measure.original_due_on) == (date(2018, 12, 20), date(2018, 11, 30))
    assert Closing.objects.get(measure=measure).cycle == 1
    with pytest.raises(Refused, match="本轮还缺佐证材料：文件。"):
        walk(measure, people, "request_closure")


def test_reopening_a_measure_opens_its_closed_problem_again(people):
    problem = OriginFactory(state=ProblemState.CLOSED, closed_on=date(2018, 11, 8))

    walk(measure_at(S.CLOSED, people, problem=problem), people, "reopen")

    problem.refresh_from_db()
    assert problem.state == ProblemState.RECTIFYING


def test_reopening_without_a_new_date_keeps_the_deadline(people):
    measure = perform(measure_at(S.CLOSED, people), "reopen", by=people.office, reason="反弹")

    assert measure.due_on == date(2018, 11, 30)


def test_a_cancelled_measure_has_nobody_answering_and_says_why(people):
    measure = perform(measure_at(S.ASSIGNED, people), "cancel", by=people.office, reason="并入他项")

    assert measure.cancelled_why == "并入他项"
    assert measure.accountabilities.get().until == date(2018, 11, 8)


def test_a_new_leader_may_be_anybody_but_takes_part_from_then_on(people):
    someone = PersonFactory()
    measure = measure_at(S.IN_PROGRESS, people)
    handover = measure.handovers.create(
        from_person=people.leader.person,
        to_person=someone,
        remaining="无",
        proposed_by=people.office,
    )

    with pytest.raises(NotAllowed):
        perform(handover, "accept", by=people.leader)
    assert measure.accountabilities.get().person == people.leader.person


def grant(user, role: str, **scope) -> None:
    user.roles.create(role=role, since=date(2016, 1, 1), **scope)


def set_preference(key: str, value) -> None:
    Preference.objects.update_or_create(key=key, defaults={"value": value})
    preferences.forget()
