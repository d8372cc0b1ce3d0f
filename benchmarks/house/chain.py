"""The trail of all that was generated: events in the order of their days, chained as the kernel chains."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from benchmarks.house.district import TODAY, District, keep
from benchmarks.house.doings import ENDED, REQUESTED, noon
from luodi.kernel.choices import Role
from luodi.kernel.models import TrailEvent, TrailHead, User
from luodi.kernel.trail import digest_of
from luodi.listening.choices import StatementState
from luodi.measures.choices import MeasureState

CHUNK = 20_000
START = "0" * 64


class Line(NamedTuple):
    """One event before it is chained."""

    at: datetime
    action: str
    label: str
    pk: int
    code: str
    role: str
    before: dict[str, Any]
    after: dict[str, Any]


def write_trail(district: District) -> int:
    """Chain exactly as many events as the size says; the head points at the last one."""
    lines = heapq.merge(_statements(district), _measures(district), _problems(district), key=_when)
    previous, seq = START, 0
    chosen = islice(_padded(lines, district), district.size.events)
    while chunk := list(islice(chosen, CHUNK)):
        events = []
        for line in chunk:
            seq += 1
            event = _event(seq, line, previous, district)
            previous = event.hash
            events.append(event)
        keep(events)
    TrailHead.objects.update_or_create(id=1, defaults={"seq": seq, "hash": previous})
    return seq


def _when(line: Line) -> datetime:
    return line.at


def _event(seq: int, line: Line, previous: str, district: District) -> TrailEvent:
    users = district.users[line.role]
    user: User = users[seq % len(users)]
    event = TrailEvent(
        seq=seq, at=line.at, actor_id=user.pk, actor=user.username, address="10.1.0.15",
        action=line.action, model=line.label, object_id=line.pk, object_code=line.code,
        before=line.before, after=line.after, previous_hash=previous,
    )  # fmt: skip
    event.hash = digest_of(event)
    return event


def _padded(lines: Iterator[Line], district: District) -> Iterator[Line]:
    """When everything has been told, people go on editing on the last day."""
    yield from lines
    at = noon(TODAY)
    while True:
        m = district.rng.choice(district.measures)
        change = {"note": district.texts.evidence()}
        yield Line(at, "measures.measure.edit", "measures.measure", m.pk, m.code, Role.OFFICE,
                   {"note": ""}, change)  # fmt: skip


def _statements(district: District) -> Iterator[Line]:
    """Created, accepted, linked: two hours and three days apart; sorted like the rest."""
    waiting: list[Line] = []
    for s in sorted(district.statements, key=lambda s: (s.said_at, s.pk)):
        while waiting and waiting[0].at <= s.said_at:
            yield heapq.heappop(waiting)
        label = "listening.statement"
        after = {"code": s.code, "campaign": s.campaign_id, "unit": s.unit_id, "kind": s.kind,
                 "source_kind": s.source_kind, "text_original": "（已填写）", "state": "draft",
                 "said_at": s.said_at.isoformat(), "likes": s.likes}  # fmt: skip
        yield Line(s.said_at, f"{label}.create", label, s.pk, s.code, Role.CLERK, {}, after)
        for move, days, role in _moves_of(s.state):
            line = Line(min(s.said_at + timedelta(days=days), noon(TODAY)), f"{label}.{move}", label,
                        s.pk, s.code, role, {"state": "submitted"}, {"state": s.state})  # fmt: skip
            heapq.heappush(waiting, line)
    yield from (heapq.heappop(waiting) for _ in range(len(waiting)))


def _moves_of(state: str) -> list[tuple[str, int, str]]:
    moves = []
    if state not in (StatementState.DRAFT, StatementState.SUBMITTED):
        moves.append(("accept", 1, Role.OFFICE))
    if state == StatementState.LINKED:
        moves.append(("link", 3, Role.OFFICE))
    return moves


def _measures(district: District) -> Iterator[Line]:
    lines = (line for m in district.measures for line in _life_of(m))
    return iter(sorted(lines, key=_when))


def _life_of(m: Any) -> Iterator[Line]:
    """What happened to one measure, move by move."""
    label = "measures.measure"
    first = noon(m.assigned_on or TODAY)
    after = {"code": m.code, "campaign": m.campaign_id, "problem": m.problem_id, "state": "draft",
             "lead_unit": m.lead_unit_id, "content": m.content, "target": m.target}  # fmt: skip
    yield Line(first, f"{label}.create", label, m.pk, m.code, Role.OFFICE, {}, after)
    for move, day, role in _days_of(m):
        at = noon(min(day, TODAY))
        yield Line(
            at, f"{label}.{move}", label, m.pk, m.code, role, {"state": "draft"}, {"state": m.state}
        )


def _days_of(m: Any) -> Iterator[tuple[str, Any, str]]:
    if m.state != MeasureState.DRAFT:
        yield "assign", m.assigned_on, Role.OFFICE
    if m.received_on:
        yield "receive", m.received_on, Role.UNIT_HEAD
        yield "report", m.received_on + timedelta(days=20), Role.CLERK
        yield "report", m.received_on + timedelta(days=50), Role.CLERK
        yield "bring_evidence", m.received_on + timedelta(days=30), Role.CLERK
    if m.state in REQUESTED:
        yield "request_closure", m.requested_on or TODAY, Role.UNIT_HEAD
    if m.state in (MeasureState.VERIFIED, *ENDED):
        yield "verify", m.requested_on + timedelta(days=2), Role.VERIFIER
    if m.state in ENDED:
        yield "sign", m.closed_on, Role.LEADER


def _problems(district: District) -> Iterator[Line]:
    label = "problems.problem"
    for p in sorted(district.problems, key=lambda p: (p.listed_on, p.pk)):
        at, after = noon(p.listed_on), {"code": p.code, "title": p.title, "state": "draft"}
        yield Line(at, f"{label}.create", label, p.pk, p.code, Role.OFFICE, {}, after)
        yield Line(
            at,
            f"{label}.list",
            label,
            p.pk,
            p.code,
            Role.OFFICE,
            {"state": "draft"},
            {"state": "listed"},
        )
