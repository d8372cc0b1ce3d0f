from collections import Counter
from datetime import date

import pytest

from luodi.demo.loading import is_loaded, load
from luodi.demo.loading.evidence import picture
from luodi.kernel import clock, evidence, figures, jobs, preferences, trail
from luodi.kernel.choices import EvidenceKind, Role
from luodi.kernel.models import Evidence, Preference, TrailEvent, User
from luodi.kernel.refusals import Refused
from luodi.listening.models import Gathering, Statement
from luodi.measures.models import Card, Closing, Measure, SupervisionOrder
from luodi.problems.models import Problem
from tests.demo.material import by_code, rows

pytestmark = [
    pytest.mark.usefixtures("sample"),
    pytest.mark.django_db,  # what a test writes is rolled back to the loaded sample
    pytest.mark.xdist_group("sample"),
]


@pytest.fixture
def office() -> User:
    return User.objects.get(username="yaolingyi")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("meeting.special.count", 277),
        ("issue.collected.count", 309),
        ("issue.category.count", 3),
        ("issue.consolidated.count", 12),
        ("symposium.model_citizen.attendance", 23),
        ("symposium.topic.count", 4),
        ("listening.statements_uncovered", 0),
        ("measures.overdue", 5),
        ("measures.closed", 18),
        ("measures.sustained", 3),
        ("measures.waiting_signature", 2),
        ("measures.reopened", 1),
    ],
)
def test_the_figures_are_those_of_the_article_and_of_the_material(office, key, value):
    assert figures.get(key).value(office).number == value


def test_it_is_the_eighth_of_november_and_every_page_says_that_it_is_a_sample():
    assert is_loaded()
    assert clock.today() == date(2018, 11, 8)
    assert "样例" in preferences.get("sample.notice")


def test_a_second_load_is_refused_and_changes_nothing():
    before = TrailEvent.objects.count()

    with pytest.raises(Refused, match="示范区只能载入空库"):
        load()

    assert TrailEvent.objects.count() == before


def test_the_trail_is_whole_in_order_and_holds_no_refusal():
    assert trail.first_broken() is None
    assert TrailEvent.objects.filter(allowed=False).count() == 0
    moments = list(TrailEvent.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] < clock.now().replace(hour=9, minute=0)


def test_measures_and_problems_stand_where_the_material_says():
    states = Counter(Measure.objects.values_list("content", "state"))
    assert states == Counter((m["content"], m["state"]) for m in rows("measures"))
    assert set(Problem.objects.values_list("title", "state")) == {
        (p["title"], "closed" if p["state"] == "已销号" else "rectifying") for p in rows("problems")
    }


def test_deadlines_and_leaders_are_those_of_today():
    written = {
        (m["content"], m["due_on"] or None, by_code("people")[m["leader"]]["name"])
        for m in rows("measures")
        if m["state"] != "cancelled"
    }
    found = set()
    for measure in Measure.objects.exclude(state="cancelled"):
        answers = measure.accountabilities.get(until=None)
        due = measure.due_on.isoformat() if measure.due_on else None
        found.add((measure.content, due, answers.person.name))
    assert found == written


def test_every_statement_stands_word_for_word_under_its_problem():
    titles = {p["code"]: p["title"] for p in rows("problems")}
    linked = Statement.objects.filter(kind="problem", links__until=None)
    assert set(linked.values_list("text_original", "links__problem__title")) == {
        (s["text"], titles[s["problem_code"]]) for s in rows("statements")
    }


def test_every_closing_has_three_different_people():
    closings = Closing.objects.select_related("verification__request__by__person", "signer")
    assert closings.count() == 22
    for closing in closings:
        asked = closing.verification.request.by.person
        assert len({asked, closing.verification.verifier, closing.signer}) == 3


def test_a_leader_who_works_on_paper_signs_through_the_secretary():
    on_behalf = Closing.objects.filter(on_behalf_of__isnull=False).values_list(
        "signer__name", "by__person__name", "on_behalf_of__name"
    )
    assert sorted(on_behalf) == [("卓景行", "于墨阳", "卓景行"), ("梁牧川", "于墨阳", "梁牧川")]


def test_planned_gatherings_lie_ahead_as_drafts():
    ahead = Gathering.objects.filter(held_on__gt=clock.today()).order_by("held_on")
    assert list(ahead.values_list("held_on", "state")) == [
        (date(2018, 11, 14), "draft"),
        (date(2018, 11, 23), "draft"),
        (date(2018, 11, 27), "draft"),
    ]


def test_every_suggestion_has_a_fate_and_most_have_an_answer():
    states = Counter(Statement.objects.filter(kind="suggestion").values_list("state", flat=True))
    assert states == {"answered": 27, "settled": 3}


def test_yellow_and_red_cards_carry_a_name_and_two_wait_for_one():
    cards = Card.objects.exclude(level="blue")
    assert Counter(cards.values_list("level", "state")) == {
        ("yellow", "answered"): 2, ("yellow", "issued"): 1, ("yellow", "proposed"): 2,
        ("yellow", "dismissed"): 2, ("red", "issued"): 1,
    }  # fmt: skip
    assert all(c.issued_by for c in cards if c.state in ("issued", "answered"))


def test_the_rules_have_nothing_to_add_today():
    before = Card.objects.count()
    Preference.objects.filter(key__startswith="daily:").update(value="")

    jobs.timetable()

    assert Card.objects.count() == before


def test_supervision_orders_are_numbered_in_the_districts_own_series():
    assert set(SupervisionOrder.objects.values_list("number", "state")) == {
        (None, "draft"), ("示督〔2018〕1号", "concluded"), ("示督〔2018〕2号", "sent"),
    }  # fmt: skip


def test_each_kind_of_account_is_named_with_a_password_that_opens_it():
    shown = preferences.get("sample.sign_ins")

    kinds = {str(role.label) for role in Role if role != Role.SECRETARY}
    assert {role for role, _, _ in shown} == kinds
    for _, username, password in shown:
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert not user.must_change_password


def test_the_evidence_lies_where_its_digest_says(sample, settings):
    settings.MEDIA_ROOT = sample
    kept = list(Evidence.objects.all())

    assert len(kept) == len(rows("evidence"))
    for paper in kept:
        assert evidence.path_of(paper).stat().st_size == paper.size
    photos = [p for p in kept if p.kind == EvidenceKind.PHOTO]
    assert {p.content_type for p in photos} == {"image/png"}


def test_a_picture_is_the_same_for_the_same_seed_and_another_for_another():
    assert picture("ZL-005") == picture("ZL-005")
    assert picture("ZL-005") != picture("ZL-013")
