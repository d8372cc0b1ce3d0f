"""Every move of every table: who, from which state, under which conditions."""

from datetime import date

import pytest

from luodi.kernel.choices import EvidenceKind
from luodi.kernel.models import Notice, TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused, StaleVersion
from luodi.kernel.transitions import SYSTEM, perform
from luodi.listening.choices import (
    CampaignState,
    GatheringState,
    PhaseKind,
    PhaseState,
    Settlement,
    StatementState,
)
from luodi.listening.models import Answer, Statement
from luodi.listening.transitions import CAMPAIGN, GATHERING, PHASE, STATEMENT
from tests.factories.kernel import EvidenceFactory, RoleFactory
from tests.factories.listening import (
    CampaignFactory,
    GatheringFactory,
    PhaseFactory,
    StatementFactory,
)
from tests.listening.links import open_link
from tests.people import as_of_now

pytestmark = pytest.mark.django_db

TABLES = {"campaign": CAMPAIGN, "phase": PHASE, "gathering": GATHERING, "statement": STATEMENT}
ROLES = (
    "clerk", "head", "leader", "office", "supervisor", "verifier", "approver", "stranger",
    "system", "security", "audit", "SYSTEM",
)  # fmt: skip
INPUTS = {
    "gathering.return": {"why": "缺会议记录"},
    "gathering.propose_void": {"why": "重复上报"},
    "statement.return": {"why": "请写清楚地点"},
    "statement.settle": {"settled_as": Settlement.IMMEDIATE, "why": "当天修好"},
    "statement.answer": {"text": "已经办好"},
}
MAY = {
    "campaign.start": {"office", "approver"},
    "campaign.wrap_up": {"office", "approver"},
    "campaign.archive": {"approver"},
    "phase.open": {"office"},
    "phase.end": {"office"},
    "gathering.submit": {"clerk", "head"},
    "gathering.count": {"office"},
    "gathering.return": {"office"},
    "gathering.propose_void": {"office"},
    "gathering.keep": {"approver"},
    "gathering.void": {"approver"},
    "gathering.withdraw_import": {"clerk", "head", "office"},
    "statement.submit": {"clerk", "head", "SYSTEM"},
    "statement.accept": {"office"},
    "statement.return": {"office"},
    "statement.link": {"office"},
    "statement.unlink": {"office"},
    "statement.settle": {"office", "approver"},
    "statement.answer": {"office", "head"},
    "statement.reopen_linked": {"SYSTEM"},
    "statement.reopen_settled": {"SYSTEM"},
    "statement.withdraw_import": {"office"},
}


def test_the_expected_permissions_name_every_move():
    assert set(MAY) == {f"{n}.{m}" for n, table in TABLES.items() for m in table.moves}


@pytest.mark.parametrize("key", MAY)
def test_a_move_succeeds_for_the_right_person_from_the_right_state_and_nobody_else(people, key):
    """One test a move, over every role and state: the whole matrix without a thousand databases."""
    kind, name = key.split(".")
    table = TABLES[kind]
    campaign = CampaignFactory(host_unit=people.district)

    verdicts = {}
    for state in table.states:
        record = None
        for role in ROLES:
            record = record or _ready(people, campaign, kind, name, state)
            verdicts[role, state] = _try(people, record, f"{kind}.{name}", role)
            if verdicts[role, state] == "done":
                record = None

    expected = {
        (role, state): "refused" if role in MAY[key] else "not allowed"
        for role in ROLES
        for state in table.states
    } | {(role, state): "done" for role in MAY[key] for state in table[name].source}
    assert verdicts == expected


def _try(people, record, key, role):
    kind, name = key.split(".")
    before = (record.state, record.version)
    by = SYSTEM if role == "SYSTEM" else getattr(people, role)
    try:
        moved = perform(record, name, by=by, **INPUTS.get(key, {}))
    except NotAllowed:
        verdict = "not allowed"
    except Refused:
        verdict = "refused"
    else:
        assert moved.state == TABLES[kind][name].target
        return "done"
    record.refresh_from_db()
    assert (record.state, record.version) == before
    return verdict


def _ready(people, campaign, kind, name, state):
    """A record in this state for which everything the move needs is there."""
    match kind:
        case "campaign":
            return CampaignFactory(host_unit=people.district, state=state)
        case "phase":
            return PhaseFactory(campaign=campaign, state=state)
        case "gathering":
            refused = state in (GatheringState.RETURNED, GatheringState.VOID)
            return GatheringFactory(
                campaign=campaign,
                unit=people.street,
                state=state,
                returned_why="缺材料" if refused or name in ("void", "keep") else "",
                void_proposed_by=people.supervisor if name in ("void", "keep") else None,
            )
    settled = state == StatementState.SETTLED or name == "reopen_settled"
    statement = StatementFactory(
        campaign=campaign, unit=people.street, state=state, returned_why="不清楚",
        settled_as=Settlement.IMMEDIATE if settled else "", settled_why="当天修好" if settled else "",
    )  # fmt: skip
    if name in ("link", "reopen_linked"):
        open_link(statement)
    return statement


