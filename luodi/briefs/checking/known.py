"""What the records say, in the form the claim engine takes: only what a text may mean is asked.

A figure can be asked about any days and any unit, so the text decides. First the names alone tell
which figures a claim may mean; then just those are computed, for the days and the place it says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from luodi.engines import claims as engine
from luodi.engines.claims.agreement import figure_period
from luodi.kernel import clock, preferences
from luodi.kernel.choices import Role
from luodi.kernel.figures import FIGURES, Context, Figure, values_of
from luodi.kernel.models import Unit
from luodi.listening.models import Campaign, Phase

SEES_ALL = (Role.OFFICE, Role.SUPERVISOR, Role.APPROVER)
"""Whoever holds one of these sees the whole of a campaign; the others see what is their unit's."""


@dataclass(frozen=True)
class Home:
    """What a text speaks for when it names no place."""

    name: str
    unit: int | None = None
    campaign: Campaign | None = None
    units: frozenset[int] | None = frozenset()
    """Units whose records the reader sees whole, so that their numbers may be told; None: all."""
    start: date | None = None
    """First day of what the text is about, where it says so of itself."""


@dataclass(frozen=True)
class Asked:
    """A figure asked about something, and how the engine is told of what."""

    key: str
    context: Context
    period: str
    scope: str

    @property
    def name(self) -> str:
        """The key with its parameters, as the engine reads limits from it."""
        params = ",".join(f"{name}={value}" for name, value in self.context.params)
        return f"{self.key}[{params}]" if params else self.key


Wanted = dict[Asked, set[int]]
"""What to ask, and the starts of the claims it may answer."""
Known = dict[str, tuple[engine.Figure, Asked]]
"""Engine key → the figure with its value, and what was asked."""


def home_of_reader(reader: Any, campaign: Campaign | None, unit: Unit | None = None) -> Home | None:
    """The whole district for those who see all of it, else one's own unit; None: nothing to hold against.

    A number that counts only what a reader may see must not contradict the number of the district.
    """
    whole = reader.standing.has(*SEES_ALL, campaign=campaign.pk if campaign else None)
    units = None if whole else frozenset(reader.standing.unit_ids(Role.CLERK, Role.UNIT_HEAD))
    if unit is None and whole:
        return Home(_district(), None, campaign, None)
    if unit is None:
        roots = [h.unit_id for h in reader.standing.held if h.unit_id in (units or ())]
        unit = Unit.objects.filter(pk__in=roots).first()
    if unit is None or (units is not None and unit.pk not in units):
        return None
    return Home(unit.short_name, unit.pk, campaign, units)


def _district() -> str:
    """How texts call the whole: the system's own name where that is a place."""
    name = str(preferences.get("office.name"))
    return name if name.endswith(("区", "县", "市", "旗")) else "全区"


def nameable(
    reader: Any, claims: Sequence[engine.Claim], aliases: Mapping[str, Sequence[str]]
) -> list[engine.Figure]:
    """Every figure this reader may ask, by name only: to find out what a text may mean."""
    limits = {_limit(claim) for claim in claims} - {None}
    found = []
    for figure in FIGURES.values():
        if not figure.visible(reader) or _needs_a_record(figure):
            continue
        takes = any(p.name == "min" and p.kind == "money" for p in figure.params)
        for limit in sorted(filter(None, limits)) if takes else [""]:
            key = f"{figure.key}[min={limit}]" if limit else figure.key
            found.append(_told(figure, key, aliases.get(figure.key, ()), Decimal(0)))
    return found


def wanted(
    claims: Iterable[tuple[engine.Claim, Iterable[str]]], doc: date | None, home: Home
) -> Wanted:
    """What must be asked: each claim's likely figures, for its days and its place."""
    units = _units_named({claim.scope for claim, _keys in claims if claim.scope}, home)
    phases = _phases(home)
    asked: Wanted = {}
    for claim, keys in claims:
        unit, scope = units.get(claim.scope or "", (home.unit, home.name))
        for key in keys:
            name, _bracket, params = key.rstrip("]").partition("[")
            figure = FIGURES[name]
            if unit is not None and "unit" not in figure.paths:
                continue
            base = Context(
                campaign=home.campaign.pk if home.campaign and "campaign" in figure.paths else None,
                unit=unit,
                params=(tuple(params.split("=", 1)),) if params else (),  # type: ignore[arg-type]
            )
            for context, period in _times(figure, base, claim.period, doc, home, phases):
                asked.setdefault(Asked(name, context, period, scope), set()).add(claim.start)
    return asked


