"""Who reads which statement and problem: every form of the rule gives what the rule says, told plainly.

Small sets are joined, large ones asked of each row, and who reports for the whole tree is asked nothing.
"""

import random
from collections.abc import Iterator

import pytest

from luodi.kernel import access
from luodi.kernel.choices import Role
from luodi.kernel.models import Unit, User
from luodi.listening.models import Gathering, Statement
from luodi.measures import access as behind
from luodi.measures.choices import MeasureState
from luodi.measures.models import Accountability, Measure
from luodi.problems.choices import ProblemState
from luodi.problems.models import Link, Problem
from luodi.problems.models.problem import ON_THE_LIST
from tests.factories.kernel import RoleFactory, UnitFactory
from tests.factories.listening import CampaignFactory, GatheringFactory, StatementFactory
from tests.factories.measures import MeasureFactory, OriginFactory
from tests.people import People, account, as_of_now

pytestmark = pytest.mark.django_db
S = MeasureState
FORMS = [(0, 0), (0, 200), (100, 0), (100, 2), (100, 200)]


@pytest.fixture
def readers(people: People) -> dict[str, User]:
    """Everybody, the top of the tree, a secretary, an office of one campaign that is also a clerk."""
    found = people.everybody()

    def reader(name: str, role: Role, **scope: object) -> None:
        found[name] = found.get(name) or account(name, Role.LEADER)
        RoleFactory(user=found[name], role=role, **scope)

    reader("clerk of all", Role.CLERK, unit=people.district)
    reader("secretary", Role.SECRETARY, for_person=people.leader.person)
    reader("office of one", Role.OFFICE, campaign=CampaignFactory(code="ZX-ONE"))
    reader("office of one", Role.CLERK, unit=people.street)
    return {name: as_of_now(user) for name, user in found.items()}


def fill(people: People, readers: dict[str, User], seed: int) -> None:
    """Statements, links, problems and measures thrown together at random."""
    rng = random.Random(seed)
    community = UnitFactory(code="J1-9", parent=people.street)
    units = [people.district, people.street, people.other, community]
    persons = [None, *(reader.person for reader in readers.values() if reader.person)]
    campaigns = [
        CampaignFactory(),
        Statement._meta.get_field("campaign").related_model.objects.get(code="ZX-ONE"),
    ]
    problems = [
        OriginFactory(campaign=rng.choice(campaigns), state=rng.choice((*ON_THE_LIST[:2], ProblemState.DRAFT)))
        for _ in range(6)
    ]  # fmt: skip
    for _ in range(30):
        campaign = rng.choice(campaigns)
        said = StatementFactory(
            campaign=campaign, unit=rng.choice(units), state="linked", raised_by=rng.choice(persons),
            gathering=GatheringFactory(campaign=campaign, unit=rng.choice(units)),
            on_behalf_of=rng.choice((None, None, *persons)),
            receiving_unit=rng.choice((None, None, *units)),
        )  # fmt: skip
        for problem in rng.sample(problems, rng.randint(0, 2)):
            link = Link.objects.create(
                statement=said, problem=problem, primary=False, by=people.office
            )
            if rng.random() < 0.3:
                Link.objects.filter(pk=link.pk).update(until=link.since)
    statements = list(Statement.objects.all())
    for n in range(14):
        origin = rng.choice((None, *problems))
        said = rng.choice(statements)
        measure = MeasureFactory(
            problem=origin, suggestion=None if origin else said, campaign=(origin or said).campaign,
            code=f"CS-{seed}-{n}", lead_unit=rng.choice(units), handler=rng.choice(persons),
            state=rng.choice((S.DRAFT, S.ASSIGNED, S.IN_PROGRESS, S.IN_PROGRESS)),
        )  # fmt: skip
        measure.cooperating_units.set(rng.sample(units, rng.randint(0, 1)))
        for until in (None, measure.due_on):
            if leading := rng.choice(persons):
                Accountability.objects.create(
                    measure=measure, person=leading, since=measure.due_on, until=until
                )


