"""What the engine left alone: suggestions, one key a statement, undoing."""

import pytest
from django.urls import reverse

from luodi.listening.choices import StatementState
from luodi.problems import actions
from luodi.problems.choices import LinkMethod, ProblemState
from luodi.problems.models import Link, Problem
from luodi.problems.queries import alike_first, singles_of, suggestions_for


@pytest.fixture
def lamps(world):
    """Two problems with statements, so that there is something to learn from."""
    dark = world.statements(2, text_original="听涛路的路灯不亮，晚上走路看不见")
    queue = world.statements(2, text_original="政务大厅窗口排队时间太长，材料要跑几趟")
    return (
        world.problem(dark, title="路灯不亮，夜间出行不便"),
        world.problem(queue, title="窗口办事慢，材料多"),
    )


@pytest.fixture
def desk(client, world):
    client.force_login(world.people.office)
    return reverse("problems:singles", args=[world.campaign.pk])


def decide(client, world, **given):
    address = reverse("problems:singles_decide", args=[world.campaign.pk])
    return client.post(address, given, follow=True)


def test_the_problem_that_speaks_the_same_words_is_suggested_first(world, lamps):
    [night, window] = [
        world.statements(1, text_original=text)[0]
        for text in ("社区门口路灯坏了，夜里看不见", "窗口让我跑了几趟补材料")
    ]

    found = suggestions_for(world.campaign.pk, [night.pk, window.pk])

    assert [line.problems[0] for line in found] == list(lamps)
    assert all(len(line.problems) == 2 for line in found)


def test_merged_and_closed_problems_are_not_suggested(world, lamps):
    dark, queue = lamps
    [row] = world.statements(1, text_original="路灯坏了看不见")
    actions.merge_problems(into=queue, others=[dark], by=world.people.office, reason="同一件事")

    [line] = suggestions_for(world.campaign.pk, [row.pk])

    assert line.problems == [Problem.objects.get(pk=queue.pk)]


def test_singles_are_accepted_statements_without_a_problem_or_an_open_proposal(world, lamps):
    alone, proposed = world.statements(2)
    world.statements(1, state=StatementState.SUBMITTED)
    world.group([proposed])

    assert singles_of(world.campaign.pk) == [alone.pk]


def test_like_ones_stand_together(world, lamps):
    rows = [
        world.statements(1, text_original=text)[0].pk
        for text in ("路灯坏了夜里黑", "窗口材料太多", "路灯不亮看不见", "窗口排队太长")
    ]

    order = alike_first(world.campaign.pk, rows)

    assert {frozenset(order[:2]), frozenset(order[2:])} == {
        frozenset((rows[0], rows[2])), frozenset((rows[1], rows[3])),
    }  # fmt: skip


def test_one_key_places_a_statement_and_the_screen_keeps_its_order(client, world, desk, lamps):
    one, two = world.statements(2, text_original="路灯坏了看不见")

    page = decide(
        client, world, action="place", statement=one.pk, problem=lamps[0].pk,
        rows=f"{two.pk},{one.pk}",
    )  # fmt: skip

    link = Link.objects.open().get(statement=one)
    assert (link.problem, link.method, link.by) == (
        lamps[0], LinkMethod.MANUAL, world.people.office,
    )  # fmt: skip
    assert [line.statement.pk for line in page.context["lines"]] == [two.pk]


def test_the_rest_go_where_the_page_showed_them_all_or_none(client, world, desk, lamps):
    one, two = world.statements(2)
    seen = [f"{one.pk}:{lamps[0].pk}", f"{two.pk}:{lamps[1].pk}"]
    actions.link_statement(problem=lamps[1], statement=one, by=world.people.office)

    page = decide(client, world, action="accept", seen=seen)
    assert "已归并到" in page.content.decode()
    assert not Link.objects.open().filter(statement=two).exists()

    decide(client, world, action="accept", seen=seen[1:])
    link = Link.objects.open().get(statement=two)
    assert (link.problem, link.method) == (lamps[1], LinkMethod.PROPOSED)


def test_a_new_problem_takes_the_statements_own_words(client, world, desk):
    [row] = world.statements(1, text_original="老年食堂中午排不上座")

    decide(client, world, action="new", statement=row.pk, title="")

    made = Problem.objects.get(links__statement=row)
    assert (made.title, made.state) == ("老年食堂中午排不上座", ProblemState.DRAFT)


def test_undo_brings_the_last_one_back_to_the_screen(client, world, desk, lamps):
    one, two = world.statements(2)
    for row in (one, two):
        decide(client, world, action="place", statement=row.pk, problem=lamps[0].pk)

    page = decide(client, world, action="undo", rows=f"{one.pk},{two.pk}")

    assert [line.statement for line in page.context["lines"]] == [two]
    two.refresh_from_db()
    assert two.state == StatementState.ACCEPTED
    assert Link.objects.open().filter(statement=one).exists()
    decide(client, world, action="undo")
    page = decide(client, world, action="undo")
    assert "没有可以撤销的决定。" not in page.content.decode()  # the fixture's links are mine too


def test_only_the_office_of_the_campaign_finds_the_desk(client, world):
    for who in ("clerk", "leader", "approver", "stranger", "system"):
        client.force_login(getattr(world.people, who))
        assert client.get(reverse("problems:singles", args=[world.campaign.pk])).status_code == 404
        address = reverse("problems:singles_decide", args=[world.campaign.pk])
        assert client.post(address, {"action": "undo"}).status_code == 404


def test_an_empty_desk_says_so(client, world, desk):
    assert "没有落单的意见" in client.get(desk).content.decode()


def test_a_digit_gets_back_the_count_alone(client, world, desk, lamps):
    one, _two = world.statements(2)

    given = {"action": "place", "quick": 1, "statement": one.pk, "problem": lamps[0].pk}
    address = reverse("problems:singles_decide", args=[world.campaign.pk])
    answer = client.post(address, given, headers={"HX-Request": "true"}).content.decode()

    assert 'data-left="1"' in answer
    assert "data-row" not in answer
    again = client.post(address, given, headers={"HX-Request": "true"}).content.decode()
    assert "已归并到" in again
