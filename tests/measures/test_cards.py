"""Cards by rule: what is proposed on which day, what never twice, and who puts a name under it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from luodi.kernel import clock
from luodi.kernel.models import Notice
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import SYSTEM, perform
from luodi.measures.actions import propose_cards, request_extension
from luodi.measures.choices import CardLevel, CardState, MeasureState, RequestState, Rhythm
from luodi.measures.jobs import cards as cards_of_the_day
from luodi.measures.jobs import reminders
from luodi.measures.models import Card, ClosureRequest
from tests.factories.measures import CardFactory, LookBackFactory, ReportFactory, measure_at

pytestmark = pytest.mark.django_db
S = MeasureState


def run(day: date) -> list[tuple[str, str, str]]:
    with clock.at(day):
        return sorted((c.level, c.rule, c.state) for c in propose_cards(day))


def quiet_measure(people, **fields):
    return measure_at(S.IN_PROGRESS, people, report_rhythm=Rhythm.NONE, **fields)


@pytest.mark.parametrize(
    ("day", "made"),
    [
        (date(2018, 11, 22), []),
        (date(2018, 11, 23), [("blue", "nearly_due", "issued")]),
        (date(2018, 11, 30), [("blue", "nearly_due", "issued")]),
        (date(2018, 12, 1), []),  # a Saturday: no working day has passed
        (date(2018, 12, 3), [("yellow", "overdue", "proposed")]),
        (date(2018, 12, 13), [("yellow", "overdue", "proposed")]),
        (
            date(2018, 12, 14),
            [("red", "long_overdue", "proposed"), ("yellow", "overdue", "proposed")],
        ),
    ],
)
def test_a_deadline_of_30_november_gives_these_cards(people, day, made):
    quiet_measure(people)

    assert run(day) == made


def test_the_same_day_and_the_next_give_nothing_more(people):
    quiet_measure(people)

    assert len(run(date(2018, 12, 3))) == 1
    assert run(date(2018, 12, 3)) == []
    assert run(date(2018, 12, 4)) == []


def test_a_dismissed_card_is_not_proposed_again_but_after_an_extension_it_may_be(people):
    measure = quiet_measure(people)
    run(date(2018, 12, 3))
    perform(Card.objects.get(), "dismiss", by=people.supervisor, reason="已口头说明")
    assert run(date(2018, 12, 5)) == []

    with clock.at(date(2018, 12, 5)):
        asked = request_extension(measure, by=people.head, to_date=date(2018, 12, 10), reason="等")
        perform(asked, "approve", by=people.approver)

    assert ("yellow", "overdue", "proposed") in run(date(2018, 12, 11))


def test_two_missed_reports_give_a_yellow_card(people):
    measure = measure_at(S.IN_PROGRESS, people, due_on=date(2019, 6, 30))
    assert run(measure.received_on + timedelta(days=61)) == []

    assert run(measure.received_on + timedelta(days=62)) == [
        ("yellow", "missed_reports", "proposed")
    ]


def test_a_report_starts_the_count_anew(people):
    measure = measure_at(S.IN_PROGRESS, people, due_on=date(2019, 6, 30))
    ReportFactory(measure=measure, submitted_at=datetime(2018, 12, 1, 9, tzinfo=UTC))

    assert run(measure.received_on + timedelta(days=62)) == []


def test_the_second_return_gives_a_yellow_card(people):
    measure = quiet_measure(people)
    for _ in range(2):
        assert run(date(2018, 11, 8)) == []
        ClosureRequest.objects.create(
            measure=measure, cycle=1, result_text="做完", by=people.head,
            requested_on=date(2018, 11, 7), state=RequestState.RETURNED,
        )  # fmt: skip

    assert run(date(2018, 11, 8)) == [("yellow", "returned", "proposed")]


def test_a_yellow_card_unanswered_for_five_working_days_gives_a_red_one(people):
    measure = quiet_measure(people)
    card = CardFactory(measure=measure, rule="returned")
    card = perform(card, "issue", by=people.supervisor)
    assert card.reply_due == date(2018, 11, 15)
    assert run(date(2018, 11, 14)) == []

    assert run(date(2018, 11, 15)) == [("red", "unanswered", "proposed")]


def test_an_answered_yellow_card_gives_none(people):
    card = CardFactory(measure=quiet_measure(people))
    card = perform(card, "issue", by=people.supervisor)
    perform(card, "answer", by=people.head, reply="本周完成")

    assert run(date(2018, 11, 19)) == []


def test_what_is_requested_or_ended_gets_no_card(people):
    for state in (S.DRAFT, S.CLOSURE_REQUESTED, S.VERIFYING, S.VERIFIED, S.CLOSED, S.CANCELLED):
        measure_at(state, people)

    assert run(date(2018, 12, 31)) == []


def test_a_blue_card_goes_by_itself_when_the_closing_is_asked_for(people):
    measure = quiet_measure(people, due_on=date(2018, 11, 12))
    cards_of_the_day(date(2018, 11, 8))
    assert Card.objects.get().state == CardState.ISSUED

    perform(measure, "request_closure", by=people.head, result_text="做完了")

    card = Card.objects.get()
    assert (card.state, card.decided_why) == (CardState.LIFTED, "事由消除，自动摘牌。")


def test_the_machine_never_issues_yellow_or_red_and_a_person_never_blue(people):
    red = CardFactory(measure=measure_at(S.IN_PROGRESS, people), level=CardLevel.RED)
    blue = CardFactory(measure=measure_at(S.IN_PROGRESS, people), level=CardLevel.BLUE)

    with pytest.raises(NotAllowed):
        perform(red, "issue", by=SYSTEM)
    with pytest.raises(Refused, match="黄牌、红牌须由督查员签发。"):
        perform(red, "remind", by=SYSTEM)
    with pytest.raises(Refused, match="蓝牌由系统自动提醒。"):
        perform(blue, "issue", by=people.supervisor)
    for who in ("clerk", "head", "leader", "office", "verifier", "approver", "stranger", "system"):
        with pytest.raises(NotAllowed):
            perform(red, "issue", by=getattr(people, who))


def test_a_new_cycle_begins_without_the_cards_of_the_last(people):
    measure = measure_at(S.CLOSED, people)
    CardFactory(
        measure=measure, level=CardLevel.RED, state=CardState.ISSUED, issued_by=people.supervisor
    )

    perform(measure, "reopen", by=people.supervisor, reason="反弹", due_on=date(2018, 12, 20))

    assert measure.cards.get().cycle == 1
    with pytest.raises(Refused, match="这一轮已经结束"):
        perform(
            CardFactory(measure=measure, cycle=1, rule="x"), "issue", by=people.supervisor
        )  # fmt: skip


def test_reminders_go_to_those_who_must_act(people):
    measure_at(S.ASSIGNED, people, assigned_on=date(2018, 11, 2))
    LookBackFactory(measure=measure_at(S.CLOSED, people), due_on=date(2018, 11, 8))
    measure_at(S.SUSPENDED, people, suspended_until=date(2018, 11, 8))

    reminders(date(2018, 11, 8))

    told = set(Notice.objects.values_list("user__username", "kind"))
    assert told == {
        ("clerk", "measures.not_received"), ("head", "measures.not_received"),
        ("supervisor", "measures.look_back"), ("office", "measures.suspension_ends"),
        ("leader", "measures.suspension_ends"),
    }  # fmt: skip


def test_the_rules_cost_the_same_for_one_measure_and_many(people, django_assert_max_num_queries):
    for _ in range(5):
        measure_at(S.IN_PROGRESS, people, due_on=date(2019, 6, 30))

    with django_assert_max_num_queries(6):
        propose_cards(date(2018, 11, 8))
