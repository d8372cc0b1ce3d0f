"""What the measures room keeps."""

from luodi.measures.models.accountability import Accountability, Handover, LeaderAction
from luodi.measures.models.card import Card, SupervisionOrder
from luodi.measures.models.closing import Closing, ClosureRequest, LookBack, Verification
from luodi.measures.models.measure import Measure
from luodi.measures.models.outcome import Outcome
from luodi.measures.models.progress import Extension, MeasureEvidence, Milestone, ProgressReport

__all__ = [
    "Accountability",
    "Card",
    "Closing",
    "ClosureRequest",
    "Extension",
    "Handover",
    "LeaderAction",
    "LookBack",
    "Measure",
    "MeasureEvidence",
    "Milestone",
    "Outcome",
    "ProgressReport",
    "SupervisionOrder",
    "Verification",
]
