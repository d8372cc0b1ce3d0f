"""Parcels as a table: the smallest sheet that can be imported, changed and taken back."""

from luodi.kernel.actions import create_many, edit
from luodi.kernel.choices import Role
from luodi.kernel.edits import RefusedAt, edit_many
from luodi.kernel.models import Unit
from luodi.kernel.sheets.declare import Column, Sheet, register
from luodi.kernel.sheets.values import parse_choice, parse_date, parse_decimal, parse_text
from tests.parcels.models import Parcel

OWN = ("title", "weight", "sent_on", "note", "unit")


def records(reader):
    return Parcel.objects.visible_to(reader).filter(withdrawn=False).select_related("unit")


def units(reading):
    return reading.once("units", lambda: {u.short_name: u for u in Unit.objects.all()})


def create_rows(rows, reading):
    own = reading.once("unit", lambda: Unit.objects.get(pk=reading.context["unit"]))
    made = [
        Parcel(**{"unit": own} | {k: v for k, v in row.items() if v is not None}) for row in rows
    ]
    for parcel in made:
        parcel.clean_fields(exclude=["unit"])
    return create_many(made, by=reading.by)


def change(edits, reading):
    for place, one in enumerate(edits):
        if "weight" in one.changes and one.record.state != "waiting":
            raise RefusedAt(place, "已寄出的包裹不能改重量。")
    return edit_many(edits, by=reading.by)


def check(row, reading):
    if row.get("note") == row.get("title"):
        return {"note": "备注不要重复名称。"}
    return {}


def undo(made, by, why):
    for parcel in made:
        edit(parcel, {"withdrawn": True, "note": why}, by=by, version=None)


def may(reader, context):
    if reader.standing.has(Role.CLERK, unit=context.get("unit")):
        return None
    return "只有本单位填报员可以导入。"


PARCELS = register(
    Sheet(
        key="parcels.parcels",
        label="包裹",
        match="code",
        records=records,
        existing=lambda keys, reading: {
            p.code: p for p in records(reading.by).filter(code__in=keys)
        },
        create=create_rows,
        change=change,
        undo=undo,
        check=check,
        may=may,
        needs=(
            ("unit", "单位", lambda by: Unit.objects.filter(pk__in=by.standing.unit_ids(Role.CLERK))),
        ),
        columns=(
            Column(
                "code", "编号", show=lambda p: p.code, required=True,
                parse=lambda cell, _r: parse_text(cell, max_length=40),
            ),
            Column(
                "title", "名称", show=lambda p: p.title, required=True, aliases=("品名",),
                parse=lambda cell, _r: parse_text(cell, max_length=40),
            ),
            Column(
                "weight", "重量", show=lambda p: p.weight,
                parse=lambda cell, _r: parse_decimal(cell),
            ),
            Column(
                "sent_on", "寄出日期", show=lambda p: p.sent_on,
                parse=lambda cell, _r: parse_date(cell),
            ),
            Column(
                "unit", "单位", show=lambda p: p.unit.short_name,
                parse=lambda cell, reading: parse_choice(cell, units(reading)) if cell else None,
            ),
            Column("note", "备注", show=lambda p: p.note, parse=lambda cell, _r: parse_text(cell)),
            Column("state", "状态", show=lambda p: p.get_state_display()),
        ),
    )
)  # fmt: skip
