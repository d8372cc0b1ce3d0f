"""Who may do what with a brief, what a check freezes, and what the database itself refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from luodi.briefs.actions import draft_brief, edit_brief
from luodi.briefs.models import Brief, Citation, Edition
from luodi.briefs.queries.chain import first_broken
from luodi.kernel import guards
from luodi.kernel.choices import Role
from luodi.kernel.models import Notice, TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.transitions import perform
from tests.factories.briefs import make
from tests.factories.listening import CampaignFactory
from tests.people import account

pytestmark = pytest.mark.django_db
MAY = {
    ("draft", "check"): {"office", "supervisor"},
    ("draft", "drop"): {"office"},
    ("checked", "sign"): {"leader", "approver"},
    ("checked", "send_back"): {"office", "supervisor", "leader", "approver"},
    ("signed", "publish"): {"office"},
    ("signed", "send_back"): {"office", "supervisor", "leader", "approver"},
    ("published", "withdraw"): {"office"},
}
ASKED = {
    "send_back": {"reason": "数字要再核"},
    "withdraw": {"reason": "有误"},
    "drop": {"reason": "不用"},
}


@pytest.mark.parametrize(("state", "move"), MAY)
def test_only_those_named_may_and_nothing_changes_for_the_others(people, sent, state, move):
    brief = make(people, until=state)
    allowed = MAY[state, move] - ({"office"} if move == "check" else set())
    for name, user in people.everybody().items():
        if name in allowed:
            continue
        with pytest.raises(Refused):
            perform(brief, move, by=user, **ASKED.get(move, {}))
        assert Brief.objects.get(pk=brief.pk).state == state
    for name in allowed:
        brief = make(people, until=state)
        assert perform(brief, move, by=getattr(people, name), **ASKED.get(move, {})).state != state


def test_whoever_wrote_a_line_neither_checks_nor_signs(people, sent):
    brief = make(people)

    with pytest.raises(Refused, match="以外的人核对"):
        perform(brief, "check", by=people.office)
    assert TrailEvent.objects.filter(action="briefs.brief.check", allowed=False).exists()


def test_nobody_but_the_office_writes(people):
    for user in (people.leader, people.clerk, people.supervisor):
        with pytest.raises(NotAllowed):
            draft_brief(by=user, campaign=CampaignFactory(), title="甲", masthead="乙", source="丙")
    assert not Brief.objects.exists()


def test_a_check_freezes_every_figure_and_the_text_stays(people, sent):
    brief = make(people, until="checked")
    sent[0].__class__.objects.filter(pk=sent[0].pk).update(weight=100)

    kept = [(c.kind, c.shown, c.value, c.unit) for c in brief.edition.citations.all()]

    assert kept == [
        ("figure", "3件", "3", "件"), ("figure", "216公斤", "216", "公斤"),
        ("change", "无可比基数", "216", "公斤"),
    ]  # fmt: skip
    first = brief.edition.citations.first()
    assert first.snapshot.records == 3
    assert first.evidence_hash == first.snapshot.evidence_hash != ""
    assert len({c.anchor for c in brief.edition.citations.all()}) == 3
    assert Notice.objects.filter(user=people.approver, kind="brief_to_sign").count() == 1


def test_a_text_with_an_untraced_digit_is_not_checked(people):
    brief = make(people, "全区277次")

    with pytest.raises(Refused, match="第 1 行第 3 列"):
        perform(brief, "check", by=people.supervisor)
    assert not Edition.objects.exists()


def test_who_sees_less_cannot_check(people, sent):
    campaign = CampaignFactory()
    narrow = account("narrow", Role.SUPERVISOR, unit=people.other, post=people.other)
    brief = make(people, campaign=campaign)

    with pytest.raises(Refused, match="看不到"):
        perform(brief, "check", by=narrow)


def test_sending_back_opens_the_text_and_keeps_the_edition(people, sent):
    brief = make(people, until="signed")
    with pytest.raises(Refused, match="已经核对"):
        edit_brief(brief, {"source": "改了"}, by=people.office, version=brief.version)

    brief = perform(brief, "send_back", by=people.leader, reason="数字要再核")
    brief = edit_brief(brief, {"source": "改了"}, by=people.office, version=brief.version)

    assert (brief.edition, brief.checked_by, brief.signed_by) == (None, None, None)
    assert brief.editions.count() == 1
    assert brief.texts.first().source == "改了"


def test_issues_are_numbered_by_head_and_year_and_chained(people, sent):
    one = make(people, until="published")
    two = make(people, until="published")
    other = make(people, until="published", masthead="别的简报")

    assert [(b.issue, b.sequence) for b in (one, two, other)] == [(1, 1), (2, 2), (1, 3)]
    assert two.previous_hash == one.hash
    assert first_broken() is None


def test_a_withdrawn_issue_stays_in_the_chain(people, sent):
    one = make(people, until="published")
    make(people, until="published")

    one = perform(one, "withdraw", by=people.office, reason="数字有误")

    assert (one.state, one.withdrawn_why) == ("withdrawn", "数字有误")
    assert first_broken() is None


@pytest.mark.parametrize(
    "change",
    [{"source": "改"}, {"title": "改"}, {"hash": "0" * 64}, {"issue": 9}, {"edition": None}],
)
def test_the_database_keeps_what_was_published(people, sent, change):
    brief = make(people, until="published")

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Brief.objects.filter(pk=brief.pk).update(**change)


def test_the_database_keeps_editions_and_citations(people, sent):
    brief = make(people, until="checked")
    for rows, change in (
        (Edition.objects.filter(pk=brief.edition_id), {"source": "改"}),
        (Citation.objects.filter(edition=brief.edition), {"shown": "改"}),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            rows.update(**change)


def test_the_database_wants_different_people(people, sent):
    brief = make(people, until="checked")
    for change in ({"checked_by": people.office}, {"signed_by": people.supervisor}):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            Brief.objects.filter(pk=brief.pk).update(**change)


def test_a_changed_issue_is_named_by_the_chain(people, sent):
    one = make(people, until="published")
    make(people, until="published")
    with _without_guards():
        Brief.objects.filter(pk=one.pk).update(title="别的")

    name, why = first_broken()

    assert one.code in name
    assert why == "内容被改动"


class _without_guards:  # noqa: N801 - reads as a word
    def __enter__(self):
        guards.remove(connection)

    def __exit__(self, *_error):
        guards.install(connection)
