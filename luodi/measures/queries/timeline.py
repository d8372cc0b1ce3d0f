"""Everything that happened to a measure as one list, newest first, cycle by cycle."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.kernel.models import TrailEvent
from luodi.kernel.relations import note_empty, read_together
from luodi.kernel.transitions import table_of
from luodi.measures.choices import (
    Assessment,
    CardLevel,
    CardState,
    ExtensionState,
    HandoverState,
    LookBackResult,
)
from luodi.measures.models import Measure, MeasureEvidence

TONE_OF_CARD = {CardLevel.BLUE: "", CardLevel.YELLOW: "warn", CardLevel.RED: "bad"}
TOLD_BY_ROWS = {"request_closure", "pass_verification", "return_to_work", "sign", "sign_sustained"}
"""Moves whose own row says more than the trail."""
SYMBOL_OF_MOVE = {
    "assign": "send", "receive": "check", "hand_back": "arrow-back-up", "suspend": "lock",
    "cancel": "ban", "cancel_in_progress": "ban", "reopen": "refresh", "accept_request": "eye",
    "decline_signature": "arrow-back-up", "withdraw_request": "arrow-back-up",
}  # fmt: skip


RELATIONS = {
    "accountabilities": ("person",),
    "cooperating_units": (),
    "milestones": (),
    "progress_reports": ("by__person", "on_behalf_of", "superseded_by"),
    "evidence": ("evidence__added_by__person", "evidence__on_behalf_of"),
    "leader_actions": ("person", "by__person"),
    "extensions": ("requested_by__person", "decided_by__person"),
    "handovers": ("from_person", "to_person", "proposed_by__person"),
    "cards": ("issued_by__person", "lifted_by__person"),
    "closure_requests": (
        "by__person", "on_behalf_of", "verification__verifier", "verification__by__person",
    ),
    "closings": ("signer", "by__person"),
    "look_backs": ("by__person",),
    "outcomes": (),
    "supervision_orders": ("signed_by__person",),
}  # fmt: skip
"""What hangs on a measure, and whom its rows name."""


def read_history(measure: Measure) -> None:
    """What the timeline and the page around it show, two queries for all of it: evidence with whoever
    brought it and whether the same content serves another measure, reports, cards, look-backs."""
    note_empty(measure, *RELATIONS)
    same = MeasureEvidence.objects.filter(evidence__sha256=OuterRef("evidence__sha256"))
    elsewhere = Exists(same.exclude(measure=OuterRef("measure")))
    rows: dict[str, QuerySet] = {
        name: getattr(measure, name).select_related(*paths)
        if paths
        else getattr(measure, name).all()
        for name, paths in RELATIONS.items()
    }
    rows["evidence"] = rows["evidence"].annotate(serves_elsewhere=elsewhere)
    rows["accountabilities"] = rows["accountabilities"].filter(until=None)
    read_together(measure, **rows)


@dataclass
class Event:
    """One thing on the timeline; the fields are what `kernel/parts/timeline.html` reads."""

    when: datetime
    who: str
    label: str
    text: str = ""
    tone: str = ""
    symbol: str = "circle-dot"
    url: str = ""
    on_behalf: str = ""
    papers: list[tuple[str, str]] = field(default_factory=list)
    cycle: int = 0


def timeline(measure: Measure) -> list[tuple[int, list[Event]]]:
    """Events grouped by cycle, the present cycle first, of a measure whose history was read."""
    found = sorted(_events(measure), key=lambda event: event.when)[::-1]
    starts = [e.when for e in reversed(found) if e.symbol == "refresh"]
    cycles: dict[int, list[Event]] = {}
    for event in found:
        number = event.cycle or 1 + sum(event.when >= start for start in starts)
        cycles.setdefault(min(number, measure.cycle), []).append(event)
    return sorted(cycles.items(), reverse=True)


def _events(measure: Measure) -> Iterator[Event]:
    yield from _moves(measure)
    yield from _reports(measure)
    yield from _papers(measure)
    yield from _leader(measure)
    yield from _extensions(measure)
    yield from _handovers(measure)
    yield from _cards(measure)
    yield from _closings(measure)
    yield from _afterwards(measure)


def _moves(measure: Measure) -> Iterator[Event]:
    moves = table_of(measure).moves
    for event in TrailEvent.objects.about(measure).filter(allowed=True):
        name = event.action.rpartition(".")[2]
        if name == "create":
            yield Event(event.at, event.actor, _("草拟"), symbol="plus")
        if name not in moves or name in TOLD_BY_ROWS:
            continue
        text = event.after.get("reason", "")
        if until := event.after.get("until"):
            text = _("%(text)s（至%(day)s）") % {"text": text, "day": until}
        yield Event(
            event.at, event.actor, str(moves[name].label), text, "warn" if moves[name].danger else "",
            SYMBOL_OF_MOVE.get(name, "circle-dot"), on_behalf=event.on_behalf_of and event.actor,
        )  # fmt: skip


def _reports(measure: Measure) -> Iterator[Event]:
    for report in measure.progress_reports.all():
        lines = [report.text]
        if report.next_step:
            lines.append(_("下一步：%(text)s") % {"text": report.next_step})
        if report.needs_coordination:
            lines.append(_("需协调：%(text)s") % {"text": report.needs_coordination})
        label = _("进展反馈（已被更正）") if hasattr(report, "superseded_by") else _("进展反馈")
        if report.self_assessment != Assessment.NORMAL:
            label = f"{label} · {report.get_self_assessment_display()}"
        yield _by(
            report, report.submitted_at, label, "\n".join(lines), symbol="message-2", cycle=report.cycle,
            tone="" if report.self_assessment == Assessment.NORMAL else "warn",
        )  # fmt: skip


def _papers(measure: Measure) -> Iterator[Event]:
    for held in measure.evidence.all():
        paper = held.evidence
        label = _("佐证材料（%(kind)s）") % {"kind": paper.get_kind_display()}
        text = (
            _("已撤回：%(why)s") % {"why": paper.withdrawn_why}
            if paper.withdrawn_at
            else paper.described
        )
        yield Event(
            paper.created_at, str(paper.on_behalf_of or paper.added_by), label, text,
            "bad" if paper.withdrawn_at else "", "paperclip",
            on_behalf=str(paper.added_by) if paper.on_behalf_of else "",
            papers=[(paper.title, paper.get_absolute_url())], cycle=held.cycle,
        )  # fmt: skip


def _leader(measure: Measure) -> Iterator[Event]:
    for action in measure.leader_actions.all():
        text = action.content
        if action.decision:
            text = _("%(text)s\n议定：%(decision)s") % {"text": text, "decision": action.decision}
        yield Event(
            _moment(action.done_on), str(action.person), _("领导%(kind)s") % {"kind": action.get_kind_display()},
            text, "good", "user", on_behalf=str(action.by) if action.on_behalf_of_id else "",
        )  # fmt: skip


def _extensions(measure: Measure) -> Iterator[Event]:
    for asked in measure.extensions.all():
        label = _("申请延期：%(old)s → %(new)s") % {"old": asked.from_date, "new": asked.to_date}
        yield Event(
            asked.created_at, str(asked.requested_by), label, asked.reason, symbol="calendar"
        )
        if asked.decided_at:
            agreed = asked.state == ExtensionState.APPROVED
            yield Event(
                asked.decided_at, str(asked.decided_by), str(asked.get_state_display()),
                asked.decision_why, "good" if agreed else "warn", "calendar",
            )  # fmt: skip


def _handovers(measure: Measure) -> Iterator[Event]:
    for handover in measure.handovers.all():
        label = _("提出责任交接：%(a)s → %(b)s") % {
            "a": handover.from_person,
            "b": handover.to_person,
        }
        text = _("未了事项：%(text)s") % {"text": handover.remaining}
        yield Event(handover.created_at, str(handover.proposed_by), label, text, symbol="users")
        if handover.decided_at:
            accepted = handover.state == HandoverState.ACCEPTED
            yield Event(
                handover.decided_at, str(handover.to_person), str(handover.get_state_display()),
                handover.declined_why, "good" if accepted else "warn", "users",
            )  # fmt: skip


def _cards(measure: Measure) -> Iterator[Event]:
    for card in measure.cards.all():
        shared = {"symbol": "flag", "cycle": card.cycle}
        level = str(card.get_level_display())
        if card.issued_at:
            who = str(card.issued_by or _("系统"))
            yield Event(card.issued_at, who, level, card.reason, TONE_OF_CARD[card.level], **shared)
        elif card.state == CardState.PROPOSED:
            label = _("拟亮%(card)s") % {"card": level}
            yield Event(card.created_at, _("系统"), label, card.reason, **shared)
        if card.replied_at:
            yield Event(
                card.replied_at, str(measure.lead_unit), _("说明情况"), card.reply, **shared
            )
        if card.lifted_at:
            label, who = _("%(card)s摘牌") % {"card": level}, str(card.lifted_by or _("系统"))
            yield Event(card.lifted_at, who, label, card.decided_why, "good", **shared)


def _closings(measure: Measure) -> Iterator[Event]:
    for request in measure.closure_requests.all():
        yield _by(
            request,
            request.requested_at,
            _("申请销号"),
            request.result_text,
            symbol="flag",
            cycle=request.cycle,
        )
        if (check := getattr(request, "verification", None)) is not None:
            verdict = _("核验通过") if check.passed else _("核验退回")
            label = _("%(verdict)s（%(method)s）") % {
                "verdict": verdict,
                "method": check.get_method_display(),
            }
            if check.shares_unit:
                label = _("%(label)s · 核验人属责任单位") % {"label": label}
            yield Event(
                check.at, str(check.verifier), label, check.opinion, "good" if check.passed else "warn",
                "eye", cycle=request.cycle,
            )  # fmt: skip
    for closing in measure.closings.all():
        label = _("签认：%(state)s") % {"state": closing.get_kind_display()}
        text = closing.opinion
        if closing.days_late:
            text = _("%(text)s（超期%(n)d天）") % {"text": text, "n": closing.days_late}
        yield Event(
            closing.at, str(closing.signer), label, text, "good", "certificate",
            on_behalf=str(closing.by) if closing.on_behalf_of_id else "", cycle=closing.cycle,
        )  # fmt: skip


def _afterwards(measure: Measure) -> Iterator[Event]:
    for look in measure.look_backs.all():
        if not look.result:
            continue
        stable = look.result == LookBackResult.STABLE
        label = _("回头看：%(result)s") % {"result": look.get_result_display()}
        yield Event(
            _moment(look.done_on), str(look.by), label, look.note, "good" if stable else "bad", "search",
            cycle=look.cycle,
        )  # fmt: skip
    for outcome in measure.outcomes.all():
        label = _("成效：%(what)s") % {"what": outcome.indicator}
        text = f"{outcome.before} → {outcome.after}{outcome.unit}\n{outcome.story}".strip()
        yield Event(outcome.created_at, outcome.source, label, text, "good", "chart-bar")
    for order in measure.supervision_orders.all():
        if order.signed_on is None:
            continue
        label = _("督办单 %(number)s") % {"number": order.number}
        yield Event(
            _moment(order.signed_on), str(order.signed_by), label, order.subject, "warn", "file-text",
            order.get_absolute_url(),
        )  # fmt: skip


def _by(row: Any, when: datetime, label: str, text: str, **more: Any) -> Event:
    """An event of a row that has `by` and `on_behalf_of`."""
    spoken_for = row.on_behalf_of
    return Event(
        when,
        str(spoken_for or row.by),
        label,
        text,
        on_behalf=str(row.by) if spoken_for else "",
        **more,
    )


def _moment(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