# --- gatherings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"held_on": date(2018, 11, 9)}, "会议还没有召开，召开之后才能上报。"),
        ({"attendance_count": 0}, "请先填写参加人数。"),
        ({"minutes": "  "}, "请先填写会议记录，或上传会议记录、现场照片。"),
    ],
)
def test_a_gathering_is_reported_only_when_held_with_people_and_minutes(
    people, campaign, fields, sentence
):
    gathering = GatheringFactory(campaign=campaign, unit=people.street, **fields)

    with pytest.raises(Refused) as refusal:
        perform(gathering, "submit", by=people.clerk)

    assert str(refusal.value) == sentence


def test_a_photo_stands_for_minutes_but_a_withdrawn_one_does_not(people, campaign):
    gathering = GatheringFactory(campaign=campaign, unit=people.street, minutes="")
    photo = EvidenceFactory(kind=EvidenceKind.PHOTO, added_by=people.clerk)
    gathering.evidence.add(photo)

    assert perform(gathering, "submit", by=people.clerk).state == GatheringState.SUBMITTED

    other = GatheringFactory(campaign=campaign, unit=people.street, minutes="")
    photo.withdrawn_at, photo.withdrawn_why = "2018-10-09 10:00+08:00", "传错了"
    photo.save()
    other.evidence.add(photo)
    with pytest.raises(Refused):
        perform(other, "submit", by=people.clerk)


def test_the_office_reports_only_what_its_own_host_unit_held(people, campaign):
    own = GatheringFactory(campaign=campaign, unit=people.district)
    others = GatheringFactory(campaign=campaign, unit=people.street)

    assert perform(own, "submit", by=people.office).state == GatheringState.SUBMITTED
    with pytest.raises(NotAllowed):
        perform(others, "submit", by=people.office)


def test_a_gathering_is_voided_by_two_people_and_stays_with_its_reason(people, campaign):
    gathering = GatheringFactory(
        campaign=campaign, unit=people.street, state=GatheringState.COUNTED
    )
    with pytest.raises(Refused, match="作废须先由工作专班提出并写明原因"):
        perform(gathering, "void", by=people.approver)

    perform(gathering, "propose_void", by=people.office, why="两个单位各报了一次")
    void = perform(gathering, "void", by=people.approver)

    assert (void.state, void.returned_why) == (GatheringState.VOID, "两个单位各报了一次")


def test_whoever_proposes_a_void_does_not_approve_it(people, campaign):
    RoleFactory(user=people.approver, role="office")
    both = as_of_now(people.approver)
    gathering = GatheringFactory(
        campaign=campaign, unit=people.street, state=GatheringState.COUNTED
    )
    perform(gathering, "propose_void", by=both, why="重复")

    with pytest.raises(Refused, match="不能是同一个人"):
        perform(gathering, "void", by=both)


def test_a_refused_void_leaves_the_gathering_counted_and_may_be_proposed_again(people, campaign):
    gathering = GatheringFactory(
        campaign=campaign, unit=people.street, state=GatheringState.COUNTED
    )
    perform(gathering, "propose_void", by=people.office, why="重复")

    kept = perform(gathering, "keep", by=people.approver)

    assert (kept.state, kept.returned_why, kept.void_proposed_by) == (
        GatheringState.COUNTED,
        "",
        None,
    )
    assert (
        perform(gathering, "propose_void", by=people.office, why="确实重复").returned_why
        == "确实重复"
    )


# --- campaigns and phases (I-9) -------------------------------------------------------------------


def test_the_examine_phase_ends_only_when_every_statement_has_a_destination(people, campaign):
    phase = PhaseFactory(campaign=campaign, state=PhaseState.OPEN)
    StatementFactory.create_batch(2, campaign=campaign)
    StatementFactory(campaign=campaign, state=StatementState.SUBMITTED)
    StatementFactory()

    with pytest.raises(Refused) as refusal:
        perform(phase, "end", by=people.office)

    assert str(refusal.value) == "还有2条已采集的意见没有去向，须全部归并到问题或注明去向。"


def test_other_phases_end_freely_and_two_phases_may_be_open_at_once(people, campaign):
    StatementFactory(campaign=campaign)
    learn = PhaseFactory(campaign=campaign, kind=PhaseKind.LEARN, state=PhaseState.OPEN)
    rectify = PhaseFactory(campaign=campaign, kind=PhaseKind.RECTIFY)

    assert perform(rectify, "open", by=people.office).state == PhaseState.OPEN
    assert perform(learn, "end", by=people.office).state == PhaseState.ENDED


def test_a_phase_opens_only_in_a_running_campaign(people, campaign):
    phase = PhaseFactory(campaign=CampaignFactory(state=CampaignState.PREPARING))

    with pytest.raises(Refused, match="尚未启动"):
        perform(phase, "open", by=people.office)


