"""Where the same content serves twice."""

from collections.abc import Iterable

from luodi.measures.models import Measure, MeasureEvidence


def elsewhere(held: MeasureEvidence) -> list[Measure]:
    """Other measures that were shown the very same content."""
    same = MeasureEvidence.objects.filter(evidence__sha256=held.evidence.sha256)
    return list(
        Measure.objects.filter(pk__in=same.exclude(measure=held.measure_id).values("measure"))
    )


def used_twice(held: Iterable[MeasureEvidence]) -> dict[str, list[str]]:
    """Digest → codes of all measures it serves, for those of `held` that serve more than one."""
    found: dict[str, set[str]] = {}
    pairs = MeasureEvidence.objects.filter(evidence__sha256__in={h.evidence.sha256 for h in held})
    for digest, code in pairs.values_list("evidence__sha256", "measure__code"):
        found.setdefault(digest, set()).add(code)
    return {digest: sorted(codes) for digest, codes in found.items() if len(codes) > 1}
