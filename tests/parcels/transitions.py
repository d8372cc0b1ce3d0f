"""What may happen to a parcel: each kind of condition a table can declare, once."""

from luodi.kernel.choices import Role
from luodi.kernel.transitions import Ask, Move, Table, Who, the_system
from tests.parcels.models import Parcel, ParcelState

S = ParcelState
clerk = Who("本单位填报员", lambda by, p: by.pk and by.standing.has(Role.CLERK, unit=p.unit_id))
head = Who("本单位负责人", lambda by, p: by.pk and by.standing.has(Role.UNIT_HEAD, unit=p.unit_id))
office = Who("工作专班", lambda by, p: by.pk and by.standing.everywhere(Role.OFFICE))


def is_weighed(attempt):
    return None if attempt.record.weight else "请先称重。"


def day_has_come(attempt):
    return "寄出日期不能晚于今天。" if attempt["sent_on"] > attempt.today else None


def send(attempt):
    attempt.record.sent_on = attempt["sent_on"]


def break_down(attempt):
    attempt.record.note = "写了一半"
    attempt.record.save()
    raise RuntimeError("truck broke down")


PARCELS = Table(
    Parcel,
    initial=(S.WAITING,),
    moves=(
        Move(
            "send", (S.WAITING,), S.MOVING, "寄出", (clerk,),
            needs=(is_weighed,), asks=(Ask("sent_on", "寄出日期", "date"),),
            accepts=(day_has_come,), effect=send,
        ),
        Move("arrive", (S.MOVING,), S.ARRIVED, "签收", (head, office)),
        Move(
            "lose", (S.WAITING, S.MOVING), S.LOST, "登记遗失", (office,),
            asks=(Ask("reason", "原因", "long"),), danger=True,
        ),
        Move("find", (S.LOST,), S.MOVING, "找回", (office,), quiet=True),
        Move("expire", (S.WAITING,), S.LOST, "过期", (the_system,)),
        Move("crash", (S.MOVING,), S.LOST, "翻车", (office,), effect=break_down),
    ),
)  # fmt: skip