def test_a_campaign_wraps_up_only_when_no_phase_is_open(people, campaign):
    PhaseFactory(campaign=campaign, state=PhaseState.OPEN)

    with pytest.raises(Refused) as refusal:
        perform(campaign, "wrap_up", by=people.office)

    assert str(refusal.value) == "还有环节没有结束：查摆问题。"


# --- statements -----------------------------------------------------------------------------------


def test_a_text_that_is_too_short_is_not_submitted(people, campaign):
    statement = StatementFactory(
        campaign=campaign,
        unit=people.street,
        state=StatementState.DRAFT,
        text_original="路 灯 坏 了",
    )

    with pytest.raises(Refused) as refusal:
        perform(statement, "submit", by=people.clerk)

    assert str(refusal.value) == "原话至少要有6个字。"


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({"settled_as": "immediate", "why": ""}, "请填写“去向说明”。"),
        ({"settled_as": "transferred", "why": "属公安"}, "转办须写明承办单位。"),
        ({"settled_as": "not_adopted", "why": "不符合规划"}, "“不采纳”须由审批领导决定。"),
        ({"settled_as": "lost", "why": "不知道"}, "没有这种去向。"),
        ({"settled_as": "immediate", "why": "长" * 501}, "最多写500个字，现有501个字。"),
    ],
)
def test_the_office_settles_only_with_a_reason_a_receiver_and_never_a_refusal(
    people, campaign, inputs, sentence
):
    statement = StatementFactory(campaign=campaign, unit=people.street)

    with pytest.raises(Refused) as refusal:
        perform(statement, "settle", by=people.office, **inputs)

    statement.refresh_from_db()
    assert str(refusal.value) == sentence
    assert statement.state == StatementState.ACCEPTED


def test_a_transferred_statement_is_seen_by_the_unit_that_received_it(people, campaign):
    statement = StatementFactory(campaign=campaign, unit=people.street)

    perform(
        statement, "settle", by=people.office, settled_as="transferred", why="归听涛街道管",
        receiving_unit=people.other,
    )  # fmt: skip

    assert list(Statement.objects.visible_to(people.stranger)) == [statement]
    assert Notice.objects.get(user=people.stranger).text == f"意见{statement.code}转由贵单位办理"


def test_only_the_approving_leader_refuses_a_statement_and_says_why(people, campaign):
    statement = StatementFactory(campaign=campaign, unit=people.street)

    settled = perform(
        statement, "settle", by=people.approver, settled_as="not_adopted", why="与规划不符"
    )

    assert (settled.state, settled.settled_why) == (StatementState.SETTLED, "与规划不符")


def test_an_answer_is_kept_with_its_day_and_unit_and_a_better_one_is_another(people, campaign):
    statement = StatementFactory(
        campaign=campaign, unit=people.street, state=StatementState.SETTLED,
        settled_as="immediate", settled_why="当天修好",
    )  # fmt: skip

    perform(statement, "answer", by=people.head, text="灯已换新")
    perform(statement, "answer", by=people.office, text="灯已换新，并排查了全街")

    assert list(Answer.objects.values_list("text", "unit", "by", "imported")) == [
        ("灯已换新", people.street.pk, people.head.pk, False),
        ("灯已换新，并排查了全街", people.district.pk, people.office.pk, False),
    ]


def test_a_link_needs_an_open_link_and_unlinking_needs_that_none_is_left(people, campaign):
    statement = StatementFactory(campaign=campaign, unit=people.street)
    with pytest.raises(Refused, match="还没有归并到任何问题"):
        perform(statement, "link", by=people.office)

    open_link(statement)
    perform(statement, "link", by=people.office)

    with pytest.raises(Refused, match="仍归并在问题之下"):
        perform(statement, "unlink", by=people.office)


def test_a_stale_page_is_refused_and_the_refusal_is_in_the_trail(people, campaign):
    statement = StatementFactory(
        campaign=campaign, unit=people.street, state=StatementState.SUBMITTED
    )
    perform(statement, "return", by=people.office, version=1, why="请写清地点")

    with pytest.raises(StaleVersion):
        perform(statement, "submit", by=people.clerk, version=1)

    event = TrailEvent.objects.get(allowed=False)
    assert (event.action, event.actor, event.reason) == (
        "listening.statement.submit", str(people.clerk),
        "这条记录刚被别人改过，请看过最新内容后再操作。",
    )  # fmt: skip


def test_an_import_is_withdrawn_only_while_nobody_touched_it(people, campaign):
    fresh, moved = StatementFactory.create_batch(2, campaign=campaign, unit=people.street)
    perform(moved, "settle", by=people.office, **INPUTS["statement.settle"])
    touched = StatementFactory(campaign=campaign, unit=people.street, version=2)

    assert perform(fresh, "withdraw_import", by=people.office).state == StatementState.WITHDRAWN
    for record in (moved, touched):
        with pytest.raises(Refused):
            perform(record, "withdraw_import", by=people.office)
