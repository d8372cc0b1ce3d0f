"""Whoever sees a measure sees the evidence that hangs on it."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from luodi.kernel.access import evidence_sources
from luodi.kernel.evidence import relied_on
from luodi.kernel.models import Evidence
from luodi.measures.choices import RELIED_ON
from luodi.measures.models import Measure, MeasureEvidence, Outcome, Verification


def of_measures(reader: Any) -> QuerySet:
    """Ids of the evidence brought under measures this reader may see."""
    if Measure.objects.all().reads_all(reader):
        return MeasureEvidence.objects.values("evidence")
    mine = Measure.objects.visible_to(reader)
    return MeasureEvidence.objects.filter(measure__in=mine).values("evidence")


def of_verifications(reader: Any) -> QuerySet:
    """Ids of what verifiers brought themselves."""
    mine = Measure.objects.visible_to(reader)
    return Verification.evidence.through.objects.filter(
        verification__request__measure__in=mine
    ).values("evidence")


def of_outcomes(reader: Any) -> QuerySet:
    """Ids of the evidence behind outcomes this reader may see."""
    mine = Outcome.objects.visible_to(reader)
    return Outcome.evidence.through.objects.filter(outcome__in=mine).values("evidence")


def is_relied_on(paper: Evidence) -> str | None:
    """From verification on, what the verifier and the leader saw stays."""
    held = MeasureEvidence.objects.filter(evidence=paper, cycle=F("measure__cycle"))
    if held.filter(measure__state__in=RELIED_ON).exists():
        return _("核验开始后不能再撤回佐证材料。")
    return None


relied_on.append(is_relied_on)
evidence_sources.extend([of_measures, of_verifications, of_outcomes])
