"""Measures with what hangs on them. States are set at birth, as only tests may."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from luodi.kernel import clock
from luodi.measures.choices import CardLevel, CardState, DeadlineKind, MeasureState, RequestState
from luodi.measures.models import (
    Accountability,
    Card,
    ClosureRequest,
    Extension,
    Handover,
    LeaderAction,
    LookBack,
    Measure,
    MeasureEvidence,
    Milestone,
    Outcome,
    ProgressReport,
    SupervisionOrder,
    Verification,
)
from luodi.problems.choices import ProblemState
from tests.factories.kernel import EvidenceFactory, UnitFactory, UserFactory
from tests.factories.listening import DimensionFactory
from tests.factories.problems import CategoryFactory, ProblemFactory
from tests.people import People

REQUESTED = (
    MeasureState.CLOSURE_REQUESTED,
    MeasureState.VERIFYING,
    MeasureState.VERIFIED,
    MeasureState.CLOSED,
    MeasureState.SUSTAINED,
)
VERIFIED = (MeasureState.VERIFIED, MeasureState.CLOSED, MeasureState.SUSTAINED)
STATE_OF_REQUEST = {
    MeasureState.CLOSURE_REQUESTED: RequestState.OPEN,
    MeasureState.VERIFYING: RequestState.ACCEPTED,
}


class OriginFactory(ProblemFactory):
    """A problem that is being rectified."""

    code = factory.Sequence(lambda n: f"WT-2018-{n:03d}")
    state = ProblemState.RECTIFYING
    category = factory.LazyAttribute(lambda o: CategoryFactory(campaign=o.campaign))
    primary_dimension = factory.LazyAttribute(lambda o: DimensionFactory(campaign=o.campaign))


class MeasureFactory(DjangoModelFactory):
    """A draft with everything an assignment needs but the leader."""

    class Meta:
        model = Measure

    problem = factory.SubFactory(OriginFactory)
    campaign = factory.SelfAttribute("problem.campaign")
    code = factory.LazyAttributeSequence(lambda o, n: f"{o.problem.code}-{n:02d}")
    content = factory.Sequence(lambda n: f"把{n}张表单并成一张")
    target = "表单减少一半"
    result_form = "表单目录"
    lead_unit = factory.SubFactory(UnitFactory)
    due_on = date(2018, 11, 30)
    original_due_on = factory.LazyAttribute(
        lambda o: None if o.state == MeasureState.DRAFT else o.due_on
    )
    assigned_on = factory.LazyAttribute(
        lambda o: None if o.state == MeasureState.DRAFT else date(2018, 10, 10)
    )
    received_on = factory.LazyAttribute(
        lambda o: (
            None if o.state in (MeasureState.DRAFT, MeasureState.ASSIGNED) else date(2018, 10, 11)
        )
    )
    state = MeasureState.DRAFT


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = ProgressReport

    measure = factory.SubFactory(MeasureFactory)
    cycle = factory.SelfAttribute("measure.cycle")
    text = "本周并了三张表。"
    by = factory.SubFactory(UserFactory)
    submitted_at = factory.LazyFunction(clock.now)


class HeldEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = MeasureEvidence

    measure = factory.SubFactory(MeasureFactory)
    evidence = factory.SubFactory(EvidenceFactory)
    cycle = factory.SelfAttribute("measure.cycle")


class CardFactory(DjangoModelFactory):
    class Meta:
        model = Card

    measure = factory.SubFactory(MeasureFactory, state=MeasureState.IN_PROGRESS)
    cycle = factory.SelfAttribute("measure.cycle")
    level = CardLevel.YELLOW
    rule = "overdue"
    reason = "完成时限已过。"
    proposed_on = factory.LazyFunction(clock.today)
    state = CardState.PROPOSED


class LookBackFactory(DjangoModelFactory):
    class Meta:
        model = LookBack

    measure = factory.SubFactory(MeasureFactory)
    cycle = factory.SelfAttribute("measure.cycle")
    due_on = date(2019, 2, 8)


class OrderFactory(DjangoModelFactory):
    class Meta:
        model = SupervisionOrder
        skip_postgeneration_save = True

    to_unit = factory.SubFactory(UnitFactory)
    subject = "关于抓紧整改窗口办事问题的督办"
    basis = "区委常委会议定事项"
    requirement = "请于限期内完成整改，并书面反馈。"
    reply_due = date(2018, 11, 20)
    drafted_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def measures(self, create, extracted, **kwargs):
        self.measures.set(extracted or [])


def measure_at(state: str, people: People, **fields) -> Measure:
    """A measure of the cast's street, led by the cast's leader, with all that this state has behind it."""
    ended = state in (MeasureState.CLOSED, MeasureState.SUSTAINED)
    if state == MeasureState.SUSTAINED:
        fields = {
            "deadline_kind": DeadlineKind.SUSTAINED,
            "review_on": date(2019, 5, 1),
            **fields,
        }
    if state == MeasureState.CANCELLED:
        fields = {"cancelled_why": "不再需要", **fields}
    if state in REQUESTED and state != MeasureState.CLOSURE_REQUESTED:
        fields = {"requested_on": date(2018, 11, 7), "verifier": people.verifier.person, **fields}
    if ended:
        fields = {"signer": people.leader.person, "closed_on": date(2018, 11, 8), **fields}
    measure = MeasureFactory(state=state, **{"lead_unit": people.street, **fields})
    until = date(2018, 11, 8) if state == MeasureState.CANCELLED else None
    Accountability.objects.create(
        measure=measure,
        person=people.leader.person,
        title_then="副区长",
        since=date(2018, 10, 10),
        until=until,
    )
    if state != MeasureState.DRAFT:
        HeldEvidenceFactory(measure=measure, evidence__added_by=people.clerk)
    if state in REQUESTED:
        _requested(measure, people)
    return measure


def _requested(measure: Measure, people: People) -> None:
    request = ClosureRequest.objects.create(
        measure=measure,
        cycle=measure.cycle,
        result_text="三张表并成一张。",
        by=people.head,
        requested_on=date(2018, 11, 7),
        state=STATE_OF_REQUEST.get(measure.state, RequestState.PASSED),
    )
    if measure.state in VERIFIED:
        Verification.objects.create(
            request=request,
            verifier=people.verifier.person,
            by=people.verifier,
            method="on_site",
            opinion="到现场看过，表单已并。",
            passed=True,
        )


def tell_every_history(measure: Measure, people: People) -> None:
    """Whatever can hang on a measure, twice where twice is possible; half of it still waits."""
    for _ in range(2):
        first = ReportFactory(measure=measure, by=people.clerk)
        ReportFactory(measure=measure, by=people.head, supersedes=first)
        HeldEvidenceFactory(measure=measure, evidence__added_by=people.clerk)
        Milestone.objects.create(measure=measure, title="完成试点", due_on=date(2018, 11, 1))
        LeaderAction.objects.create(
            measure=measure, person=people.leader.person, done_on=date(2018, 11, 2), kind="dispatch",
            content="现场调度。", by=people.office, on_behalf_of=people.leader.person,
        )  # fmt: skip
        Outcome.objects.create(
            measure=measure, indicator="办理时间", before="5天", after="1天", as_of=date(2018, 11, 5),
            source="窗口统计",
        )  # fmt: skip
    LookBackFactory(measure=measure)
    measure.cooperating_units.add(people.other, people.district)
    _asked_and_answered(measure, people)
    _carded_and_ordered(measure, people)


def _asked_and_answered(measure: Measure, people: People) -> None:
    for state in ("approved", "requested"):
        decided = state == "approved"
        Extension.objects.create(
            measure=measure, from_date=date(2018, 11, 20), to_date=date(2018, 11, 30),
            reason="材料未齐。", requested_by=people.head, state=state,
            decided_by=people.approver if decided else None,
            decided_at=clock.now() if decided else None,
        )  # fmt: skip
    for state in ("declined", "proposed"):
        Handover.objects.create(
            measure=measure, from_person=people.leader.person, to_person=people.approver.person,
            remaining="尾款未付。", proposed_by=people.office, state=state,
            declined_why="不分管。" if state == "declined" else "",
        )  # fmt: skip


def _carded_and_ordered(measure: Measure, people: People) -> None:
    for level, state in (("yellow", CardState.PROPOSED), ("red", CardState.ISSUED)):
        CardFactory(
            measure=measure, level=level, state=state, rule="told",
            issued_by=people.supervisor if state == CardState.ISSUED else None,
            issued_at=clock.now() if state == CardState.ISSUED else None,
        )  # fmt: skip
    OrderFactory(
        to_unit=measure.lead_unit, measures=[measure], state="sent", number=f"督〔2018〕丰{measure.pk}号",
        signed_by=people.approver, signed_on=date(2018, 11, 6),
    )  # fmt: skip
