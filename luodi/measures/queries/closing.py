"""What is still missing before a measure may be closed."""

from dataclasses import dataclass

from django.db.models import Prefetch

from luodi.kernel.choices import EvidenceKind
from luodi.measures.choices import CardLevel, CardState, ExtensionState
from luodi.measures.models import Measure, MeasureEvidence


@dataclass(frozen=True)
class Requirement:
    """One kind of evidence a closing needs, and how many standing pieces this cycle has."""

    kind: str
    label: str
    count: int


def papers() -> Prefetch:
    """Standing evidence of many measures at once, for `standing_evidence`."""
    standing = MeasureEvidence.objects.filter(evidence__withdrawn_at=None)
    return Prefetch("evidence", standing.select_related("evidence"), to_attr="standing")


def standing_evidence(measure: Measure) -> list[MeasureEvidence]:
    """Evidence of the present cycle that was not withdrawn."""
    held = measure.evidence.filter(evidence__withdrawn_at=None).select_related("evidence")
    return [h for h in getattr(measure, "standing", held) if h.cycle == measure.cycle]


def requirements(measure: Measure) -> list[Requirement]:
    """Each required kind with its count: the ✓/✗ list of the page."""
    kinds = [held.evidence.kind for held in standing_evidence(measure)]
    return [
        Requirement(kind, str(EvidenceKind(kind).label), kinds.count(kind))
        for kind in measure.required_evidence
    ]


def missing_evidence(measure: Measure) -> list[str]:
    """Labels of the kinds still missing; one piece of any kind is needed even when none is named (I-1)."""
    missing = [r.label for r in requirements(measure) if not r.count]
    if not missing and not measure.required_evidence and not standing_evidence(measure):
        return [str(EvidenceKind.DOCUMENT.label)]
    return missing


def has_open_milestone(measure: Measure) -> bool:
    """A milestone neither done nor waived."""
    return any(m.done_on is None and not m.waived_why for m in measure.milestones.all())


def has_open_extension(measure: Measure) -> bool:
    """An extension nobody decided yet."""
    return any(e.state == ExtensionState.REQUESTED for e in measure.extensions.all())


def has_unanswered_red_card(measure: Measure) -> bool:
    """A red card of this cycle without the unit's explanation."""
    red = [card for card in measure.cards.all() if card.level == CardLevel.RED]
    return any(card.state == CardState.ISSUED and card.cycle == measure.cycle for card in red)
