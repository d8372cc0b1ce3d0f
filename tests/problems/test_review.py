"""A sitting at the review desk, by page."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from luodi.kernel.choices import Role
from luodi.problems import actions
from luodi.problems.choices import Decision
from luodi.problems.models import LinkProposal, Problem
from tests.people import account


@pytest.fixture
def desk(client, world):
    """Posts what a key posts."""
    client.force_login(world.people.office)

    def press(group, action, **given):
        address = reverse("problems:decide", args=[group.run_id, group.number])
        page = client.post(address, {"action": action} | given)
        said = [str(message) for message in get_messages(page.wsgi_request)]
        return page.url, said

    return press


def keys(group) -> list[int]:
    return list(group.proposals.order_by("pk").values_list("pk", flat=True))


def test_the_desk_marks_what_the_statements_share(client, world):
    one, two = world.statements(1, text_original="听涛社区四号楼装电梯")[0], None
    two = world.statements(1, text_original="请问四号楼装电梯何时动工")[0]
    group = world.group([one, two], places=["听涛社区"])
    client.force_login(world.people.office)

    page = client.get(group.get_absolute_url())

    lines = page.context["screen"].open
    shared = [[words for words, is_shared in line.pieces if is_shared] for line in lines]
    assert shared == [["四号楼装电梯"], ["四号楼装电梯"]]
    assert "<mark>四号楼装电梯</mark>" in page.content.decode()


def test_the_desk_says_why_when_asked(client, world):
    one, two = (
        world.statements(1, text_original=text)[0]
        for text in ("听涛社区四号楼装电梯卡住四年", "听涛社区四号楼装电梯拖了四年")
    )
    group = world.group([one, two])
    client.force_login(world.people.office)
    address = reverse("problems:why", args=[group.run_id, group.number, one.pk])

    said = client.get(address).content.decode()

    assert "听涛社区四号楼装电梯" in said
    assert "归并线" in said


def test_accepting_all_goes_on_with_the_next_group(desk, client, world):
    run = world.run()
    large, small = (
        world.group(world.statements(3), run=run),
        world.group(world.statements(2), run=run),
    )

    address, said = desk(large, "accept", seen=keys(large))

    assert said == []
    assert client.get(address).url == small.get_absolute_url()
    large.refresh_from_db()
    assert large.problem.links.open().count() == 3


def test_after_the_last_group_the_sitting_ends_on_the_runs_page(desk, client, world):
    group = world.group(world.statements(2))

    address, _said = desk(group, "accept", seen=keys(group))

    assert client.get(address).url == group.run.get_absolute_url()
    swapped = client.get(address, headers={"HX-Request": "true"})
    assert swapped["HX-Redirect"] == group.run.get_absolute_url()


def test_every_key_does_its_part(desk, world):
    run = world.run()
    statements = world.statements(6)
    group = world.group(statements, run=run)
    one, two, three, four, five, six = keys(group)
    elsewhere = world.problem()

    desk(group, "refuse", current=one)
    desk(group, "move", current=two, problem=elsewhere.pk)
    desk(group, "new", current=three, chosen=[five], title="单独一件")
    desk(group, "split", chosen=[four, five], title="另一处")
    desk(group, "rename", title="路灯年久失修")
    desk(group, "accept", seen=[six])

    decided = dict(LinkProposal.objects.values_list("pk", "decision"))
    assert decided == {
        one: Decision.REFUSED, two: Decision.MOVED, three: Decision.NEW, four: Decision.NEW,
        five: Decision.NEW, six: Decision.ACCEPTED,
    }  # fmt: skip
    assert elsewhere.links.open().get().statement == statements[1]
    assert Problem.objects.get(title="单独一件").links.open().get().statement == statements[2]
    assert Problem.objects.get(title="另一处").links.open().count() == 2
    assert Problem.objects.get(title="路灯年久失修").links.open().count() == 1


def test_undo_returns_to_the_group_of_the_last_step(desk, world):
    run = world.run()
    first, second = (
        world.group(world.statements(2), run=run),
        world.group(world.statements(2), run=run),
    )
    desk(first, "accept", seen=keys(first))

    address, said = desk(second, "undo")

    assert (address, said) == (first.get_absolute_url(), [])
    assert not LinkProposal.objects.decided().exists()


def test_what_a_colleague_decided_is_not_overwritten_and_the_sitting_goes_on(desk, world):
    group = world.group(world.statements(2))
    seen = keys(group)
    colleague = account("colleague", Role.OFFICE, post=world.people.district)
    actions.decide(group=group, proposals=seen[:1], decision=Decision.REFUSED, by=colleague)

    address, said = desk(group, "accept", seen=seen)

    code = group.proposals.get(pk=seen[0]).statement.code
    assert said == [f"意见{code}已由某colleague决定：不是同一问题。"]
    assert address == group.get_absolute_url()
    assert not Problem.objects.exists()


def test_a_near_miss_is_taken_in_and_given_back(desk, world):
    [near] = world.statements(1)
    group = world.group(world.statements(2), near=[[near.pk, 0.2]])

    desk(group, "take", statement=near.pk)
    taken = LinkProposal.objects.get(statement=near)
    assert taken.decision == Decision.MOVED
    desk(group, "reopen", current=taken.pk)

    near.refresh_from_db()
    assert near.state == "accepted"


@pytest.mark.parametrize(
    ("action", "given", "why"),
    [
        ("move", {}, "请选择要改归的问题。"),
        ("split", {"title": "另"}, "请先选择要办理的意见。"),
        ("rename", {"title": " "}, "请写一句问题表述。"),
        ("undo", {}, "没有可以撤销的决定。"),
        ("dance", {}, "没有这个决定。"),
    ],
)
def test_a_refusal_is_one_sentence_above_the_desk(desk, world, action, given, why):
    group = world.group(world.statements(2))
    current = {"current": keys(group)[0]} if action == "move" else {}

    address, said = desk(group, action, **given, **current)

    assert (address, said) == (group.get_absolute_url(), [why])
    assert not LinkProposal.objects.decided().exists()


def test_a_right_engine_costs_one_key_a_group(desk, world):
    run = world.run()
    groups = [world.group(world.statements(3), run=run) for _n in range(10)]

    for group in groups:
        desk(group, "accept", seen=keys(group))

    assert LinkProposal.objects.filter(decision=Decision.ACCEPTED).count() == 30
    assert Problem.objects.count() == 10
