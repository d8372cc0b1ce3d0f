"""The sheet of gatherings: a unit reports a month of meetings at once. States do not travel by Excel."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import bulk, clock
from luodi.kernel.edits import Edit, at, edit_many
from luodi.kernel.sheets.declare import Column, Numbering, Reading, Row, Sheet
from luodi.kernel.sheets.values import Parsed, parse_date, parse_int
from luodi.kernel.transitions import perform_many
from luodi.listening.actions import check_editable, record_gatherings
from luodi.listening.actions.gatherings import gathering_prefix
from luodi.listening.choices import GatheringKind, GatheringState
from luodi.listening.filters import GatheringFilter
from luodi.listening.models import Gathering
from luodi.listening.queries import open_campaigns, units_for
from luodi.listening.sheets import cells

OWN = ("kind", "title", "held_on", "place", "chair", "attendance_count", "minutes")
"""Columns that are fields of the same name."""
EMPTY = {"place": "", "minutes": "", "attendance_count": 0}


def _records(reader: Any) -> QuerySet:
    return Gathering.objects.visible_to(reader).select_related("unit", "chair")


def _existing(keys: Sequence[str], reading: Reading) -> Mapping[str, Gathering]:
    standing = _records(reading.by).exclude(state=GatheringState.WITHDRAWN).order_by()
    return {row.code: row for row in standing.filter(code__in=bulk.any_of(keys))}


def _check(row: Row, reading: Reading) -> dict[str, str]:
    wrong = {}
    if why := cells.why_not_unit(row.get("unit"), reading):
        wrong["unit"] = why
    if row.get("code") in reading.once("codes of others", lambda: _codes_of_others(reading)):
        wrong["code"] = _("编号“%(code)s”已被别的会议使用。") % {"code": row["code"]}
    elif row.get("code") in reading.once("codes withdrawn", _codes_withdrawn):
        wrong["code"] = _(
            "编号“%(code)s”属于一场导入已撤销的会议，编号不重复使用，请换一个，或留空由系统编号。"
        ) % {"code": row["code"]}
    return wrong


def _codes_of_others(reading: Reading) -> set[str]:
    mine = _records(reading.by).values("pk")
    return set(Gathering.objects.exclude(pk__in=mine).values_list("code", flat=True))


def _codes_withdrawn() -> set[str]:
    withdrawn = Gathering.objects.filter(state=GatheringState.WITHDRAWN)
    return set(withdrawn.values_list("code", flat=True))


def _create(rows: Sequence[Row], reading: Reading) -> list[Gathering]:
    now = reading.once("now", clock.now)
    made = [
        Gathering(
            campaign=cells.campaign_of(reading),
            unit=row.get("unit") or cells.default_unit(reading),
            code=row.get("code") or next(reading.codes, ""),
            created_at=now,
            **{key: row[key] for key in OWN if row.get(key) is not None},
        )
        for row in rows
    ]
    return record_gatherings(made, by=reading.by)


def _change(edits: Sequence[Edit], reading: Reading) -> list[Gathering]:
    for place, change in enumerate(edits):
        with at(place):
            check_editable(change.record, reading.by)
    return edit_many([Edit(e.record, _fields(e.changes), e.version) for e in edits], by=reading.by)


def _fields(changes: Row) -> Row:
    return {key: EMPTY.get(key) if value is None else value for key, value in changes.items()}


def _undo(gatherings: QuerySet, by: Any, _why: str) -> None:
    made = Gathering.objects.filter(pk__in=list(gatherings.values_list("pk", flat=True)))
    begun = ("statements", "topics", "invitations", "evidence")
    perform_many(made.prefetch_related(*begun), "withdraw_import", by=by)


_labels = gettext_lazy
GATHERINGS = Sheet(
    key="listening.gatherings",
    label=_labels("会议"),
    columns=(
        Column("code", _labels("编号"), show=lambda g: g.code, parse=cells.text(32), width=16),
        Column(
            "unit", _labels("组织单位"), show=lambda g: g.unit.short_name, parse=cells.unit,
            aliases=("单位",), width=18,
        ),
        Column(
            "kind", _labels("形式"), show=lambda g: g.get_kind_display(), required=True,
            parse=cells.choice(GatheringKind), choices=[str(k.label) for k in GatheringKind],
            aliases=("类型",),
        ),
        Column(
            "title", _labels("名称"), show=lambda g: g.title, parse=cells.text(120), required=True,
            aliases=("会议名称", "主题"), width=36, wrap=True,
        ),
        Column(
            "held_on", _labels("日期"), show=lambda g: g.held_on, required=True,
            parse=lambda cell, reading: parse_date(cell, today=clock.today()),
            aliases=("召开日期", "会议日期", "时间"),
        ),
        Column("place", _labels("地点"), show=lambda g: g.place, parse=cells.text(80), width=20),
        Column(
            "chair", _labels("主持人"), show=lambda g: str(g.chair or ""), parse=cells.person
        ),
        Column(
            "attendance_count", _labels("参加人数"), show=lambda g: g.attendance_count,
            parse=lambda cell, reading: Parsed(parse_int(cell).value or 0), aliases=("人数",),
        ),
        Column(
            "minutes", _labels("会议记录"), show=lambda g: g.minutes, parse=cells.text(),
            aliases=("纪要",), width=60, wrap=True,
        ),
        Column("state", _labels("状态"), show=lambda g: g.get_state_display()),
    ),
    records=_records,
    match="code",
    existing=_existing,
    create=_create,
    change=_change,
    undo=_undo,
    check=_check,
    may=cells.why_not_here,
    needs=(
        ("campaign", _labels("专项工作"), open_campaigns),
        ("unit", _labels("组织单位（表中未写明时）"), units_for),
    ),
    numbering=Numbering(gathering_prefix),
    filterset=GatheringFilter,
)  # fmt: skip
