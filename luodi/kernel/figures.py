"""Figures: one definition gives the value, its list, its year-on-year, its history and its page.

A room declares `@figure(key, …)` on a function reader → queryset of records; how they are reduced
is part of the declaration. Law, tested for every figure: the value is the measure of its own list.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from luodi.kernel import clock
from luodi.kernel.models import TrailHead

Text: TypeAlias = str | Promise
Records: TypeAlias = Callable[[Any], models.QuerySet]
Number: TypeAlias = int | Decimal


@dataclass(frozen=True)
class Context:
    """What a figure is asked about: a campaign, a unit (with all below), days from–to."""

    campaign: int | None = None
    unit: int | None = None
    start: date | None = None
    end: date | None = None

    def shifted(self, years: int) -> "Context":
        """The same days `years` away; 29 February becomes the 28th."""
        return replace(self, start=_shift(self.start, years), end=_shift(self.end, years))

    def query(self) -> str:
        """As an address: `?campaign=1&start=2018-01-01`."""
        pairs = [(k, v) for k, v in self.__dict__.items() if v is not None]
        return "?" + "&".join(f"{k}={v}" for k, v in pairs) if pairs else ""


@dataclass(frozen=True)
class Measure:
    """How records become a number: count, distinct values of a field, or the sum of a field."""

    kind: str = "count"
    field: str = ""

    def of(self, records: models.QuerySet) -> Number:
        """The number these records give."""
        rows = records.order_by()
        if self.kind == "count":
            return rows.count()
        number: Number | None = rows.aggregate(n=self.expression())["n"]
        return number or 0

    def expression(self) -> models.Aggregate:
        """The same as an SQL aggregate, for grouping."""
        if self.kind == "sum":
            return models.Sum(self.field)
        return models.Count(self.field or "pk", distinct=True)


COUNT = Measure()


def distinct(field: str) -> Measure:
    """Number of different values of `field` among the records."""
    return Measure("distinct", field)


def total(field: str) -> Measure:
    """Sum of `field` over the records."""
    return Measure("sum", field)


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

    def records(self, reader: Any, context: Context = Context()) -> models.QuerySet:
        """The records behind the number: what this reader may see, within the context."""
        rows = self.source(reader)
        if context.campaign is not None and "campaign" in self.paths:
            rows = rows.filter(**{self.paths["campaign"]: context.campaign})
        if context.unit is not None and "unit" in self.paths:
            from luodi.kernel.models import Unit  # leaf

            rows = rows.filter(
                **{f"{self.paths['unit']}__in": Unit.objects.ids_under(context.unit)}
            )
        if self.time:
            rows = rows.filter(**self._days(rows.model, context))
        return rows

    def _days(self, model: type[models.Model], context: Context) -> dict[str, date]:
        """Look-ups for the days from–to, the last one included to its end."""
        if isinstance(_field(model, self.time), models.DateTimeField):
            last = context.end and context.end + timedelta(days=1)
            first, beyond = _midnight(context.start), _midnight(last)
            found: dict[str, date | None] = {f"{self.time}__gte": first, f"{self.time}__lt": beyond}
        else:
            found = {f"{self.time}__gte": context.start, f"{self.time}__lte": context.end}
        return {look_up: day for look_up, day in found.items() if day is not None}

    def value(self, reader: Any, context: Context = Context()) -> Number:
        """The number."""
        return self.measure.of(self.records(reader, context))

    def year_on_year(self, reader: Any, context: Context) -> "Comparison":
        """Against the same days a year earlier; without days there is nothing to compare."""
        if not (self.time and context.start and context.end):
            return Comparison(self.value(reader, context), None)
        earlier = self.value(reader, context.shifted(-1))
        return Comparison(self.value(reader, context), earlier)

    def history(self, reader: Any, context: Context) -> list[tuple[date, Number]]:
        """The number by month of its time field; months without records are left out."""
        if not self.time:
            return []
        rows = self.records(reader, context).exclude(**{self.time: None}).order_by()
        months = rows.annotate(month=TruncMonth(self.time)).values("month")
        found = months.annotate(n=self.measure.expression()).order_by("month")
        return [(_day(m["month"]), m["n"]) for m in found]

    def url(self, context: Context = Context()) -> str:
        """The page on which the number opens."""
        return reverse("kernel:figure", args=[self.key]) + context.query()


@dataclass(frozen=True)
class Comparison:
    """A value beside the one before. Percentages come from unrounded values."""

    value: Number
    previous: Number | None

    @property
    def has_base(self) -> bool:
        """False when there is nothing to compare with: 无可比基数."""
        return bool(self.previous)

    @property
    def percent(self) -> Decimal | None:
        """Change in percent, or None without a base or when the sign changed."""
        if self.previous in (None, 0) or (self.value < 0) != (self.previous < 0):
            return None
        return (Decimal(self.value) / Decimal(self.previous) - 1) * 100


FIGURES: dict[str, Figure] = {}
"""Every figure of every room, by key."""


def figure(
    key: str,
    *,
    label: Text,
    unit: Text,
    measure: Measure = COUNT,
    time: str = "",
    campaign: str = "",
    unit_path: str = "",
    columns: Sequence[str] = ("__str__",),
    owner: Text = "",
    aliases: Sequence[str] = (),
) -> Callable[[Records], Records]:
    """Declare a figure on the function that returns its records; the docstring is the 口径."""

    def declare(source: Records) -> Records:
        if key in FIGURES:
            raise ValueError(f"figure {key} is declared twice")
        paths = {"campaign": campaign, "unit": unit_path}
        FIGURES[key] = Figure(
            key, label, unit, (source.__doc__ or "").strip(), source, measure, time,
            {k: v for k, v in paths.items() if v}, columns, owner, aliases,
        )  # fmt: skip
        return source

    return declare


def get(key: str) -> Figure:
    """The figure of this key; KeyError when there is none."""
    return FIGURES[key]


def values_of(keys: Iterable[str], reader: Any, context: Context = Context()) -> dict[str, Number]:
    """Many figures with one query: each is a scalar sub-select over its own records."""
    parts = {key: _scalar(FIGURES[key], reader, context) for key in keys}
    names = {f"f{i}": expression for i, expression in enumerate(parts.values())}
    head: Any = TrailHead.objects.filter(id=1)  # the one row these sub-selects hang on
    row = head.values(**names).first()
    if row is None:
        TrailHead.objects.get_or_create(id=1)
        row = head.values(**names).get()
    return {key: row[f"f{i}"] or 0 for i, key in enumerate(parts)}


class _Scalar(models.Subquery):
    """`(SELECT measure FROM (records))`."""

    def __init__(self, queryset: models.QuerySet, measure: str) -> None:
        super().__init__(
            queryset,
            output_field=models.DecimalField(max_digits=30, decimal_places=6)
            if measure.startswith("SUM")
            else models.BigIntegerField(),
        )
        self.template = f"(SELECT {measure} FROM (%(subquery)s) _records)"


def _scalar(figure: Figure, reader: Any, context: Context) -> _Scalar:
    rows = figure.records(reader, context).order_by()
    if figure.measure.kind == "count":
        return _Scalar(rows.values("pk"), "COUNT(*)")
    rows = rows.values(measured=models.F(figure.measure.field))
    kind = "COUNT(DISTINCT measured)" if figure.measure.kind == "distinct" else "SUM(measured)"
    return _Scalar(rows, kind)


def _shift(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _field(model: type[models.Model], path: str) -> Any:
    """The field at the end of a path; None for a path that ends in a transform (said_at__date)."""
    field: Any = None
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = getattr(field, "related_model", None) or model
    return field


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def this_year() -> Context:
    """From New Year's Day to today."""
    today = clock.today()
    return Context(start=today.replace(month=1, day=1), end=today)