class Rule:
    """The rule, told once more, record by record."""

    def __init__(self, reader: User) -> None:
        held = list(reader.roles.all())
        self.offices = {
            r.campaign_id for r in held if r.role in (Role.OFFICE, Role.SUPERVISOR, Role.APPROVER)
        }
        self.roots = {r.unit_id for r in held if r.role in (Role.CLERK, Role.UNIT_HEAD)}
        self.person = reader.person_id
        self.people = {r.for_person_id for r in held if r.role == Role.SECRETARY} | {self.person}
        self.blind = reader.duty != "business"

    def of_unit(self, unit: Unit | None) -> bool:
        return unit is not None and (unit.pk in self.roots or self.of_unit(unit.parent))

    def office(self, record: Statement | Problem) -> bool:
        return bool(self.offices & {None, record.campaign_id})

    def answers(self, measure: Measure) -> bool:
        if measure.state in (S.DRAFT, S.CANCELLED):
            return False
        leading = measure.accountabilities.filter(until=None, person__in=self.people)
        return (
            leading.exists() or measure.handler_id == self.person or self.of_unit(measure.lead_unit)
        )

    def reads(self, said: Statement) -> bool:
        listed = [
            x.problem for x in said.links.filter(until=None) if x.problem.state in ON_THE_LIST
        ]
        measures = [*said.measures.all(), *(m for p in listed for m in p.measures.all())]
        return not self.blind and (
            self.office(said) or self.of_unit(said.unit) or self.of_unit(said.receiving_unit)
            or bool({said.raised_by_id, said.on_behalf_of_id} & self.people)
            or any(map(self.answers, measures))
        )  # fmt: skip

    def knows(self, problem: Problem) -> bool:
        spoken = any(self.of_unit(x.statement.unit) for x in problem.links.filter(until=None))
        return not self.blind and (
            self.office(problem) or spoken or any(map(self._concerns, problem.measures.all()))
        )

    def _concerns(self, measure: Measure) -> bool:
        helping = any(self.of_unit(unit) for unit in measure.cooperating_units.all())
        held = measure.accountabilities.filter(person__in=self.people).exists()
        return (
            helping or held or measure.handler_id == self.person or self.of_unit(measure.lead_unit)
        )


def reads(readers: dict[str, User]) -> Iterator[tuple[str, User]]:
    """Each reader afresh: what a standing has read is kept while it is in use."""
    return ((name, as_of_now(reader)) for name, reader in readers.items())


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("other_top", [False, True], ids=["one tree", "two trees"])
def test_every_form_of_the_rule_gives_the_same_rows(people, readers, monkeypatch, seed, other_top):
    fill(people, readers, seed)
    if not other_top:
        tops = Unit.objects.filter(parent=None).exclude(pk=people.district.pk)
        tops.update(parent=people.district)
    rules = {name: Rule(reader) for name, reader in readers.items()}
    said = {
        name: {s.pk for s in Statement.objects.all() if rule.reads(s)}
        for name, rule in rules.items()
    }
    known = {
        name: {p.pk for p in Problem.objects.all() if rule.knows(p)} for name, rule in rules.items()
    }
    assert len({len(rows) for rows in said.values()}) >= 5

    for many_units, many_problems in FORMS:
        monkeypatch.setattr(access, "MANY_UNITS", many_units)
        monkeypatch.setattr(behind, "MANY_PROBLEMS", many_problems)
        for name, reader in reads(readers):
            form = (name, many_units, many_problems)
            rows = Statement.objects.visible_to(reader)
            assert set(rows.values_list("pk", flat=True)) == said[name], form
            assert rows.count() == len(said[name]), form
            problems = Problem.objects.visible_to(reader)
            assert set(problems.values_list("pk", flat=True)) == known[name], form
            assert problems.count() == len(known[name]), form


def test_the_top_of_the_tree_is_asked_nothing_of_single_units(people, readers, monkeypatch):
    monkeypatch.setattr(access, "MANY_UNITS", 2)
    tops = Unit.objects.filter(parent=None).exclude(pk=people.district.pk)
    top = as_of_now(readers["clerk of all"])

    for unit in tops:
        RoleFactory(user=top, role=Role.CLERK, unit=unit)
    whole = as_of_now(top)

    assert whole.standing.reports_for_all
    assert "IN (" not in str(Gathering.objects.visible_to(whole).query)
    UnitFactory()
    part = as_of_now(top)
    assert part.standing.reports_for_many
    assert not part.standing.reports_for_all
