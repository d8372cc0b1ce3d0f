"""Laws between figures: a part lies within its whole, parts add up. Tested, and checked on briefs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel.declared import LAW, declare
from luodi.kernel.figures.computing import compute
from luodi.kernel.figures.context import WITHOUT_LIMIT, Context
from luodi.kernel.figures.registry import reference


@dataclass(frozen=True)
class Law:
    """`subset`: every record of `parts` is a record of `whole`. `adds_up`: the numbers do."""

    kind: str
    parts: tuple[str, ...]
    whole: str

    def holds(self, reader: Any, context: Context = WITHOUT_LIMIT) -> bool:
        """Whether it is so for what this reader sees in this context."""
        if self.kind == "subset":
            return self._within(reader, context)
        numbers = [v.number for v in compute([_in(k, context) for k in (*self.parts, self.whole)], reader)]  # fmt: skip
        if None in numbers:
            return all(number is None for number in numbers)
        return bool(sum(n for n in numbers[:-1] if n is not None) == numbers[-1])

    def _within(self, reader: Any, context: Context) -> bool:
        whole, its = _in(self.whole, context)
        for key in self.parts:
            part, asked = _in(key, context)
            inside = whole.records(reader, its).order_by().values("pk")
            if part.records(reader, asked).order_by().exclude(pk__in=inside).exists():
                return False
        return True

    @property
    def words(self) -> str:
        """As its page says it."""
        titles = [figure.title(own) for figure, own in map(reference, (*self.parts, self.whole))]
        joined = " + ".join(f"“{title}”" for title in titles[:-1])
        told = _("%(parts)s都计入“%(whole)s”") if self.kind == "subset" else _("%(parts)s = “%(whole)s”")  # fmt: skip
        return told % {"parts": joined, "whole": titles[-1]}

    def __str__(self) -> str:
        joined = " + ".join(self.parts)
        return f"{joined} {'⊂' if self.kind == 'subset' else '='} {self.whole}"


LAWS: list[Law] = []
"""Every law of every room."""


def subset(part: str, whole: str) -> None:
    """Declare that `part` counts some of the records of `whole`, in every context."""
    _add(Law("subset", (part,), whole))


def adds_up(parts: Sequence[str], whole: str) -> None:
    """Declare that the numbers of `parts` make the number of `whole`, in every context."""
    _add(Law("adds_up", tuple(parts), whole))


def _add(law: Law) -> None:
    if declare(LAW, str(law), known=law in LAWS):
        LAWS.append(law)


def broken_laws(reader: Any, context: Context = WITHOUT_LIMIT) -> list[Law]:
    """The laws that do not hold: two numbers of one page contradict one another."""
    return [law for law in LAWS if not law.holds(reader, context)]


def _in(key: str, context: Context) -> Any:
    figure, own = reference(key)
    return figure, replace(context, params=own.params)
