"""What the search box finds among the records one may see."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from luodi.kernel import search

FOUND_EACH = 20

SEARCHED = (
    "measures.measure",
    "problems.problem",
    "listening.statement",
    "listening.gathering",
)
"""What the search box looks through, in the order of its answer."""


@dataclass(frozen=True)
class Hits:
    """What was found of one kind."""

    label: Any
    records: list[Any]
    more: bool


def found_by(words: str, reader: Any) -> list[Hits]:
    """Records the reader may see that have every word; two Chinese characters are enough."""
    if not words.strip():
        return []
    answer = []
    for label in SEARCHED:
        model: Any = apps.get_model(label)
        matching = search.find(model.objects.visible_to(reader), words).order_by("-pk")
        rows = list(matching[: FOUND_EACH + 1])
        if rows:
            answer.append(Hits(model._meta.verbose_name, rows[:FOUND_EACH], len(rows) > FOUND_EACH))
    return answer
