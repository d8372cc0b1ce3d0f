"""Where a page's figures come from: the declared figures, read together, for one reader."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from luodi.briefs.language.faults import Wrong
from luodi.briefs.language.traced import Asked
from luodi.kernel.choices import UnitKind
from luodi.kernel.figures import FIGURES, Comparison, Context, UnknownParameter, Value, values_of
from luodi.kernel.models import Unit

MOST_UNITS = 200
MOST_MONTHS = 120


class DistrictNumbers:
    """Answers a page with what `reader` may see; every figure is asked of the database once."""

    def __init__(self, reader: Any, unit: int | None = None) -> None:
        self.reader, self.unit = reader, unit
        self._values: dict[Asked, Value] = {}
        self._compared: dict[Asked, Comparison] = {}

    def prepare(self, asked: Iterable[Asked]) -> None:
        """All figures of the page in one query; what does not exist is told where it stands."""
        known = [one for one in dict.fromkeys(asked) if one[0] in FIGURES and _fits(one)]
        self._values |= values_of(known, self.reader)

    def answer(self, asked: Asked) -> Value:
        """One figure."""
        _check(asked)
        if asked not in self._values:
            self._values |= values_of([asked], self.reader)
        found = self._values[asked]
        if not found.visible:
            raise Wrong(f"您无权查看“{FIGURES[asked[0]].label}”，不能写进简报")
        return found

    def compared(self, asked: Asked) -> Comparison:
        """Beside the year before."""
        _check(asked)
        if asked not in self._compared:
            self._compared[asked] = FIGURES[asked[0]].year_on_year(self.reader, asked[1])
        return self._compared[asked]

    def label(self, asked: Asked) -> str:
        """签约落地项目（1000万元以上）."""
        return FIGURES[asked[0]].title(asked[1])

    def series(self, asked: Asked, by: str, span: str) -> Mapping[str, Any]:
        """Points by month, by year, or by unit."""
        _check(asked)
        points = self._by_time(asked, span) if by == "month" else self._by_unit(asked, by)
        figure = FIGURES[asked[0]]
        return {
            "label": self.label(asked), "unit": str(figure.unit), "key": asked[0],
            "labels": [label for label, _value in points],
            "values": [_plain(value) for _label, value in points],
        }  # fmt: skip

    def _by_unit(self, asked: Asked, kind: str) -> list[tuple[str, Any]]:
        key, context = asked
        units = self.units(kind)
        wanted = {pk: (key, replace(context, unit=pk)) for pk, _name in units}
        found = values_of(wanted.values(), self.reader)
        return [(name, found[wanted[pk]].number or 0) for pk, name in units]

    def _by_time(self, asked: Asked, span: str) -> list[tuple[str, Any]]:
        key, context = asked
        figure = FIGURES[key]
        if span.endswith("y"):
            return self._by_year(asked, _count(span))
        if context.start and context.end:
            months = self._by_month(asked)
        else:
            months = [(p.month, p.number) for p in figure.history(self.reader, context)]
        shown = months[-_count(span) :] if span else months
        several = len({month.year for month, _number in shown}) > 1
        return [
            (f"{month.year}-{month.month:02d}" if several else f"{month.month}月", number)
            for month, number in shown
        ]

    def _by_month(self, asked: Asked) -> list[tuple[date, Any]]:
        """Every month of the days asked for, the first and the last perhaps in part; in one query."""
        key, context = asked
        assert context.start is not None
        assert context.end is not None
        spans: list[Context] = []
        first = context.start
        while first <= context.end and len(spans) < MOST_MONTHS:
            last = first.replace(day=monthrange(first.year, first.month)[1])
            spans.append(replace(context, start=first, end=min(last, context.end)))
            first = last + timedelta(days=1)
        found = values_of([(key, its) for its in spans], self.reader)
        return [(its.start, found[key, its].number or 0) for its in spans if its.start]

    def _by_year(self, asked: Asked, years: int) -> list[tuple[str, Any]]:
        """The page's own days in each of the years."""
        key, context = asked
        if not (context.start and context.end):
            raise Wrong("按年的图要先有统计期")
        shifts = [context.shifted(-back) for back in range(years - 1, -1, -1)]
        found = values_of([(key, its) for its in shifts], self.reader)
        return [(f"{its.end.year}年", found[key, its].number or 0) for its in shifts if its.end]

    def records(self, asked: Asked, order: str, top: int) -> Mapping[str, Any]:
        """Headings and the first rows of the list behind a figure."""
        _check(asked)
        figure = FIGURES[asked[0]]
        rows = figure.records(self.reader, asked[1])
        names = [name for name in figure.columns if name != "__str__"] or ["__str__"]
        if order:
            if order.lstrip("-") not in figure.columns:
                raise Wrong(f"“{figure.label}”的清单没有“{order}”这一列，可用：{'、'.join(names)}")
            rows = rows.order_by(order, "pk")
        found = list(rows[:top])
        heads = [str(_heading(rows.model, name)) for name in names]
        return {
            "label": self.label(asked), "unit": str(figure.unit), "key": asked[0], "head": heads,
            "rows": [[_cell(record, name) for name in names] for record in found],
            "keys": [record.pk for record in found],
        }  # fmt: skip

    def units(self, kind: str = "org") -> list[tuple[int, str]]:
        """Directly under the scope (of the whole district: under its root), or all of one kind."""
        if kind != "org":
            return self._of_kind(kind)
        roots = Unit.objects.filter(parent=None)
        above = {self.unit} if self.unit else set(roots.values_list("pk", flat=True))
        return _named(Unit.objects.filter(parent__in=above))

    def _of_kind(self, kind: str) -> list[tuple[int, str]]:
        if kind not in UnitKind.values:
            kinds = "、".join(f"{k.value}（{k.label}）" for k in UnitKind)
            raise Wrong(f"没有“{kind}”这类单位，可用：org（直接下级）、{kinds}")
        found = Unit.objects.filter(kind=kind)
        return _named(
            found.filter(pk__in=Unit.objects.ids_under(self.unit)) if self.unit else found
        )


def _named(units: QuerySet[Unit]) -> list[tuple[int, str]]:
    return [(unit.pk, unit.short_name) for unit in units.order_by("position", "pk")[:MOST_UNITS]]


def _fits(asked: Asked) -> bool:
    try:
        FIGURES[asked[0]].bound(asked[1])
    except UnknownParameter:
        return False
    return True


def _check(asked: Asked) -> None:
    if asked[0] not in FIGURES:
        raise Wrong(f"没有“{asked[0]}”这个数字，全部数字见“数字一览”")
    try:
        FIGURES[asked[0]].bound(asked[1])
    except UnknownParameter as unknown:
        raise Wrong(str(unknown)) from None


def _count(span: str) -> int:
    digits = span.rstrip("ymd")
    if not digits.isdigit() or not 0 < int(digits) <= 60:
        raise Wrong(f"“{span}”不是年数或月数，请写作 5y 或 12m")
    return int(digits)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _cell(record: Any, name: str) -> str:
    value = record
    for part in name.split("__") if name != "__str__" else ():
        value = getattr(value, part, None)
    shown = getattr(record, f"get_{name}_display", None)
    if shown is not None:
        value = shown()
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)


def _heading(model: Any, name: str) -> Any:
    if name == "__str__":
        return model._meta.verbose_name
    field: Any = None
    for part in name.split("__"):
        field = model._meta.get_field(part)
        model = getattr(field, "related_model", None)
    return getattr(field, "verbose_name", name)
