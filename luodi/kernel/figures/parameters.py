"""Parameters of a figure: 1000万元以上签约落地项目 is one figure asked with min=1000万元."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel.figures.values import Text, rounded
from luodi.kernel.refusals import Refused

RESERVED = {"campaign", "unit", "start", "end", "as_known_at", "page", "at", "list", "sort", "key"}
"""Names an address or a context uses already."""
_MONEY = re.compile(r"^(?P<n>\d+(?:\.\d+)?)?(?P<scale>[万亿]{0,2})(?P<unit>元|美元)?$")
_SCALE = {"": Decimal(1), "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8, "万亿": Decimal(10) ** 12}


class UnknownParameter(Refused):
    """A figure was asked with a parameter it does not have, or with a value it cannot read."""


@dataclass(frozen=True)
class Param:
    """One parameter: `lookup` filters the records by what `text` reads as."""

    name: str
    lookup: str
    label: Text = ""
    kind: str = "text"
    """text, number, money (1000万元, 亿元) or key (of a record)."""
    default: str | None = None
    phrase: Text = "%s"
    """How a label says it, such as %s以上."""

    def read(self, text: str) -> Any:
        """The value to filter by; `UnknownParameter` when the text says none."""
        try:
            return _READ[self.kind](text)
        except (ValueError, InvalidOperation):
            message = _("参数“%(name)s”写作“%(text)s”，读不出来。")
            raise UnknownParameter(
                message % {"name": self.label or self.name, "text": text}
            ) from None

    def canonical(self, text: str) -> str:
        """One spelling for one value: 0.1亿元 and 1000万 are 1000万元."""
        value = self.read(text)
        if self.kind != "money":
            return str(value)
        unit = "美元" if text.strip().endswith("美元") else "元"
        for scale in ("亿", "万", ""):
            if value % _SCALE[scale] == 0 and value >= _SCALE[scale]:
                return f"{rounded(value / _SCALE[scale], None):f}{scale}{unit}"
        return f"{rounded(value, None):f}{unit}"


def _money(text: str) -> Decimal:
    found = _MONEY.match(text.strip().replace(",", ""))
    if found is None or not (found["n"] or found["scale"]):
        raise ValueError(text)
    return Decimal(found["n"] or 1) * _SCALE[found["scale"]]


def _number(text: str) -> Decimal:
    number = Decimal(text.strip())
    if not number.is_finite():
        raise ValueError(text)
    return number


_READ: dict[str, Callable[[str], Any]] = {
    "text": str.strip,
    "number": _number,
    "money": _money,
    "key": int,
}
KINDS = tuple(_READ)
