"""Who sees which measure: the database's answer is the rule told plainly, record by record."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Self

import pytest

from luodi.kernel import access
from luodi.kernel.choices import Duty, Role
from luodi.kernel.models import Person, RoleAssignment, Unit, User
from luodi.kernel.reader import EVERYTHING
from luodi.measures.choices import HandoverState, MeasureState
from luodi.measures.models import Accountability, Handover, Measure, Verification
from tests.factories.kernel import PersonFactory, RoleFactory, UnitFactory
from tests.factories.listening import CampaignFactory
from tests.factories.measures import MeasureFactory, OriginFactory, measure_at
from tests.people import People, account, as_of_now

pytestmark = pytest.mark.django_db
S = MeasureState
TODAY = date(2018, 11, 8)
OFFICES = (Role.OFFICE, Role.SUPERVISOR, Role.APPROVER)


@pytest.fixture
def readers(people: People) -> dict[str, User]:
    """The cast, and everybody whose right is narrow, lent or over."""
    present = CampaignFactory(code="ZX-PRESENT")
    community = UnitFactory(code="J1-1", parent=people.street)
    found = people.everybody()

    def reader(name: str, role: Role, **scope) -> None:
        found[name] = found.get(name) or account(name, Role.LEADER)
        RoleFactory(user=found[name], role=role, **scope)

    reader("head of all", Role.UNIT_HEAD, unit=people.district)
    reader("community clerk", Role.CLERK, unit=community)
    for role in OFFICES:
        reader(f"{role.value} of one", role, campaign=present)
    reader("clerk and office", Role.CLERK, unit=community)
    reader("clerk and office", Role.OFFICE, campaign=present)
    reader("secretary", Role.SECRETARY, for_person=people.leader.person)
    reader(
        "former secretary",
        Role.SECRETARY,
        for_person=people.leader.person,
        until=TODAY.replace(day=7),
    )
    reader("former clerk", Role.CLERK, unit=people.street, until=TODAY.replace(day=7))
    reader("former office", Role.OFFICE, until=TODAY.replace(day=7))
    reader("office tomorrow", Role.OFFICE, since=TODAY.replace(day=9))
    reader("former verifier", Role.VERIFIER, until=TODAY.replace(day=7))
    reader("switched off", Role.OFFICE)
    User.objects.filter(pk=found["switched off"].pk).update(is_active=False)
    return {name: as_of_now(user) for name, user in found.items()}


REASONS: dict[str, Callable[[Measure, Person, People], object]] = {
    "handles": lambda m, person, _: Measure.objects.filter(pk=m.pk).update(handler=person),
    "verifies": lambda m, person, _: Measure.objects.filter(pk=m.pk).update(verifier=person),
    "answers": lambda m, person, _: Accountability.objects.create(
        measure=m, person=person, since=date(2018, 10, 10)
    ),
    "answered": lambda m, person, _: Accountability.objects.create(
        measure=m, person=person, since=date(2018, 10, 1), until=date(2018, 10, 9)
    ),
    "is offered": lambda m, person, _: _handover(m, person, HandoverState.PROPOSED),
    "declined": lambda m, person, _: _handover(m, person, HandoverState.DECLINED),
    "sent back": lambda m, person, people: _sent_back(m, person, people),
}  # fmt: skip


def _handover(measure: Measure, person: Person, state: str) -> None:
    Handover.objects.create(
        measure=measure, from_person=PersonFactory(), to_person=person, state=state, remaining="无",
        proposed_by=User.objects.get(username="office"), declined_why="另有分工",
    )  # fmt: skip


def _sent_back(measure: Measure, person: Person, people: People) -> None:
    request = measure.closure_requests.create(
        cycle=1, result_text="完成", by=people.head, requested_on=TODAY, state="returned"
    )
    Verification.objects.create(
        request=request, verifier=person, by=people.verifier, method="on_site", opinion="退回",
        passed=False,
    )  # fmt: skip


@pytest.fixture
def measures(people: People, readers: dict[str, User]) -> list[Measure]:
    """One measure for each single reason, one in every state, then many in which reasons meet."""
    rng = random.Random(20181108)
    narrow = (
        "clerk",
        "leader",
        "verifier",
        "office of one",
        "former clerk",
        "former verifier",
        "switched off",
    )
    persons = [readers[name].person for name in narrow]
    units = [*Unit.objects.filter(code__in=["Q", "J1", "J2", "J1-1"]), UnitFactory()]
    campaigns = (CampaignFactory(), CampaignFactory._meta.model.objects.get(code="ZX-PRESENT"))
    origins = [OriginFactory(campaign=campaign) for campaign in campaigns]
    for person in persons:
        for reason in REASONS.values():
            reason(MeasureFactory(problem=origins[0], lead_unit=None), person, people)
    for state in S.values:
        measure_at(state, people, problem=origins[0], lead_unit=units[-1])
    for unit in units:
        MeasureFactory(problem=origins[0], lead_unit=unit)
        MeasureFactory(problem=origins[0]).cooperating_units.set([unit])
    for _ in range(40):
        measure = MeasureFactory(
            problem=rng.choice(origins), lead_unit=rng.choice(units), handler=rng.choice(persons),
            state=rng.choice((S.IN_PROGRESS, S.CLOSURE_REQUESTED)),
        )  # fmt: skip
        measure.cooperating_units.set(rng.sample(units, rng.randint(0, 3)))
        for name in rng.sample(sorted(REASONS), 2):
            REASONS[name](measure, rng.choice(persons), people)
    rows = Measure.objects.select_related("lead_unit__parent__parent").order_by("pk")
    return list(
        rows.prefetch_related(
            "cooperating_units__parent__parent", "accountabilities", "handovers",
            "closure_requests__verification",
        )
    )  # fmt: skip


@dataclass
class Told:
    """What the rule looks at, read row by row: no set is joined here."""

    measure: Measure
    units: set[int]
    people: set[int]
    """Whose secretaries see it too."""
    takers: set[int | None]

    @classmethod
    def of(cls, measure: Measure) -> Self:
        concerned = [measure.lead_unit, *measure.cooperating_units.all()]
        answering = [a.person_id for a in measure.accountabilities.all()]
        offered = [h.to_person_id for h in measure.handovers.all() if h.state == "proposed"]
        asked = list(measure.closure_requests.all())
        checks = [r.verification.verifier_id for r in asked if hasattr(r, "verification")]
        return cls(
            measure, {above for unit in concerned for above in _with_parents(unit)},
            {*answering, *offered}, {measure.handler_id, measure.verifier_id, *checks} - {None},
        )  # fmt: skip


def _with_parents(unit: Unit | None) -> list[int]:
    return [] if unit is None else [unit.pk, *_with_parents(unit.parent)]


def seen_by(reader: User, told: list[Told]) -> list[str]:
    """The rule, told once more: codes of what this reader sees."""
    if reader.duty != Duty.BUSINESS:
        return []
    held = [
        role
        for role in RoleAssignment.objects.filter(user=reader)
        if reader.is_active and role.since <= TODAY and (role.until is None or role.until >= TODAY)
    ]
    people = {role.for_person_id for role in held if role.role == Role.SECRETARY}
    if reader.is_active:
        people.add(reader.person_id)
    units = {r.unit_id for r in held if r.role in (Role.CLERK, Role.UNIT_HEAD)}
    verifies = any(r.role == Role.VERIFIER for r in held)
    campaigns = {r.campaign_id for r in held if r.role in OFFICES}
    return [
        t.measure.code
        for t in told
        if campaigns & {None, t.measure.campaign_id}
        or units & t.units
        or people & t.people
        or reader.person_id in t.takers
        or (verifies and t.measure.state == S.CLOSURE_REQUESTED)
    ]


@pytest.mark.parametrize("many_units", [0, 100], ids=["reads all", "joins sets"])
def test_everybody_sees_exactly_what_the_rule_says(readers, measures, monkeypatch, many_units):
    monkeypatch.setattr(access, "MANY_UNITS", many_units)

    told = [Told.of(measure) for measure in measures]
    for name, reader in readers.items():
        expected = seen_by(reader, told)
        found = Measure.objects.visible_to(reader).order_by("pk")
        assert [m.code for m in found] == expected, name
        assert found.count() == len(expected), name


def test_each_reader_sees_another_part(readers, measures):
    """The test above would prove nothing if all or none were seen."""
    counts = {name: Measure.objects.visible_to(reader).count() for name, reader in readers.items()}

    assert len(set(counts.values())) >= 8
    assert counts["office"] == len(measures) == Measure.objects.visible_to(EVERYTHING).count()
    assert counts["system"] == counts["security"] == counts["audit"] == 0
    assert 0 < counts["former clerk"] < counts["clerk"] < counts["head of all"] < len(measures)


def test_what_is_seen_may_be_narrowed_joined_and_changed_like_any_set(people, readers, measures):
    seen = Measure.objects.visible_to(readers["clerk"])

    narrowed = seen.filter(state=S.IN_PROGRESS, pk__in=Measure.objects.visible_to(readers["head"]))
    assert set(narrowed) <= set(seen.filter(state=S.IN_PROGRESS))
    leading = Measure.objects.visible_to(readers["leader"])
    assert leading.filter(accountabilities__person=people.leader.person).distinct().exists()
    assert seen.update(note="已阅") == seen.count() == Measure.objects.filter(note="已阅").count()
    assert seen.select_for_update().first() == seen.first()
