"""A value that remembers where it came from. On the page it is one private character until the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

from luodi.briefs.choices import CitationKind
from luodi.kernel.figures import Comparison, Context, Number, Value

FIRST_MARK = 0xF0000
"""Supplementary private use: no text a person types, and no digit."""
MOST_MARKS = 5000


Asked: TypeAlias = tuple[str, Context]
"""A figure in a context, as the page asks for it."""


class Numbers(Protocol):
    """Where figures come from; asked once for all of them, then one by one from what was read."""

    def prepare(self, asked: Iterable[Asked]) -> None:
        """Read these in as few queries as possible."""

    def answer(self, asked: Asked) -> Value:
        """One figure. Raises `Wrong` when there is no such figure or the context does not suit it."""

    def compared(self, asked: Asked) -> Comparison:
        """The same beside the year before."""

    def label(self, asked: Asked) -> str:
        """What the figure is called, with its parameters."""

    def series(self, asked: Asked, by: str, span: str) -> Mapping[str, Any]:
        """Points of a chart: labels, values, unit, label."""

    def records(self, asked: Asked, order: str, top: int) -> Mapping[str, Any]:
        """Records behind a figure: headings and rows."""

    def units(self, kind: str = "org") -> list[tuple[int, str]]:
        """The units directly under the page's scope, or of one kind: key and short name."""


@dataclass
class Traced:
    """One citation: its kind, what it says, and where that comes from."""

    kind: str
    shown: str
    asked: Asked | None = None
    value: Value | None = None
    label: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    form: tuple[tuple[Any, ...], ...] = ()
    """Filters that made the words, with what they were given: the same words can be made again."""
    page: Any = field(default=None, repr=False, compare=False)

    allowed = ("number", "unit", "previous", "yoy", "has_base")

    @property
    def number(self) -> Number | None:
        """The exact number, for comparing in `{% if %}`; printing it is refused."""
        return self.value.number if self.value else None

    @property
    def unit(self) -> str:
        """次, 元, %."""
        return str(self.value.unit) if self.value else ""

    @property
    def comparison(self) -> Comparison | None:
        """Beside the same days a year earlier."""
        return self.page.numbers.compared(self.asked) if self.asked else None

    @property
    def previous(self) -> Number | None:
        """The number a year earlier."""
        found = self.comparison
        return found.previous.number if found and found.previous else None

    @property
    def has_base(self) -> bool:
        """Whether there is something to compare with."""
        found = self.comparison
        return bool(found and found.has_base)

    @property
    def yoy(self) -> Decimal:
        """Change against the year before in percent; 0 without a base."""
        found = self.comparison
        return (found.percent if found else None) or Decimal(0)

    def saying(self, text: str, *how: Any) -> "Traced":
        """The same value in other words, made by the filter `how`."""
        return replace(self, shown=text, form=(*self.form, how) if how else self.form)

    def __str__(self) -> str:
        mark: str = self.page.place(self)
        return mark

    __html__ = __str__


def figure_of(value: Value, asked: Asked, page: Any) -> Traced:
    """A figure as it stands in a sentence: number and unit."""
    text = value.text if value.number is None else f"{value.text}{value.unit}"
    return Traced(CitationKind.FIGURE, text, asked, value, page.numbers.label(asked), page=page)
