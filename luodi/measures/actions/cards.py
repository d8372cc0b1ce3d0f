"""Proposing cards by rule: blue goes out by itself, yellow and red wait for a person's name."""

from datetime import date

from luodi.kernel import actions
from luodi.kernel.choices import Role
from luodi.kernel.transitions import SYSTEM, perform
from luodi.kernel.workdays import Workdays
from luodi.measures.choices import CardLevel, CardState
from luodi.measures.models import Card, Measure
from luodi.measures.queries.rules import NEARLY_DUE, Finding, findings, was_shown, watched_measures
from luodi.measures.transitions.telling import tell_office


def propose_cards(day: date) -> list[Card]:
    """Hold every measure against the rules on `day`; a second run on the same day adds nothing."""
    calendar, made = Workdays(), []
    for measure in watched_measures():
        found = list(findings(measure, day, calendar))
        made += [_propose(finding, day) for finding in found if not was_shown(finding)]
        _take_down_reminders(measure, found)
    return made


def _propose(finding: Finding, day: date) -> Card:
    measure = finding.measure
    card = Card(
        measure=measure, cycle=measure.cycle, level=finding.level, rule=finding.rule,
        reason=finding.reason, proposed_on=day,
    )  # fmt: skip
    actions.create(card, by=SYSTEM)
    if finding.level == CardLevel.BLUE:
        return perform(card, "remind", by=SYSTEM)
    tell_office(measure, "card_proposed", finding.reason, Role.SUPERVISOR)
    return card


def _take_down_reminders(measure: Measure, found: list[Finding]) -> None:
    if any(finding.rule == NEARLY_DUE for finding in found):
        return
    for card in measure.cards_read:
        if card.level == CardLevel.BLUE and card.state == CardState.ISSUED:
            perform(card, "take_down", by=SYSTEM)
