"""One figure of each kind and for each way of measuring."""

from datetime import date

from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.figures import (
    Edition,
    Kind,
    Param,
    adds_up,
    difference,
    distinct,
    each,
    figure,
    holders,
    newest,
    ratio,
    subset,
    total,
)
from luodi.kernel.models import Post
from tests.parcels.models import Parcel, ParcelState

COLUMNS = ("code", "title", "unit__short_name", "sent_on")


def _sent(reader):
    return Parcel.objects.visible_to(reader).exclude(state=ParcelState.WAITING)


@figure("parcels.all", label="包裹", unit="件", unit_path="unit", columns=COLUMNS)
def all_parcels(reader):
    """登记过的全部包裹，含遗失的。"""
    return Parcel.objects.visible_to(reader)


@figure(
    "parcels.weight", label="寄出重量", unit="公斤", measure=total("weight"), time="sent_on",
    unit_path="unit", columns=COLUMNS,
)  # fmt: skip
def weight(reader):
    """已寄出包裹的重量之和，以寄出日期计。"""
    return _sent(reader)


@figure(
    "parcels.units", label="寄件单位", unit="个", measure=distinct("unit"), time="sent_on",
    unit_path="unit", columns=COLUMNS,
)  # fmt: skip
def units(reader):
    """寄出过包裹的单位，同一单位只计一次。"""
    return _sent(reader)


HEAVY = Param("min", "weight__gte", "重量", "number", phrase="%s公斤以上")
SENT = {"unit": "件", "time": "sent_on", "unit_path": "unit", "columns": COLUMNS}


@figure(
    "parcels.sent", label="寄出包裹", params=[HEAVY], aliases=["寄出"],
    editions=[Edition(1, date(2016, 1, 1), "含遗失"), Edition(2, date(2018, 7, 1), "遗失的也计")],
    **SENT,
)  # fmt: skip
def sent(reader):
    """已寄出的包裹，以寄出日期计；可限定重量。"""
    return _sent(reader)


@figure("parcels.arrived", label="送达包裹", params=[HEAVY], **SENT)
def arrived(reader):
    """已送达的包裹，以寄出日期计；可限定重量。"""
    return _sent(reader).filter(state=ParcelState.ARRIVED)


@figure("parcels.under_way", label="未达包裹", params=[HEAVY], **SENT)
def under_way(reader):
    """已寄出而没有送达的包裹，含遗失的；可限定重量。"""
    return _sent(reader).exclude(state=ParcelState.ARRIVED)


@figure(
    "parcels.each_weight", label="每件重量", unit="公斤/件", measure=each("weight"),
    time="sent_on", unit_path="unit", columns=COLUMNS,
)  # fmt: skip
def each_weight(reader):
    """每件已寄出包裹的重量；各件不一时没有这个数。"""
    return _sent(reader)


@figure(
    "parcels.newest_weight", label="最近一件重量", unit="公斤", time="sent_on", unit_path="unit",
    measure=newest("weight", by="sent_on"), columns=COLUMNS,
)  # fmt: skip
def newest_weight(reader):
    """最近寄出的一件包裹的重量，取自面单。"""
    return _sent(reader)


@figure(
    "parcels.leaders", label="在任负责人", unit="人", time="start", until="end",
    measure=distinct("person"), kind=Kind.STOCK, unit_path="unit",
    columns=("person__name", "title", "start"),
)  # fmt: skip
def leaders(reader):
    """所问之日在任的主要负责人，一人兼任的只计一次。"""
    posts = Post.objects.filter(is_leader=True)
    return posts if is_business(reader) else posts.none()


@figure(
    "parcels.secret", label="机要件", unit="件",
    audience=holders(Role.LEADER),
)  # fmt: skip
def secret(reader):
    """只有领导能看的数：全部包裹。"""
    return Parcel.objects.all()


STATE = Param("state", "state", "状态")
UNIT = Param("of", "unit", "单位", "key")


@figure(
    "parcels.rolled", label="寄出包裹（按月汇总）", params=[STATE, UNIT], rolled_up=True, **SENT
)
def rolled(reader):
    """有寄出日期的包裹，按月汇总后相加。"""
    return Parcel.objects.visible_to(reader)


@figure(
    "parcels.rolled_weight", label="寄出重量（按月汇总）", measure=total("weight"), rolled_up=True,
    params=[STATE], **SENT | {"unit": "公斤"},
)  # fmt: skip
def rolled_weight(reader):
    """有寄出日期的包裹的重量，按月汇总后相加。"""
    return Parcel.objects.visible_to(reader)


@figure(
    "parcels.rolled_units", label="寄件单位（按月汇总）", measure=distinct("unit"), rolled_up=True,
    params=[STATE, HEAVY], **SENT | {"unit": "个"},
)  # fmt: skip
def rolled_units(reader):
    """有寄出日期的包裹的寄件单位，按月汇总后去重。"""
    return Parcel.objects.visible_to(reader)


ratio(
    "parcels.rolled_share", of="parcels.rolled_weight", over="parcels.rolled_weight", label="一",
    rule="按月汇总的两个数字相比，总是一百。",
)  # fmt: skip
ratio(
    "parcels.arrived_share", of="parcels.arrived", over="parcels.sent", label="送达率",
    rule="送达包裹占寄出包裹的百分比。",
)  # fmt: skip
difference(
    "parcels.on_the_road", of="parcels.sent", minus="parcels.arrived", label="在途差额", unit="件",
    rule="寄出包裹减送达包裹。",
)  # fmt: skip

subset("parcels.arrived", "parcels.sent")
subset("parcels.sent[min=2]", "parcels.sent[min=1]")
adds_up(["parcels.arrived", "parcels.under_way"], "parcels.sent")
