"""What a template may call: fig, yoy, date, lit, units; and the tags table, chart, records, period."""

from collections.abc import Callable
from datetime import date
from typing import Any

from luodi.briefs.choices import CitationKind
from luodi.briefs.language import periods
from luodi.briefs.language.faults import Wrong
from luodi.briefs.language.lint import is_digit
from luodi.briefs.language.targets import target_of
from luodi.briefs.language.traced import Asked, Traced, figure_of
from luodi.briefs.language.words import without_unit
from luodi.kernel.documents import chinese_day
from luodi.kernel.figures import Context

MOST_ROWS = 500
MOST_FIGURES = 12


class UnitName(Traced):
    """A unit in a loop: printed by its name, given to `fig(unit=…)`."""


class Calls:
    """One page's calls; remembers what was asked so that all is read at once."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.period: periods.Period = page.setting.period

    def names(self) -> dict[str, Any]:
        """Everything a template knows by name."""
        setting = self.page.setting
        named = {k: self._said(v) for k, v in setting.words.items()}
        if setting.unit_name:
            named["scope"] = self._said(setting.unit_name)
        called: dict[str, Callable[..., Any]] = {
            "fig": self.fig, "yoy": self.yoy, "date": self.date, "lit": self.lit, "units": self.units,
            "_period": self.set_period, "_table": self.table, "_chart": self.chart,
            "_records": self.records,
        }  # fmt: skip
        return {**named, **{k: _callable(v) for k, v in called.items()}, "p": Now(self)}

    def _said(self, text: str) -> Traced:
        return Traced(CitationKind.NAME, text, page=self.page)

    def _ask(self, key: str, unit: Any, params: dict[str, Any]) -> Asked:
        period = params.pop("period", None)
        days = periods.parse(period) if period is not None else self.period
        setting = self.page.setting
        scope = unit.data["pk"] if isinstance(unit, UnitName) else setting.unit
        asked = (str(key), Context(setting.campaign, scope, days.start, days.end, params))
        self.page.asked.append(asked)
        return asked

    def fig(self, key: str, unit: Any = None, **params: Any) -> Traced:
        """A figure of the page's period and scope."""
        asked = self._ask(key, unit, params)
        found = figure_of(self.page.numbers.answer(asked), asked, self.page)
        if isinstance(unit, UnitName):
            found.label = f"{found.label}·{unit.shown}"
        return found

    def yoy(self, key: str, unit: Any = None, **params: Any) -> Traced:
        """同比增长 / 下降 / 持平, or why there is nothing to compare with."""
        asked = self._ask(key, unit, params)
        found = self.page.numbers.compared(asked)
        label = self.page.numbers.label(asked)
        return Traced(CitationKind.CHANGE, found.words, asked, found.value, label, page=self.page)

    def date(self, day: str) -> Traced:
        """A day typed as 2018-11-01, written 2018年11月1日."""
        try:
            said = chinese_day(date.fromisoformat(day))
        except ValueError:
            raise Wrong(f"“{day}”不是日期，请写作 2018-11-01") from None
        return Traced(CitationKind.DATE, said, page=self.page)

    def lit(self, text: str) -> Traced:
        """Words with digits that a person answers for; listed as hand-written."""
        return Traced(CitationKind.WRITTEN, str(text), page=self.page)

    def units(self, kind: str = "org") -> list[UnitName]:
        """The units directly under the page's scope, or all of one kind (street, department…)."""
        return [
            UnitName(CitationKind.NAME, name, data={"pk": pk}, page=self.page)
            for pk, name in self.page.numbers.units(kind)
        ]

    def set_period(self, text: str) -> None:
        """From here on figures are of this period."""
        self.period = periods.parse(text)

    def table(self, by: str = "org", figures: list[str] | None = None, top: int = 0) -> str:
        """A row for each unit, a column for each figure; `top` keeps the largest of the first one."""
        keys = [str(key) for key in figures or []]
        if not keys or len(keys) > MOST_FIGURES:
            raise Wrong(
                f'table 要列出 1 至 {MOST_FIGURES} 个数字，如 figures=["meeting.special.count"]'
            )
        rows = [(unit, [self.fig(key, unit) for key in keys]) for unit in self.units(by)]
        if top:
            rows = sorted(rows, key=lambda row: -(row[1][0].number or 0))[: int(top)]
        first = rows[0][1] if rows else []
        cells = [
            [str(unit), *(str(without_unit(figure)) for figure in found)] for unit, found in rows
        ]
        label = self.page.numbers.label
        heads = [f"{label(one.asked)}（{one.unit}）" for one in first]
        data = {"head": ["单位", *heads], "rows": cells}
        return "\n\n" + str(Traced("table", "", data=data, page=self.page)) + "\n\n"

    def chart(self, figure: str, history: str = "", by: str = "month", kind: str = "", unit: Any = None,
              title: str = "", target: Any = "", **params: Any) -> str:  # fmt: skip
        """Bars by unit, or months and years of one figure; `target` draws a line across."""
        if any(is_digit(character) for character in title):
            raise Wrong("图的标题里不能直接写数字；不写标题，系统会写上名称、时段和单位")
        asked = self._ask(figure, unit, params)
        data = dict(self.page.numbers.series(asked, by, history)) | {
            "kind": kind or _kind(by, history)
        }
        data |= {"by": by, "span": history, "target": self._target(target, str(data["unit"]))}
        period = periods.said(asked[1].start, asked[1].end)
        data["title"] = title or f"{data['label']}（{period}，{data['unit']}）"
        shown = Traced(CitationKind.CHART, data["title"], asked, data=data, page=self.page)
        return f"\n\n{shown}\n\n"

    def _target(self, given: Any, unit: str) -> float | None:
        """In rehearsal nothing has a unit yet, so there is nothing to hold a target against."""
        return None if self.page.rehearsing else target_of(given, unit)

    def records(self, figure: str, order: str = "", top: int = 10, **params: Any) -> str:
        """The records behind a figure as a table."""
        asked = self._ask(figure, None, params)
        top = min(int(top), MOST_ROWS)
        data = dict(self.page.numbers.records(asked, order, top)) | {"order": order, "top": top}
        shown = Traced(CitationKind.RECORDS, str(data["label"]), asked, data=data, page=self.page)
        return f"\n\n{shown}\n\n"


class Now:
    """`{{ p }}`: the period in force where it stands; `{{ p.short }}` without the year."""

    offers = ("short",)

    def __init__(self, calls: Calls) -> None:
        self.calls = calls

    def __str__(self) -> str:
        return str(Traced(CitationKind.DATE, str(self.calls.period), page=self.calls.page))

    @property
    def short(self) -> Traced:
        """1至9月."""
        return Traced(CitationKind.DATE, self.calls.period.short, page=self.calls.page)


def _callable(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        return function(*args, **named)

    call.template_call = True  # type: ignore[attr-defined]
    return call


def _kind(by: str, history: str) -> str:
    return ("line" if history else "column") if by == "month" else "bar"