def known(asked: Sequence[Asked], reader: Any, aliases: Mapping[str, Sequence[str]]) -> Known:
    """Their values today, with those of a year before, in one query."""
    earlier = {one: one.context.shifted(-1) for one in asked if _has_earlier(one)}
    pairs = [(one.key, one.context) for one in asked]
    pairs += [(one.key, context) for one, context in earlier.items()]
    values = values_of(pairs, reader)
    found: Known = {}
    for n, one in enumerate(asked):
        value = values[one.key, one.context]
        if value.number is None:
            continue
        before = values[one.key, earlier[one]].number if one in earlier else None
        told = _told(
            FIGURES[one.key], f"{one.name}#{n}", aliases.get(one.key, ()), Decimal(value.number),
            period=one.period, scope=one.scope, previous=None if before is None else Decimal(before),
        )  # fmt: skip
        found[told.key] = told, one
    return found


def _told(
    figure: Figure, key: str, learned: Sequence[str], value: Decimal, **more: Any
) -> engine.Figure:
    aliases = tuple(str(alias) for alias in (*figure.aliases, *learned))
    return engine.Figure(key, str(figure.label), value, str(figure.unit), aliases=aliases, **more)


def _limit(claim: engine.Claim) -> str | None:
    limit = claim.threshold
    if limit is None or limit.op != "ge" or limit.unit_base not in ("元", "美元"):
        return None
    return f"{limit.value:f}{limit.unit_base}"


def _needs_a_record(figure: Figure) -> bool:
    """A parameter that names a record cannot be read from a text."""
    return any(p.kind == "key" and p.default is None for p in figure.params)


def _units_named(names: set[str], home: Home) -> dict[str, tuple[int, str]]:
    """Places a text names that are units: name → (unit, the name as the engine compares it)."""
    rows = Unit.objects.values_list("pk", "short_name", "full_name")
    found = {}
    for pk, short, full in rows:
        for name in names - {home.name}:
            if name in (short, full, home.name + short) and (
                home.units is None or pk in home.units
            ):
                found[name] = (pk, name)
    return found


def _phases(home: Home) -> dict[str, Phase]:
    """Phases of the campaign by the name under which the engine knows them: 第三阶段 is 第3阶段."""
    rows = Phase.objects.filter(campaign=home.campaign) if home.campaign else ()
    said = ((figure_period(phase.name, None), phase) for phase in rows)
    return {period.name: phase for period, phase in said if period and period.kind == "phase"}


def _times(
    figure: Figure, base: Context, said: engine.Period | None, doc: date | None, home: Home,
    phases: Mapping[str, Phase],
) -> list[tuple[Context, str]]:  # fmt: skip
    """The contexts in which a figure may answer a claim of this period, and their names."""
    if not figure.has_time:
        return [(base, clock.today().isoformat())]
    if said is None or said.kind == "now":
        return [_to_date(base, doc, home)]
    if said.kind == "phase":
        phase = phases.get(said.name)
        return [(replace(base, start=phase.start, end=phase.end), said.name)] if phase else []
    if not (said.start and said.end) or said.kind not in ("span", "day", "since", "point"):
        return []
    start: date | None = said.start
    if said.kind == "point":
        start = None if figure.is_stock else date(said.end.year, 1, 1)
    return [(replace(base, start=start, end=said.end), f"{start or said.end}..{said.end}")]


def _to_date(base: Context, doc: date | None, home: Home) -> tuple[Context, str]:
    """What a claim without a period means: what the text is about, else all of the campaign up to its day."""
    end = doc or clock.today()
    start = home.start or date(end.year, 1, 1)
    if home.start is None and home.campaign and "campaign" in base.plain():
        start = min(start, home.campaign.start)
    return replace(base, start=start, end=end), f"{start}..{end}"


def _has_earlier(one: Asked) -> bool:
    return (
        FIGURES[one.key].has_time and one.context.start is not None and one.context.end is not None
    )
