"""What waits for review: a proposal waits only while its statement waits for a destination."""

import pytest
from django.urls import reverse

from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import perform
from luodi.listening.choices import Settlement, StatementState
from luodi.listening.models import Statement
from luodi.problems import actions
from luodi.problems.choices import Decision
from luodi.problems.figures import proposals_open
from luodi.problems.models import Link, LinkProposal
from luodi.problems.queries import by_gain, next_number, screen_of, sitting

OTHER = "这一条已经到别处去了，窗口还排着长队。"


def link_elsewhere(statement, world):
    actions.link_statement(problem=world.problem(), statement=statement, by=world.people.office)


def settle(statement, world):
    perform(
        statement, "settle", by=world.people.office, settled_as=Settlement.IMMEDIATE, why="已修"
    )


def refuse_to_adopt(statement, world):
    perform(
        statement, "settle", by=world.people.approver, settled_as=Settlement.NOT_ADOPTED, why="不宜"
    )


def withdraw(statement, world):
    perform(statement, "withdraw_import", by=world.people.office)


GONE = pytest.mark.parametrize("leave", [link_elsewhere, settle, refuse_to_adopt, withdraw])


def queued(run, reader) -> dict[str, object]:
    """The same proposals, by every door that shows what waits."""
    now = sitting(run, reader)
    return {
        "open": LinkProposal.objects.filter(group__run=run).open().count(),
        "figure": proposals_open(reader).count(),
        "sitting": now.left,
        "groups": now.groups_left,
        "by gain": by_gain(run).count(),
        "next": next_number(run),
    }


NOTHING = {"open": 0, "figure": 0, "sitting": 0, "groups": 0, "by gain": 0, "next": None}


@GONE
def test_nothing_waits_for_a_statement_that_went_elsewhere(client, world, leave):
    [statement] = world.statements(1, text_original=OTHER)
    group, office = world.group([statement]), world.people.office
    assert queued(group.run, office) == dict.fromkeys(NOTHING, 1) | {"next": group.number}

    leave(statement, world)

    assert queued(group.run, office) == NOTHING
    assert screen_of(group).open == []
    client.force_login(office)
    assert client.get(reverse("problems:review_next", args=[group.run_id])).url == (
        group.run.get_absolute_url()
    )
    assert f'name="chosen" value="{group.proposals.get().pk}"' not in (
        client.get(group.get_absolute_url()).content.decode()
    )


@GONE
@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.NEW, Decision.REFUSED])
def test_nobody_decides_on_a_statement_that_went_elsewhere(client, world, leave, decision):
    [statement] = world.statements(1)
    group = world.group([statement])
    proposal = group.proposals.get()
    leave(statement, world)
    links = Link.objects.count()

    with pytest.raises(Refused, match="不再需要决定"):
        actions.decide(
            group=group, proposals=[proposal.pk], decision=decision, by=world.people.office
        )
    client.force_login(world.people.office)
    by_api = client.post(
        f"/api/problems/proposals/{proposal.pk}/decision/", {"decision": decision},
        content_type="application/json",
    )  # fmt: skip

    assert by_api.status_code == 409
    assert LinkProposal.objects.get().decision == Decision.OPEN
    assert Link.objects.count() == links


def test_a_withdrawn_statement_is_on_no_screen_of_the_desk(world):
    proposed, near = world.statements(2, text_original=OTHER)
    group = world.group([proposed], near=[[near.pk, 0.4]])

    for statement in (proposed, near):
        withdraw(statement, world)

    screen = screen_of(group)
    assert (screen.open, screen.decided, screen.near) == ([], [], [])


def test_a_near_miss_that_went_elsewhere_is_neither_shown_nor_taken(world):
    [near] = world.statements(1)
    group = world.group(world.statements(1), near=[[near.pk, 0.4]])
    settle(near, world)

    assert screen_of(group).near == []
    with pytest.raises(Refused, match="不再需要决定"):
        actions.take_near(group=group, statement=near, by=world.people.office)
    assert group.proposals.count() == 1


def test_a_proposal_waits_again_when_its_statement_comes_back(world):
    [statement] = world.statements(1)
    group, office = world.group([statement]), world.people.office
    link_elsewhere(statement, world)

    actions.unlink(statement=statement, by=office, reason="放错了")

    assert Statement.objects.get().state == StatementState.ACCEPTED
    assert queued(group.run, office) == dict.fromkeys(NOTHING, 1) | {"next": group.number}
