"""What a figure answers: a typed value, never a bare number, and two of them compared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel.figures.context import Context

Number: TypeAlias = int | Decimal
Text: TypeAlias = str | Promise


class Kind(StrEnum):
    """How a figure stands to time and to its records."""

    FLOW = "flow"  # happened within the days
    STOCK = "stock"  # held on the last day
    RATIO = "ratio"  # of two lists
    DIFF = "diff"  # between two lists
    EACH = "each"  # the same for every record, or no number at all
    DISTINCT = "distinct"  # different values; months do not add up
    EXTERNAL = "external"  # read from a document, not counted here

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(_KINDS[self])


_KINDS = {
    Kind.FLOW: gettext_lazy("期间数"),
    Kind.STOCK: gettext_lazy("时点数"),
    Kind.RATIO: gettext_lazy("比率"),
    Kind.DIFF: gettext_lazy("差额"),
    Kind.EACH: gettext_lazy("每件数"),
    Kind.DISTINCT: gettext_lazy("去重数"),
    Kind.EXTERNAL: gettext_lazy("外部数"),
}


class Fingerprint(NamedTuple):
    """Of the records behind a value: how many, their sum, and all their digests in one number.

    Cheap, to notice a drift; not a proof, for that a snapshot keeps every digest.
    """

    n: int
    sum: Number | None
    xor: int


@dataclass(frozen=True)
class Value:
    """A number with what it is. Two values are equal when they say the same of the same."""

    key: str
    number: Number | None
    """Unrounded; None when there is none: not visible, nothing to divide by, `each` differs."""
    unit: Text
    context: Context
    records: int
    version: int
    as_of: datetime = field(compare=False)
    kind: Kind = Kind.FLOW
    decimals: int | None = None
    low: Number | None = None
    """Of `each`: the smallest and the largest among the records."""
    high: Number | None = None
    visible: bool = True
    fingerprinting: Callable[[], Fingerprint] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def period(self) -> tuple[date | None, date | None]:
        """From–to, both included; a stock has only the day on which it held."""
        if self.kind == Kind.STOCK:
            return None, self.context.end
        return self.context.start, self.context.end

    @property
    def scope(self) -> int | None:
        """The unit (with all below) it was asked for; None: all the reader may see."""
        return self.context.unit

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """Of the records as they are now; asks the database once."""
        if self.fingerprinting is None:
            return Fingerprint(self.records, self.number, 0)
        return self.fingerprinting()

    @property
    def text(self) -> str:
        """The number as it is written, rounded half up to the figure's decimals; “—” for none."""
        if self.number is None:
            return "—"
        if isinstance(self.number, int):
            return str(self.number)
        return f"{rounded(self.number, self.decimals):f}"

    def __str__(self) -> str:
        return self.text


class Point(NamedTuple):
    """A month of a history: its first day and the number."""

    month: date
    number: Number


@dataclass(frozen=True)
class Comparison:
    """A value beside the one before. Percentages come from unrounded values."""

    value: Value
    previous: Value | None
    adjusted: bool = False
    """口径调整: the two periods were counted by different definitions."""

    @property
    def has_base(self) -> bool:
        """False when there is nothing to compare with: 无可比基数."""
        return bool(self._before) and self.value.number is not None

    @property
    def percent(self) -> Decimal | None:
        """Change in percent; None without a base, after a change of sign or of definition."""
        now, before = self.value.number, self._before
        if now is None or not before or self.adjusted or (now < 0) != (before < 0):
            return None
        return (Decimal(now) / Decimal(before) - 1) * 100

    @property
    def difference(self) -> Number | None:
        """Now minus before, in the figure's unit (percentages: in points); None without both."""
        if self.value.number is None or self._before is None or self.adjusted:
            return None
        return self.value.number - self._before

    @property
    def words(self) -> str:
        """As an official text says it: 同比增长7.8%, 同比持平, 无可比基数, 口径调整."""
        if self.adjusted:
            return _("口径调整，不作同比")
        if not self.has_base:
            return _("无可比基数")
        if self.value.kind == Kind.RATIO:
            return self._absolute(_("个百分点") if str(self.value.unit) == "%" else self.value.unit)
        if self.percent is None or (self._before or 0) < 0:  # a loss that grows is no growth
            return self._absolute(self.value.unit)
        share = rounded(abs(self.percent), 1)
        if not self.percent:
            return _("同比持平")
        return (_("同比增长%s%%") if self.percent > 0 else _("同比下降%s%%")) % share

    def _absolute(self, unit: Text) -> str:
        difference: Number = self.difference or 0
        if not difference:
            return _("同比持平")
        size = rounded(abs(Decimal(difference)), self.value.decimals)
        return (_("同比增加%s%s") if difference > 0 else _("同比减少%s%s")) % (f"{size:f}", unit)

    @property
    def _before(self) -> Number | None:
        return None if self.previous is None else self.previous.number


def rounded(number: Decimal, decimals: int | None) -> Decimal:
    """Half up, as offices round; None keeps all places but superfluous zeros."""
    if decimals is None:
        plain = number.normalize()
        return plain.quantize(Decimal(1)) if plain == plain.to_integral() else plain
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
