"""One figure for each way of measuring."""

from luodi.kernel.figures import distinct, figure, total
from tests.parcels.models import Parcel, ParcelState

COLUMNS = ("code", "title", "unit__short_name", "sent_on")


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
    return Parcel.objects.visible_to(reader).exclude(state=ParcelState.WAITING)


@figure(
    "parcels.units", label="寄件单位", unit="个", measure=distinct("unit"), time="sent_on",
    unit_path="unit", columns=COLUMNS,
)  # fmt: skip
def units(reader):
    """寄出过包裹的单位，同一单位只计一次。"""
    return Parcel.objects.visible_to(reader).exclude(state=ParcelState.WAITING)
