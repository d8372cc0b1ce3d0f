"""The list of problems as Excel. States and links do not travel by Excel."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from luodi.kernel import bulk
from luodi.kernel.edits import Edit, at, edit_many
from luodi.kernel.sheets.declare import Column, Reading, Row, Sheet, register
from luodi.kernel.sheets.values import Parsed, parse_choice, parse_text
from luodi.listening.models import Campaign, Dimension
from luodi.problems.actions import create_problem
from luodi.problems.actions.attempts import require_office
from luodi.problems.filters import ProblemFilter
from luodi.problems.models import Category, Problem
from luodi.problems.models.problem import ON_THE_LIST
from luodi.problems.queries import with_counts

OWN = ("title", "category", "primary_dimension", "place", "description", "cause")
"""Columns that are fields of the same name."""
NEVER_EMPTY = ("category", "primary_dimension")
"""Columns a problem on the list must keep."""


def _records(reader: Any) -> QuerySet:
    rows = with_counts(Problem.objects.visible_to(reader))
    return rows.select_related("category", "primary_dimension")


def _existing(keys: Sequence[str], reading: Reading) -> Mapping[str, Problem]:
    rows = _records(reading.by).filter(
        campaign=reading.context["campaign"], code__in=bulk.any_of(keys)
    )
    return {row.code: row for row in rows}


def _create(rows: Sequence[Row], reading: Reading) -> list[Problem]:
    campaign = Campaign.objects.get(pk=reading.context["campaign"])
    return [create_problem(campaign=campaign, by=reading.by, **_fields(row)) for row in rows]


def _change(edits: Sequence[Edit], reading: Reading) -> list[Problem]:
    for place, campaign in enumerate(change.record.campaign_id for change in edits):
        with at(place):
            require_office(reading.by, campaign)
    return edit_many([Edit(e.record, _fields(e.changes), e.version) for e in edits], by=reading.by)


def _fields(row: Row) -> Row:
    """An empty cell of a text is an empty text."""
    return {
        key: "" if value is None and key not in NEVER_EMPTY else value
        for key, value in row.items()
        if key in OWN
    }


def _check(row: Row, reading: Reading) -> dict[str, str]:
    code = row.get("code")
    known = reading.once("known", lambda: _states(reading))
    if code and code not in known:
        return {"code": _("清单里没有编号“%(code)s”；新问题请把编号留空。") % {"code": code}}
    if known.get(code) in ON_THE_LIST:
        return {
            key: _("已列入清单的问题必须有这一项。")
            for key in NEVER_EMPTY
            if key in row and row[key] is None
        }
    return {}


def _states(reading: Reading) -> dict[str, str]:
    rows = Problem.objects.visible_to(reading.by).filter(campaign=reading.context["campaign"])
    return dict(rows.values_list("code", "state"))


def _may(by: Any, context: Mapping[str, Any]) -> str | None:
    if context.get("campaign") and Campaign.objects.run_by(by).filter(pk=context["campaign"]):
        return None
    return _("问题清单只能由该专项工作的专班导入。")


def _text(max_length: int | None = None) -> Callable[[Any, Reading], Any]:
    return lambda cell, reading: parse_text(cell, max_length=max_length)


def _one_of(model: type[Model]) -> Callable[[Any, Reading], Parsed]:
    def read(reading: Reading) -> dict[str, Model]:
        rows = model._default_manager.filter(campaign=reading.context["campaign"])
        return {row.label: row for row in rows}

    return lambda cell, reading: parse_choice(
        cell, reading.once(model.__name__, lambda: read(reading))
    )


PROBLEMS = register(
    Sheet(
        key="problems.problems",
        label=lazy("问题清单"),
        columns=(
            Column("code", lazy("编号"), show=lambda p: p.code, parse=_text(32), width=14),
            Column(
                "title", lazy("问题表述"), show=lambda p: p.title, parse=_text(200),
                required=True, aliases=("问题", "存在问题"), width=36, wrap=True,
            ),
            Column(
                "category", lazy("问题类别"), show=lambda p: str(p.category or ""),
                parse=_one_of(Category), aliases=("类别",), width=20,
            ),
            Column(
                "primary_dimension", lazy("对照方面"),
                show=lambda p: str(p.primary_dimension or ""), parse=_one_of(Dimension), width=20,
            ),
            Column("place", lazy("地点"), show=lambda p: p.place, parse=_text(120), width=18),
            Column(
                "description", lazy("具体表现"), show=lambda p: p.description, parse=_text(),
                aliases=("问题表现",), width=48, wrap=True,
            ),
            Column(
                "cause", lazy("原因分析"), show=lambda p: p.cause, parse=_text(), width=40,
                wrap=True,
            ),
            Column("statements", lazy("意见条数"), show=lambda p: p.statement_count, width=10),
            Column("measures", lazy("措施项数"), show=lambda p: p.measure_count, width=10),
            Column("state", lazy("状态"), show=lambda p: p.get_state_display()),
            Column("listed_on", lazy("列入日期"), show=lambda p: p.listed_on),
            Column("closed_on", lazy("销号日期"), show=lambda p: p.closed_on),
        ),
        records=_records,
        match="code",
        existing=_existing,
        create=_create,
        change=_change,
        check=_check,
        may=_may,
        needs=(("campaign", lazy("专项工作"), lambda by: Campaign.objects.run_by(by)),),
        filterset=ProblemFilter,
    )
)  # fmt: skip
