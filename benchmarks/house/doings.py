"""Measures in every state, with who answers for them, what was reported, proved, verified, signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.utils import timezone

from benchmarks.house.district import TODAY, District, keep
from luodi.kernel.choices import EvidenceKind, Role
from luodi.kernel.models import Evidence
from luodi.measures.choices import (
    Assessment,
    CardLevel,
    CardState,
    DeadlineKind,
    MeasureState,
    OrderState,
    RequestState,
    VerificationMethod,
)
from luodi.measures.models import (
    Accountability,
    Card,
    Closing,
    ClosureRequest,
    LookBack,
    Measure,
    MeasureEvidence,
    Milestone,
    Outcome,
    ProgressReport,
    SupervisionOrder,
    Verification,
)

S = MeasureState
OLD = {S.CLOSED: 80, S.SUSTAINED: 10, S.CANCELLED: 4, S.IN_PROGRESS: 5, S.VERIFIED: 1}
NEW = {
    S.DRAFT: 4, S.ASSIGNED: 6, S.IN_PROGRESS: 46, S.CLOSURE_REQUESTED: 4, S.VERIFYING: 4,
    S.VERIFIED: 4, S.CLOSED: 26, S.SUSTAINED: 2, S.SUSPENDED: 2, S.CANCELLED: 2,
}  # fmt: skip
REQUESTED = (S.CLOSURE_REQUESTED, S.VERIFYING, S.VERIFIED, S.CLOSED, S.SUSTAINED)
ENDED = (S.CLOSED, S.SUSTAINED)
REQUEST = {S.CLOSURE_REQUESTED: RequestState.OPEN, S.VERIFYING: RequestState.ACCEPTED}
CHUNK = 10_000


def make_measures(district: District) -> None:
    """Measures of every problem, more for the first ones; then what hangs on them, chunk by chunk."""
    rows = (_measure(n, district) for n in range(1, district.size.measures + 1))
    while chunk := list(islice(rows, CHUNK)):
        keep(chunk)
        for make in (_answers_for, _cooperates, _reports, _evidence, _closings, _rest):
            make(district, chunk)
        district.measures += chunk
    _orders(district)


def _measure(n: int, district: District) -> Measure:
    rng, texts = district.rng, district.texts
    problem = district.problems[int(len(district.problems) * rng.random() ** 1.3)]
    states = NEW if problem.campaign_id == district.campaigns[-1].pk else OLD
    state = rng.choices(list(states), weights=list(states.values()))[0]
    unit = rng.choice(district.busy_units if rng.random() < 0.85 else district.units)
    return Measure(
        code=f"ZG-{n:06d}", campaign_id=problem.campaign_id, problem=problem, content=texts.measure(),
        target=texts.target(), result_form="通知、清单", lead_unit=unit, state=state,
        handler=rng.choice(district.handlers), **_days(state, problem.listed_on, district),
    )  # fmt: skip


def _days(state: str, listed_on: date, district: District) -> dict[str, Any]:
    """Deadline and days of a measure that was given out some days after its problem was listed."""
    rng = district.rng
    assigned = min(listed_on + timedelta(days=rng.randint(1, 20)), TODAY)
    due = assigned + timedelta(days=rng.randint(10, 90))
    if state == S.IN_PROGRESS and rng.random() < 0.88:
        due = TODAY + timedelta(days=rng.randint(1, 120))
    days: dict[str, Any] = {"due_on": due, "original_due_on": due}
    if state == S.SUSTAINED:
        days = {"deadline_kind": DeadlineKind.SUSTAINED, "review_on": TODAY + timedelta(days=200)}
    if state in (S.DRAFT, S.ASSIGNED):
        return days | ({"assigned_on": TODAY - timedelta(days=1)} if state == S.ASSIGNED else {})
    days |= {"assigned_on": assigned, "received_on": min(assigned + timedelta(days=1), TODAY)}
    if state == S.CANCELLED:
        days["cancelled_why"] = "机构职能调整，并入其他措施。"
    if state == S.SUSPENDED:
        days["suspended_until"] = TODAY + timedelta(days=30)
    if state in REQUESTED and state != S.CLOSURE_REQUESTED:
        asked = min(due - timedelta(days=rng.randint(-6, 9)), TODAY)
        days |= {"requested_on": max(asked, assigned)}
        days["verifier"] = rng.choice(district.verifiers)
    if state in ENDED:
        days |= {"closed_on": min(days["requested_on"] + timedelta(days=4), TODAY)}
        days["signer"] = rng.choice(district.leaders)
    return days


def _answers_for(district: District, measures: list[Measure]) -> None:
    keep(
        Accountability(measure=m, person=m.signer or district.rng.choice(district.leaders),
                       title_then="区委常委", since=m.assigned_on or TODAY)
        for m in measures
        if m.state != S.DRAFT
    )  # fmt: skip


def _cooperates(district: District, measures: list[Measure]) -> None:
    through = Measure.cooperating_units.through
    keep(
        through(measure_id=m.pk, unit_id=unit.pk)
        for m in measures
        if district.rng.random() < 0.3
        for unit in district.rng.sample(district.busy_units, district.rng.randint(1, 3))
    )


def _reports(district: District, measures: list[Measure]) -> None:
    rng, clerks = district.rng, district.users[Role.CLERK]
    keep(
        ProgressReport(measure=m, cycle=1, text=district.texts.progress(), next_step="抓紧推进",
                       by=rng.choice(clerks), submitted_at=at, self_assessment=Assessment.NORMAL)
        for m in measures
        if m.received_on
        for at in _report_moments(m, rng.randint(1, 4), district)
    )  # fmt: skip


def _report_moments(measure: Measure, count: int, district: District) -> Iterator[datetime]:
    last = measure.requested_on or TODAY - timedelta(days=district.rng.randint(0, 33))
    for back in range(count):
        yield noon(max(last - timedelta(days=30 * back), measure.assigned_on))


def noon(day: date) -> datetime:
    """Noon of a day."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _evidence(district: District, measures: list[Measure]) -> None:
    rng, clerks = district.rng, district.users[Role.CLERK]
    brought = [m for m in measures if m.received_on for _ in range(1 + (m.state in REQUESTED))]
    papers = keep(
        Evidence(kind=rng.choice(EvidenceKind.values), title=district.texts.evidence(),
                 taken_on=m.received_on, file_name=f"{m.code}-{n}.pdf", content_type="application/pdf",
                 size=rng.randint(20_000, 2_000_000), added_by=rng.choice(clerks),
                 sha256=hashlib.sha256(f"{m.code}-{n}".encode()).hexdigest())
        for n, m in enumerate(brought)
    )  # fmt: skip
    keep(
        MeasureEvidence(measure=m, evidence=paper, cycle=1)
        for m, paper in zip(brought, papers, strict=True)
    )


