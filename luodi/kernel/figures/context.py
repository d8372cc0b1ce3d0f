"""What a figure is asked about: campaign, unit, days, parameters, and as known when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from luodi.kernel import clock

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Context:
    """A campaign, a unit (with all below), days from–to (both included), parameters by name.

    `as_known_at`: leave out what was registered later. Everything unset means: without limit.
    """

    campaign: int | None = None
    unit: int | None = None
    start: date | None = None
    end: date | None = None
    params: Params = ()
    """Given as a mapping or as pairs; kept as pairs in order of name."""
    as_known_at: datetime | None = None

    def __post_init__(self) -> None:
        given: Any = self.params
        pairs = given.items() if isinstance(given, Mapping) else given
        frozen = tuple(sorted((str(name), str(value)) for name, value in pairs))
        object.__setattr__(self, "params", frozen)

    def shifted(self, years: int) -> "Context":
        """The same days `years` away; 29 February becomes the 28th."""
        return replace(self, start=_shift(self.start, years), end=_shift(self.end, years))

    def asking(self, **params: str) -> "Context":
        """The same with these parameters besides."""
        return replace(self, params=tuple((dict(self.params) | params).items()))

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it: only what is set, days and moments as ISO text."""
        found: dict[str, Any] = {
            "campaign": self.campaign,
            "unit": self.unit,
            "start": self.start and self.start.isoformat(),
            "end": self.end and self.end.isoformat(),
            "params": dict(self.params),
            "as_known_at": self.as_known_at and self.as_known_at.isoformat(),
        }
        return {name: value for name, value in found.items() if value not in (None, {})}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> "Context":
        """What `plain` kept."""
        days = {k: date.fromisoformat(kept[k]) for k in ("start", "end") if k in kept}
        known = kept.get("as_known_at")
        return cls(
            kept.get("campaign"), kept.get("unit"), days.get("start"), days.get("end"),
            kept.get("params", ()), datetime.fromisoformat(known) if known else None,
        )  # fmt: skip

    def query(self) -> str:
        """As an address: `?campaign=1&start=2018-01-01`."""
        return "?" + urlencode(self.pairs) if self.pairs else ""

    @property
    def pairs(self) -> list[tuple[str, Any]]:
        """What an address or a form holds of it: name and text of all that is set."""
        found = self.plain()
        found |= found.pop("params", {})
        return list(found.items())


WITHOUT_LIMIT = Context()
"""Everything the reader may see, whenever it was."""


def this_year() -> Context:
    """From New Year's Day to today."""
    today = clock.today()
    return Context(start=today.replace(month=1, day=1), end=today)


def _shift(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
