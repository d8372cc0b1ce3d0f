"""A guest without an account: one link, one's own suggestions, where they went, what came of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from luodi.kernel import clock, once
from luodi.kernel.models import Preference, SentForm, TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import perform
from luodi.listening.actions import (
    guest_suggest,
    invite_guest,
    note_attendance,
    rate_answer,
    renew_link,
    revoke_link,
)
from luodi.listening.choices import GatheringKind, Settlement, StatementState
from luodi.listening.models import GuestInvitation, Statement
from tests.factories.listening import GatheringFactory, InvitationFactory, TopicFactory
from tests.listening.links import open_link

pytestmark = pytest.mark.django_db
TEXT = "讨论会多到菜市场边上开一开"


@pytest.fixture
def symposium(people, campaign):
    return GatheringFactory(
        campaign=campaign, unit=people.street, kind=GatheringKind.SYMPOSIUM, title="道德模范座谈会"
    )


@pytest.fixture
def invited(people, symposium):
    """(invitation, token)"""
    return invite_guest(symposium, by=people.office, name="某代表", honour="道德模范")


def page(token, name="guest", *args):
    return reverse(f"listening:{name}", args=[token, *args])


def test_the_link_is_kept_only_as_a_digest_and_shown_once(client, people, symposium):
    client.force_login(people.clerk)

    shown = client.post(
        reverse("listening:invitation_new", args=[symposium.pk]), {"name": "某代表"}
    )

    token = shown.context["link"].rstrip("/").rsplit("/", 1)[-1]
    assert "no-store" in shown["Cache-Control"]
    assert token not in str(GuestInvitation.objects.values())
    assert token not in str(list(TrailEvent.objects.values()))
    assert token not in client.get(symposium.get_absolute_url()).text
    client.logout()
    assert client.get(page(token)).status_code == 200


def test_an_unknown_a_renewed_and_a_revoked_link_do_not_exist(client, people, invited):
    invitation, token = invited
    fresh = renew_link(invitation, by=people.office)
    assert client.get(page("no-such-link")).status_code == 404
    assert client.get(page(token)).status_code == 404
    assert client.get(page(fresh)).status_code == 200

    revoke_link(invitation, by=people.office)

    assert client.get(page(fresh)).status_code == 404
    assert client.post(page(fresh, "guest_suggestion"), {"text": TEXT}).status_code == 404
    assert Statement.objects.count() == 0


def test_the_page_is_neither_cached_nor_referred_nor_indexed_and_a_look_writes_nothing(
    client, invited, django_assert_num_queries
):
    before = TrailEvent.objects.count()

    shown = client.get(page(invited[1]))

    assert "no-store" in shown["Cache-Control"]
    assert (shown["Referrer-Policy"], shown["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
    assert TrailEvent.objects.count() == before
    assert GuestInvitation.objects.get().opened_at is None


def test_a_suggestion_is_kept_submitted_and_due_in_fifteen_working_days(client, invited, symposium):
    invitation, token = invited
    topic = TopicFactory(gathering=symposium)

    done = client.post(page(token, "guest_suggestion"), {"text": f"  {TEXT}\n", "topic": topic.pk})

    said = Statement.objects.get()
    assert done.status_code == 302
    assert (said.text_original, said.state, said.kind, said.source_kind, said.guest, said.topic) == (
        TEXT, "submitted", "suggestion", "guest", invitation, topic,
    )  # fmt: skip
    assert f"{said.answer_due}" == "2018-11-29"
    assert TEXT in client.get(page(token)).text


def test_a_suggestion_sent_twice_is_kept_once_and_the_link_nowhere(client, invited):
    token = invited[1]
    form = {"text": TEXT, "once": client.get(page(token)).context["once"]}

    for _time in range(2):
        client.post(page(token, "guest_suggestion"), form)

    assert Statement.objects.count() == 1
    shown = client.get(page(token))
    assert "已经保存过，没有重复登记。" in shown.text
    assert "data-draft-done" in shown.text
    assert token not in str(SentForm.objects.values())


def test_another_suggestion_typed_over_the_first_is_asked_about(client, invited):
    token = invited[1]
    form = {"text": TEXT, "once": client.get(page(token)).context["once"]}
    client.post(page(token, "guest_suggestion"), form)

    asked = client.post(page(token, "guest_suggestion"), form | {"text": "菜市场再早开半个钟头"})

    assert asked.status_code == 422
    assert asked.context["form"].errors["text"] == [once.ask_again()]
    client.post(page(token, "guest_suggestion"), {
        "text": "菜市场再早开半个钟头", "once": asked.context["once"],
    })  # fmt: skip
    assert Statement.objects.count() == 2


def test_an_invitation_sent_twice_invites_once(client, people, symposium):
    client.force_login(people.clerk)
    form = {"name": "某代表", "once": client.get(symposium.get_absolute_url()).context["once"]}

    first, second = (
        client.post(reverse("listening:invitation_new", args=[symposium.pk]), form) for _n in "12"
    )

    assert (first.status_code, second.status_code) == (200, 302)
    assert GuestInvitation.objects.count() == 1
    assert "新链接" in client.get(second["Location"]).text


def test_the_trail_names_the_invitation_and_never_the_guest(invited):
    invitation, _token = invited

    guest_suggest(invitation, text=TEXT)

    event = TrailEvent.objects.filter(action="listening.statement.create").get()
    assert (event.actor, event.on_behalf_of) == ("系统", f"受邀代表（邀请{invitation.pk}）")
    assert "某代表" not in str(list(TrailEvent.objects.values()))
    assert TEXT not in str(list(TrailEvent.objects.values()))


@pytest.mark.parametrize(
    ("text", "sentence"), [("太吵", "原话至少要有6个字。"), ("", "这个字段是必填项。")]
)
def test_what_is_too_short_comes_back_with_its_sentence(client, invited, text, sentence):
    answer = client.post(page(invited[1], "guest_suggestion"), {"text": text})

    assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == [sentence]
    assert Statement.objects.count() == 0


def test_a_topic_of_another_symposium_is_refused(invited):
    with pytest.raises(Refused, match="不属于本次座谈会"):
        guest_suggest(invited[0], text=TEXT, topic=TopicFactory())


def test_a_day_has_a_limit_and_tomorrow_begins_anew(client, invited):
    from luodi.kernel import preferences

    Preference.objects.create(key="listening.guest_suggestions_a_day", value=2)
    preferences.forget()
    for _n in range(2):
        guest_suggest(invited[0], text=TEXT)

    answer = client.post(page(invited[1], "guest_suggestion"), {"text": TEXT})

    assert answer.context["form"].errors["text"] == ["今天已提交2条建议，请明天再来。"]
    with clock.at(clock.today() + timedelta(days=1)):
        assert guest_suggest(invited[0], text=TEXT).state == StatementState.SUBMITTED


def test_a_guest_sees_only_own_suggestions_and_no_names_of_others(
    client, people, invited, symposium
):
    other = InvitationFactory(gathering=symposium, name="另一位代表")
    guest_suggest(other, text="别人的建议不应出现在这里")

    shown = client.get(page(invited[1])).text

    assert "别人的建议不应出现在这里" not in shown
    for name in ("另一位代表", str(people.clerk), str(people.office)):
        assert name not in shown


def answered(people, invitation, **settled):
    said = guest_suggest(invitation, text=TEXT)
    perform(said, "accept", by=people.office)
    if settled:
        perform(said, "settle", by=people.office, **settled)
    else:
        open_link(said, title="会议离群众太远")
        perform(said, "link", by=people.office)
    return perform(said, "answer", by=people.office, text="十一月起每月到集市旁听一次")


def test_a_guest_reads_where_it_went_and_what_was_answered(client, people, invited):
    answered(people, invited[0])

    shown = client.get(page(invited[1])).text

    assert "会议离群众太远" in shown
    assert "十一月起每月到集市旁听一次" in shown
    assert "/problems/" not in shown


@pytest.mark.parametrize(
    ("settled", "target"),
    [({}, "linked"), ({"settled_as": Settlement.PARTLY, "why": "先试一个街道"}, "settled")],
)
def test_dissatisfied_once_takes_the_matter_up_again_and_only_once(
    client, people, invited, settled, target
):
    invitation, token = invited
    said = answered(people, invitation, **settled)

    client.post(page(token, "guest_rating", said.answers.get().pk), {"rating": "unsatisfied"})
    said.refresh_from_db()
    assert (said.state, said.reopened_once) == (target, True)

    perform(said, "answer", by=people.office, text="已列入下月安排，时间另行通知您")
    rate_answer(invitation, said.answers.last(), rating="unsatisfied")
    said.refresh_from_db()
    assert said.state == StatementState.ANSWERED


def test_an_answer_is_rated_once_and_only_by_whoever_asked(people, invited, symposium):
    said = answered(people, invited[0])
    answer = said.answers.get()
    rate_answer(invited[0], answer, rating="satisfied")

    with pytest.raises(Refused, match="已经评价过了"):
        rate_answer(invited[0], answer, rating="unsatisfied")
    with pytest.raises(NotAllowed):
        rate_answer(InvitationFactory(gathering=symposium), answer, rating="fair")
    said.refresh_from_db()
    assert said.state == StatementState.ANSWERED


def test_a_strangers_answer_cannot_be_rated_through_ones_own_link(
    client, people, invited, symposium
):
    other = InvitationFactory(gathering=symposium)
    said = answered(people, other)

    url = page(invited[1], "guest_rating", said.answers.get().pk)

    assert client.post(url, {"rating": "fair"}).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "leader", "supervisor", "system"])
def test_others_neither_invite_nor_renew_nor_revoke(people, symposium, invited, who):
    by = getattr(people, who)
    for attempt in (
        lambda: invite_guest(symposium, by=by, name="某人"),
        lambda: renew_link(invited[0], by=by),
        lambda: revoke_link(invited[0], by=by),
        lambda: note_attendance(invited[0], by=by, attended=True),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_guests_are_invited_only_to_a_symposium(people, campaign):
    meeting = GatheringFactory(campaign=campaign, unit=people.street)

    with pytest.raises(Refused, match="只有座谈会可以邀请代表"):
        invite_guest(meeting, by=people.clerk, name="某人")


def test_the_office_marks_who_came_and_sees_suggestions_by_topic(
    client, people, invited, symposium
):
    invitation, _token = invited
    topic = TopicFactory(gathering=symposium, title="志愿服务")
    guest_suggest(invitation, text=TEXT, topic=topic)
    client.force_login(people.office)

    client.post(
        reverse("listening:invitation_attended", args=[invitation.pk]),
        {"attended": "yes", "version": 1},
    )
    shown = client.get(symposium.get_absolute_url())

    invitation.refresh_from_db()
    assert invitation.attended
    assert [(str(t), [s.text for s, _fate in said]) for t, said in shown.context["topics"]] == [
        ("志愿服务", [TEXT])
    ]