def _closings(district: District, measures: list[Measure]) -> None:
    """Request, verification and signature, by three different people."""
    rng, texts = district.rng, district.texts
    asked = [m for m in measures if m.state in REQUESTED]
    heads, verifiers = district.users[Role.UNIT_HEAD], district.users[Role.VERIFIER]
    requests = keep(
        ClosureRequest(measure=m, cycle=1, result_text=texts.progress(), by=rng.choice(heads),
                       requested_on=m.requested_on or TODAY,
                       state=REQUEST.get(m.state, RequestState.PASSED))
        for m in asked
    )  # fmt: skip
    passed = [r for r in requests if r.state == RequestState.PASSED]
    verifications = keep(
        Verification(request=r, verifier=r.measure.verifier, by=rng.choice(verifiers), passed=True,
                     method=VerificationMethod.ON_SITE, opinion="现场核查属实。")
        for r in passed
    )  # fmt: skip
    signers = district.users[Role.LEADER]
    keep(
        Closing(measure=v.request.measure, cycle=1, verification=v, kind=v.request.measure.state,
                signer=v.request.measure.signer, by=rng.choice(signers), opinion="同意销号。",
                days_late=v.request.measure.days_late(TODAY), at=noon(v.request.measure.closed_on))
        for v in verifications
        if v.request.measure.state in ENDED
    )  # fmt: skip


def _rest(district: District, measures: list[Measure]) -> None:
    """Milestones, look-backs, outcomes and cards of some of them."""
    rng = district.rng
    working = [m for m in measures if m.state == S.IN_PROGRESS]
    ended = [m for m in measures if m.state in ENDED]
    keep(
        Milestone(measure=m, title="完成初稿", due_on=m.due_on - timedelta(days=9))
        for m in working
        if rng.random() < 0.3
    )
    keep(LookBack(measure=m, cycle=1, **_look_back(m)) for m in ended if rng.random() < 0.5)
    keep(
        Outcome(measure=m, indicator="办理时长", before="15", after="3", unit="天", source="窗口台账",
                as_of=m.closed_on)
        for m in ended
        if rng.random() < 0.2
    )  # fmt: skip
    keep(
        Card(measure=m, cycle=1, level=CardLevel.BLUE, rule="到期前提醒", reason="七日内到期。",
             state=CardState.ISSUED, proposed_on=TODAY, issued_at=noon(TODAY))
        for m in working
        if m.due_on <= TODAY + timedelta(days=7)
    )  # fmt: skip


def _look_back(measure: Measure) -> dict[str, Any]:
    due = measure.closed_on + timedelta(days=90)
    if due <= TODAY:
        return {"due_on": due, "done_on": due, "result": "stable", "note": "成效稳固。"}
    return {"due_on": due}


def _orders(district: District) -> None:
    by = district.users[Role.SUPERVISOR]
    count = max(8, district.size.measures // 250)
    orders = keep(
        SupervisionOrder(number=f"督〔2018〕{n}号", to_unit=district.rng.choice(district.busy_units),
                         subject="重点事项督办单", basis="区委常委会议定事项", requirement="限期办结并反馈。",
                         reply_due=TODAY + timedelta(days=n % 30 - 5), drafted_by=by[0], signed_by=by[1],
                         signed_on=TODAY, state=OrderState.SENT if n % 3 else OrderState.CONCLUDED)
        for n in range(1, count + 1)
    )  # fmt: skip
    through = SupervisionOrder.measures.through
    keep(
        through(supervisionorder_id=order.pk, measure_id=measure.pk)
        for order in orders
        for measure in district.rng.sample(district.measures, 2)
    )
