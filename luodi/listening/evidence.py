"""Whoever sees a gathering sees the evidence that hangs on it."""

from typing import Any

from django.db.models import QuerySet

from luodi.kernel import access
from luodi.listening.models import Gathering


def evidence_of_gatherings(reader: Any) -> QuerySet:
    """Ids of the evidence on gatherings this reader may see."""
    hung = Gathering.evidence.through.objects
    return hung.filter(gathering__in=Gathering.objects.visible_to(reader)).values("evidence")


access.evidence_sources.append(evidence_of_gatherings)
