"""Bringing evidence under a measure and withdrawing it."""

from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import evidence as papers
from luodi.kernel import trail
from luodi.measures.actions.permission import cooperating, handler, writing_under
from luodi.measures.choices import MeasureState
from luodi.measures.models import Measure, MeasureEvidence
from luodi.measures.queries.evidence import elsewhere
from luodi.measures.transitions.actors import leader, office, unit_clerk, unit_head
from luodi.measures.transitions.telling import tell_office

BRINGERS = (unit_clerk, unit_head, handler, cooperating, leader, office)
BRINGABLE = (
    MeasureState.ASSIGNED,
    MeasureState.IN_PROGRESS,
    MeasureState.SUSPENDED,
    MeasureState.CLOSURE_REQUESTED,
    MeasureState.SUSTAINED,
)


def attach_evidence(
    measure: Measure, *, by: Any, on_behalf_of: Any = None, **paper: Any
) -> MeasureEvidence:
    """Keep a file or link (see `kernel.evidence.add_evidence`) and count it for the present cycle.

    The same content on another measure is not refused, but the office is told.
    """
    with writing_under(
        measure, "attach", by=by, who=BRINGERS, states=BRINGABLE, on_behalf_of=on_behalf_of
    ) as row:
        kept = papers.add_evidence(by=by, on_behalf_of=on_behalf_of, **paper)
        held = MeasureEvidence.objects.create(measure=row, evidence=kept, cycle=row.cycle)
        trail.record(
            "measures.measure.attach", row, by=by, on_behalf_of=on_behalf_of,
            after={"evidence": kept.pk, "title": kept.title, "sha256": kept.sha256},
        )  # fmt: skip
        if codes := [other.code for other in elsewhere(held)]:
            tell_office(
                row,
                "same_evidence",
                _("佐证与%(codes)s相同，请核对。") % {"codes": "、".join(codes)},
            )
    return held


def withdraw_evidence(held: MeasureEvidence, *, by: Any, why: str) -> MeasureEvidence:
    """Withdraw what one brought, before anybody relied on it; the file and the reason stay."""
    with writing_under(held.measure, "withdraw_evidence", by=by, who=BRINGERS):
        papers.withdraw_evidence(held.evidence, by=by, why=why)
    return held
