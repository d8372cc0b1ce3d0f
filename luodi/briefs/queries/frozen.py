"""Figures answered from a brief's own citations: what a letterhead says is what the text says."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from luodi.briefs.language.faults import Wrong
from luodi.briefs.language.traced import Asked
from luodi.briefs.models import Citation
from luodi.briefs.queries.layout import Layout
from luodi.kernel import clock
from luodi.kernel.figures import FIGURES, Comparison, Value

ELSEWHERE = "请写进正文，Word 模板里只放 {{ body }}"


class FrozenNumbers:
    """Knows what the text cites, and nothing else."""

    def __init__(self, layout: Layout) -> None:
        self.known: dict[tuple[str, str], Citation] = {}
        for citation in layout.figures:
            self.known.setdefault((citation.key, str(citation.context)), citation)

    def prepare(self, asked: Iterable[Asked]) -> None:
        """Nothing to read."""

    def answer(self, asked: Asked) -> Value:
        """The value the text was written with."""
        citation = self._cited(asked)
        number = Decimal(citation.value) if citation.value else None
        whole = number is not None and number == number.to_integral_value()
        figure = FIGURES.get(asked[0])
        return Value(
            key=asked[0], number=int(number) if whole and number is not None else number,
            unit=citation.unit, context=asked[1], records=0, version=1, as_of=clock.now(),
            decimals=figure.decimals if figure else None,
        )  # fmt: skip

    def compared(self, asked: Asked) -> Comparison:
        """Changes stand in the text."""
        raise Wrong(f"同比{ELSEWHERE}")

    def label(self, asked: Asked) -> str:
        """As the text calls it."""
        return self._cited(asked).label

    def series(self, asked: Asked, by: str, span: str) -> Mapping[str, Any]:
        """Charts stand in the text."""
        raise Wrong(f"图{ELSEWHERE}")

    def records(self, asked: Asked, order: str, top: int) -> Mapping[str, Any]:
        """Lists stand in the text."""
        raise Wrong(f"清单{ELSEWHERE}")

    def units(self, kind: str = "org") -> list[tuple[int, str]]:
        """Tables stand in the text."""
        raise Wrong(f"各单位的数字{ELSEWHERE}")

    def _cited(self, asked: Asked) -> Citation:
        found = self.known.get((asked[0], str(asked[1].plain())))
        if found is None:
            raise Wrong(f"Word 模板引用了“{asked[0]}”，正文没有引用它；请在正文里也写上")
        return found
