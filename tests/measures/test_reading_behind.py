"""Whoever answers for a measure reads what people said behind it; who spoke is named as they wish."""

import pytest

from luodi.kernel.choices import Role
from luodi.kernel.transitions import perform
from luodi.listening.actions import record_statement
from luodi.listening.choices import Anonymity, StatementKind
from luodi.listening.models import Statement
from luodi.measures.choices import HandoverState, MeasureState
from luodi.measures.models import Accountability, Handover
from luodi.problems.choices import ProblemState
from luodi.problems.models import Link
from tests.factories.kernel import PersonFactory, RoleFactory, UnitFactory
from tests.factories.listening import GatheringFactory, StatementFactory
from tests.factories.measures import OriginFactory, measure_at
from tests.people import account, as_of_now

pytestmark = pytest.mark.django_db
S = MeasureState


@pytest.fixture
def said(people):
    """Two sentences of another unit under a problem on the list."""
    problem = OriginFactory()
    elsewhere = UnitFactory()
    rows = StatementFactory.create_batch(
        2, campaign=problem.campaign, unit=elsewhere, state="linked",
        gathering=GatheringFactory(campaign=problem.campaign, unit=elsewhere),
    )  # fmt: skip
    for row in rows:
        Link.objects.create(statement=row, problem=problem, by=people.office)
    return problem, rows


def reads(user) -> set[Statement]:
    return set(Statement.objects.visible_to(as_of_now(user)))


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("leader", True), ("head", True), ("clerk", True), ("office", True), ("supervisor", True),
        ("approver", True), ("verifier", False), ("stranger", False), ("system", False),
        ("security", False), ("audit", False),
    ],
)  # fmt: skip
def test_who_reads_what_stands_behind_a_measure(client, people, said, who, may):
    problem, rows = said
    measure_at(S.IN_PROGRESS, people, problem=problem)
    client.force_login(getattr(people, who))

    assert reads(getattr(people, who)) == (set(rows) if may else set())
    for row in rows:
        assert client.get(row.get_absolute_url()).status_code == (200 if may else 404)
        assert client.get(f"/api/listening/statements/{row.pk}").status_code == (
            200 if may else 404
        )


def test_a_problem_shows_its_leader_every_sentence_and_every_link_opens(client, people, said):
    problem, rows = said
    measure_at(S.IN_PROGRESS, people, problem=problem)
    client.force_login(people.leader)

    page = client.get(problem.get_absolute_url())
    text = page.content.decode()

    assert (len(page.context["links"]), page.context["hidden"]) == (2, 0)
    for row in rows:
        assert f'href="{row.get_absolute_url()}"' in text
        assert f'href="{problem.get_absolute_url()}"' in (
            client.get(row.get_absolute_url()).content.decode()
        )
    assert str(rows[0].gathering) in text
    assert f'href="{rows[0].gathering.get_absolute_url()}"' not in text


def test_the_handler_and_who_enters_for_the_leader_read_it_too(client, people, said):
    problem, rows = said
    handler = account("handler", Role.LEADER)
    secretary = account("secretary", Role.LEADER)
    RoleFactory(user=secretary, role=Role.SECRETARY, for_person=people.leader.person)
    assert (reads(handler), reads(secretary)) == (set(), set())

    measure_at(S.IN_PROGRESS, people, problem=problem, handler=handler.person)

    assert reads(handler) == reads(secretary) == set(rows)
    for user in (handler, secretary):
        client.force_login(user)
        assert client.get(problem.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("state", [S.DRAFT, S.CANCELLED])
def test_nobody_answers_for_a_measure_not_given_or_cancelled(people, said, state):
    measure_at(state, people, problem=said[0])

    assert reads(people.leader) == reads(people.head) == set()


def test_a_cooperating_unit_does_not_read_it(people, said):
    measure_at(S.IN_PROGRESS, people, problem=said[0]).cooperating_units.add(people.other)

    assert reads(people.stranger) == set()


def test_with_the_responsibility_the_reading_goes_over(people, said):
    problem, rows = said
    measure = measure_at(S.IN_PROGRESS, people, problem=problem)
    new = account("new", Role.LEADER)
    handover = Handover.objects.create(
        measure=measure, from_person=people.leader.person, to_person=new.person,
        remaining="两张表", proposed_by=people.office, state=HandoverState.PROPOSED,
    )  # fmt: skip
    assert (reads(people.leader), reads(new)) == (set(rows), set())

    perform(handover, "accept", by=new)

    assert (reads(people.leader), reads(new)) == (set(), set(rows))


def test_what_left_the_problem_is_read_no_more(people, said):
    problem, rows = said
    measure_at(S.IN_PROGRESS, people, problem=problem)
    link = rows[0].links.get()
    link.until = link.since
    link.save()

    assert reads(people.leader) == {rows[1]}


def test_a_draft_problem_opens_nothing(people):
    problem = OriginFactory(state=ProblemState.DRAFT)
    row = StatementFactory(campaign=problem.campaign, state="linked")
    Link.objects.create(statement=row, problem=problem, by=people.office)
    measure_at(S.ASSIGNED, people, problem=problem)

    assert reads(people.leader) == set()


def test_a_suggestion_is_read_by_whoever_answers_for_its_measure(people):
    row = StatementFactory(kind=StatementKind.SUGGESTION)
    measure = measure_at(
        S.IN_PROGRESS, people, problem=None, suggestion=row, campaign=row.campaign, code="CS-1"
    )

    assert reads(people.leader) == reads(people.clerk) == {row}
    assert Accountability.objects.get().measure == measure


@pytest.mark.parametrize(
    ("anonymity", "shown"),
    [(Anonymity.NAMED, "某提出人"), (Anonymity.UNIT_ONLY, ""), (Anonymity.ANONYMOUS, "匿名")],
)
def test_a_speaker_is_named_to_readers_as_the_speaker_wishes(client, people, anonymity, shown):
    speaker = PersonFactory(name="某提出人")
    RoleFactory(user=people.clerk, role=Role.SECRETARY, for_person=speaker)
    problem = OriginFactory()
    row = record_statement(
        by=as_of_now(people.clerk), text="窗口办事要填三张一样的表。", campaign=problem.campaign,
        unit=people.street, on_behalf_of=speaker, anonymity=anonymity, submit=True,
    )  # fmt: skip
    row = perform(row, "accept", by=people.office)
    Link.objects.create(statement=row, problem=problem, by=people.office)
    measure_at(S.IN_PROGRESS, people, problem=problem)
    client.force_login(people.leader)

    page = client.get(row.get_absolute_url()).content.decode()
    told = client.get(f"/api/listening/statements/{row.pk}").json()["said_by"]

    assert told == (shown or "云台路街道")
    assert ("某提出人" in page) is (anonymity == Anonymity.NAMED)
    assert (shown or "云台路街道") in page


@pytest.mark.parametrize("anonymity", [Anonymity.ANONYMOUS, Anonymity.UNIT_ONLY])
def test_who_typed_ones_own_words_stays_unnamed_too(client, people, anonymity):
    people.clerk.person.name = "某自述人"
    people.clerk.person.save()
    row = record_statement(
        by=as_of_now(people.clerk), text="窗口办事要填三张一样的表。", unit=people.street,
        campaign=OriginFactory().campaign, raised_by=people.clerk.person, anonymity=anonymity,
        submit=True,
    )  # fmt: skip
    client.force_login(people.office)

    assert "某自述人" not in client.get(row.get_absolute_url()).content.decode()
    assert "某自述人" not in client.get("/").content.decode()
