"""A declared figure: its records in a context, and everything that is derived from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import clock
from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.field_paths import field_at
from luodi.kernel.figures.computing import compare_all, compute, ids_under
from luodi.kernel.figures.context import WITHOUT_LIMIT, Context
from luodi.kernel.figures.fingerprints import fingerprint_of
from luodi.kernel.figures.measures import COUNT, Measure, Reduced
from luodi.kernel.figures.parameters import Param, UnknownParameter
from luodi.kernel.figures.rollup.shape import Shape, shape_of
from luodi.kernel.figures.values import Comparison, Fingerprint, Kind, Point, Text, Value

Records: TypeAlias = Callable[[Any], models.QuerySet]

MONTHS_OF_STOCK = 24
"""A stock has no records per month; its history asks for the last day of so many months."""


class Audience(NamedTuple):
    """Who may see a figure, in words and as a rule."""

    label: Text
    allows: Callable[[Any], bool]
    roles: tuple[str, ...] = ()


_ROLES: dict[str, Text] = dict(Role.choices)


def holders(*roles: str) -> Audience:
    """Those who hold one of these roles, wherever it is."""
    label = format_lazy("、".join(["{}"] * len(roles)), *(_ROLES.get(role, role) for role in roles))
    return Audience(
        label, lambda reader: is_business(reader) and reader.standing.has(*roles), roles
    )


BUSINESS = Audience(gettext_lazy("业务人员，各看自己有权看的记录"), is_business)


@dataclass(frozen=True)
class Edition:
    """One version of a definition: from which day its numbers are counted this way, and why."""

    version: int
    since: date
    note: Text


@dataclass(frozen=True)
class Figure:
    """One declared figure."""

    key: str
    label: Text
    unit: Text
    rule: Text
    """口径: the rule in words, shown on its page."""
    source: Records
    measure: Measure = COUNT
    time: str = ""
    paths: dict[str, str] = field(default_factory=dict)
    """context name (campaign, unit) → look-up path on the records."""
    columns: Sequence[str] = ("__str__",)
    owner: Text = ""
    aliases: Sequence[str] = ()
    params: Sequence[Param] = ()
    version: int = 1
    editions: Sequence[Edition] = ()
    """Earlier and present versions with the day from which each counts; empty: one from ever on."""
    until: str = ""
    """Of a stock with dates: the last day on which a record holds; `time` is the first."""
    declared_kind: Kind | None = None
    decimals: int | None = None
    good: str = ""
    """up or down: which way is better; "" when neither."""
    evidence: Sequence[str] = ()
    """Look-up paths from a record to the evidence that proves it."""
    audience: Audience = BUSINESS
    rolled_up: bool = False
    """Over a table so large that whole months are counted beforehand (`figures.rollup`)."""

    @property
    def kind(self) -> Kind:
        """flow, stock, ratio, diff, each, distinct, external."""
        if self.declared_kind is not None:
            return self.declared_kind
        by_measure = {"each": Kind.EACH, "newest": Kind.EXTERNAL, "distinct": Kind.DISTINCT}
        if self.until or not self.time:
            return by_measure.get(self.measure.kind, Kind.STOCK)
        return by_measure.get(self.measure.kind, Kind.FLOW)

    @property
    def is_stock(self) -> bool:
        """Whether it holds on a day instead of happening within days."""
        return bool(self.until) or self.declared_kind == Kind.STOCK or not self.time

    @property
    def width(self) -> int:
        """How many lists the number is made of."""
        return 1

    @property
    def asks(self) -> frozenset[str]:
        """What makes a difference to it: days, unit, campaign."""
        return frozenset(self.paths) | ({"days"} if self.has_time else set())

    @property
    def has_time(self) -> bool:
        """Whether days make a difference to it."""
        return bool(self.time)

    def visible(self, reader: Any) -> bool:
        """Whether this reader may ask at all; what he may not ask shows no number, not a zero."""
        return bool(self.audience.allows(reader))

    def title(self, context: Context = WITHOUT_LIMIT) -> str:
        """The label with its parameters: 签约落地项目（1000万元以上）."""
        asked = dict(self.bound(context).params)
        told = [str(p.phrase) % asked[p.name] for p in self.params if p.name in asked]
        return f"{self.label}（{'，'.join(told)}）" if told else str(self.label)

    def bound(self, context: Context) -> Context:
        """The context with this figure's parameters in one spelling, defaults filled in, and without
        days, unit or campaign when these make no difference to it: a value says what it is of.

        Raises `UnknownParameter` for one it does not have: a number must not ignore what is asked.
        """
        given = dict(context.params)
        found = {}
        for param in self.params:
            text = given.pop(param.name, param.default)
            if text is not None:
                found[param.name] = param.canonical(text)
        if given:
            names = "、".join(given)
            raise UnknownParameter(
                _("“%(figure)s”没有参数：%(names)s。") % {"figure": self.label, "names": names}
            )
        nothing: dict[str, Any] = {} if self.has_time else {"start": None, "end": None}
        nothing |= {name: None for name in ("unit", "campaign") if name not in self.asks}
        return replace(context, params=tuple(found.items()), **nothing)

    def records(self, reader: Any, context: Context = WITHOUT_LIMIT) -> models.QuerySet:
        """The records behind the number: what this reader may see, within the context."""
        context = self.bound(context)
        rows = self.source(reader)
        if not self.visible(reader):
            return rows.none()
        rows = self._scoped(rows, context)
        asked = dict(context.params)
        for param in self.params:
            if param.name in asked:
                rows = rows.filter(**{param.lookup: param.read(asked[param.name])})
        if context.as_known_at and field_at(rows.model, "created_at"):
            rows = rows.filter(created_at__lte=context.as_known_at)
        return rows.filter(self._within(rows.model, context)) if self.time else rows

    def _scoped(self, rows: models.QuerySet, context: Context) -> models.QuerySet:
        if context.campaign is not None and "campaign" in self.paths:
            rows = rows.filter(**{self.paths["campaign"]: context.campaign})
        if context.unit is not None and "unit" in self.paths:
            rows = rows.filter(**{f"{self.paths['unit']}__in": ids_under(context.unit)})
        return rows

    def _within(self, model: type[models.Model], context: Context) -> Q:
        """The days from–to, the last one included to its end; of a stock: held on the last day."""
        if not self.is_stock:
            return self._days(model, self.time, context.start, context.end)
        day = context.end or clock.today()
        held = self._days(model, self.time, None, day)
        if self.until:
            ended_later = self._days(model, self.until, day, None)
            held &= Q(**{f"{self.until}__isnull": True}) | ended_later
        return held

    def _days(
        self, model: type[models.Model], path: str, start: date | None, end: date | None
    ) -> Q:
        if isinstance(field_at(model, path), models.DateTimeField):
            after = end and end + timedelta(days=1)
            found: dict[str, Any] = {f"{path}__gte": _midnight(start), f"{path}__lt": _midnight(after)}  # fmt: skip
        else:
            found = {f"{path}__gte": start, f"{path}__lte": end}
        return Q(**{look_up: day for look_up, day in found.items() if day is not None})

    @cached_property
    def shape(self) -> Shape | None:
        """How it is counted beforehand; None when it is not."""
        return shape_of(self)

    def leaves(self) -> list["Figure"]:
        """The figures with a list of their own that it is made of."""
        return [self]

    def lists(
        self, reader: Any, context: Context = WITHOUT_LIMIT
    ) -> list[tuple["Figure", models.QuerySet]]:
        """Every list the number is made of, with the figure that measures it: one, of a ratio two."""
        return [(self, self.records(reader, context))]

    def combine(self, parts: Sequence[Reduced]) -> Reduced:
        """The number from its measured lists."""
        return parts[0]

    def value(self, reader: Any, context: Context = WITHOUT_LIMIT) -> Value:
        """The number, with what it is."""
        return compute([(self, context)], reader)[0]

    def year_on_year(self, reader: Any, context: Context) -> Comparison:
        """Against the same days a year earlier; without days there is nothing to compare."""
        return compare_all([(self, context)], reader)[0]

    def earlier(self, context: Context) -> tuple[Context, Context] | None:
        """The context to compare and the same a year before; None without days to shift."""
        if not self.has_time:
            return None
        if self.is_stock:
            now = replace(context, end=context.end or clock.today())
            return now, now.shifted(-1)
        return (context, context.shifted(-1)) if context.start and context.end else None

    def is_adjusted(self, now: Context, before: Context) -> bool:
        """Whether the two were counted by different definitions: 口径调整."""
        return self.edition_on(now.end) != self.edition_on(before.end)

    def edition_on(self, day: date | None) -> int:
        """The version of the definition by which the records of that day were counted."""
        day = day or clock.today()
        counted = [edition.version for edition in self.editions if edition.since <= day]
        earliest = min((edition.version for edition in self.editions), default=self.version)
        return max(counted, default=earliest)

    def history(self, reader: Any, context: Context) -> list[Point]:
        """The number by month; months without records are left out, and a stock's month ends are
        asked one by one. Nothing for figures without a time."""
        if not self.has_time or self.measure.kind in ("each", "newest"):
            return []
        if self.is_stock:
            return self._month_ends(reader, context)
        rows = self.records(reader, context).exclude(**{self.time: None}).order_by()
        months = rows.annotate(month=TruncMonth(self.time)).values("month")
        found = months.annotate(n=self.measure.expression()).order_by("month")
        return [Point(_day(m["month"]), m["n"] or 0) for m in found]

    def _month_ends(self, reader: Any, context: Context) -> list[Point]:
        last = context.end or clock.today()
        ends = [last]
        while len(ends) < MONTHS_OF_STOCK and (context.start is None or ends[-1] > context.start):
            ends.append(ends[-1].replace(day=1) - timedelta(days=1))
        asked = [(self, replace(context, start=None, end=day)) for day in reversed(ends)]
        values = compute(asked, reader)
        points = [
            Point(day.replace(day=1), v.number)
            for day, v in zip(reversed(ends), values, strict=True)
            if v.number is not None
        ]
        begun = next((n for n, point in enumerate(points) if point.number), len(points))
        return points[begun:]

    def fingerprint(self, reader: Any, context: Context) -> Fingerprint:
        """Of the records behind the number."""
        lists = self.lists(reader, context)
        return fingerprint_of([(part.measure, rows) for part, rows in lists])

    def url(self, context: Context = WITHOUT_LIMIT) -> str:
        """The page on which the number opens."""
        return reverse("kernel:figure", args=[self.key]) + context.query()


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
