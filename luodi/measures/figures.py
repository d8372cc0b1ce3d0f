"""The numbers of this room; each opens to its own list."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock, preferences
from luodi.kernel.figures import figure, ratio, subset
from luodi.measures.choices import MeasureState as S
from luodi.measures.choices import OrderState
from luodi.measures.models import (
    Card,
    Measure,
    MeasureEvidence,
    Outcome,
    ProgressReport,
    SupervisionOrder,
)

OF_A_MEASURE: dict[str, Any] = {
    "unit": _("件"),
    "campaign": "campaign",
    "unit_path": "lead_unit",
    "columns": ("code", "content", "lead_unit", "due_on", "state"),
    "owner": _("工作专班"),
    "evidence": ("evidence__evidence",),
}
UNDER_A_MEASURE: dict[str, Any] = {
    "campaign": "measure__campaign",
    "unit_path": "measure__lead_unit",
    "owner": _("工作专班"),
}


def _seen(reader: Any) -> QuerySet:
    return Measure.objects.visible_to(reader)


def _under_seen(rows: QuerySet, reader: Any) -> QuerySet:
    """Of these rows under measures, those under measures the reader may see."""
    if Measure.objects.all().reads_all(reader):
        return rows
    return rows.filter(measure__in=_seen(reader))


@figure(
    "measures.all",
    label=_("整改措施"),
    time="assigned_on",
    aliases=("措施", "整改举措"),
    **OF_A_MEASURE,
)
def all_measures(reader: Any) -> QuerySet:
    """已经交办过的全部措施，含已销号的；草拟和已撤销的不算。"""
    return _seen(reader).exclude(state__in=[S.DRAFT, S.CANCELLED])


@figure("measures.open", label=_("在办措施"), time="assigned_on", **OF_A_MEASURE)
def open_measures(reader: Any) -> QuerySet:
    """已交办、尚未销号的措施，含待核验、待签认和中止的。"""
    return _seen(reader).open()


@figure("measures.overdue", label=_("逾期措施"), time="due_on", **OF_A_MEASURE)
def overdue(reader: Any) -> QuerySet:
    """仍在办理而已超过完成时限的措施；销号申请受理后按申请日计算，核验用时不算单位的拖延。"""
    return _seen(reader).overdue_on(clock.today())


@figure("measures.due_soon", label=_("即将到期"), time="due_on", **OF_A_MEASURE)
def due_soon(reader: Any) -> QuerySet:
    """今天起到蓝牌提醒天数之内到期、还没有申请销号的措施。"""
    today = clock.today()
    until = today + timedelta(days=int(preferences.get("measures.blue_days")))
    working = (S.ASSIGNED, S.IN_PROGRESS, S.SUSPENDED)
    return _seen(reader).filter(state__in=working, due_on__range=(today, until))


@figure(
    "measures.closed",
    label=_("已销号措施"),
    time="closed_on",
    aliases=("已办结措施", "整改完成"),
    **OF_A_MEASURE,
)
def closed(reader: Any) -> QuerySet:
    """核验通过并经牵头领导签认销号的措施；待签认的不算，转入常态化的另计。"""
    return _seen(reader).filter(state=S.CLOSED)


@figure("measures.closed_late", label=_("超期销号"), time="closed_on", **OF_A_MEASURE)
def closed_late(reader: Any) -> QuerySet:
    """已销号而申请日晚于完成时限的措施。"""
    return _seen(reader).filter(state=S.CLOSED, requested_on__gt=F("due_on"))


@figure("measures.sustained", label=_("长期坚持"), time="closed_on", **OF_A_MEASURE)
def sustained(reader: Any) -> QuerySet:
    """核验通过、牵头领导签认转入常态化的措施，每年至少复查一次。"""
    return _seen(reader).filter(state=S.SUSTAINED)


@figure("measures.waiting_verification", label=_("待核验"), **OF_A_MEASURE)
def waiting_verification(reader: Any) -> QuerySet:
    """已申请销号、待受理或正在核验的措施。"""
    return _seen(reader).filter(state__in=[S.CLOSURE_REQUESTED, S.VERIFYING])


@figure("measures.waiting_signature", label=_("待签认"), **OF_A_MEASURE)
def waiting_signature(reader: Any) -> QuerySet:
    """核验已通过、等待牵头领导签认的措施。"""
    return _seen(reader).filter(state=S.VERIFIED)


@figure("measures.reopened", label=_("重新挂号"), **OF_A_MEASURE)
def reopened(reader: Any) -> QuerySet:
    """销号后又重新挂号、已进入第二轮及以上的措施。"""
    return _seen(reader).filter(cycle__gt=1)


@figure(
    "measures.evidence", label=_("佐证材料"), unit=_("份"), time="evidence__created_at",
    columns=("measure", "evidence", "cycle"), evidence=("evidence",), **UNDER_A_MEASURE,
)  # fmt: skip
def evidence(reader: Any) -> QuerySet:
    """措施名下未撤回的佐证材料，各轮合计。"""
    return _under_seen(MeasureEvidence.objects.filter(evidence__withdrawn_at=None), reader)


@figure(
    "measures.progress_reports", label=_("进展反馈"), unit=_("条"), time="submitted_at",
    columns=("measure", "text", "submitted_at"), **UNDER_A_MEASURE,
)  # fmt: skip
def progress_reports(reader: Any) -> QuerySet:
    """责任单位填报的进展；被更正的旧条目不重复计算。"""
    corrected = ProgressReport.objects.filter(supersedes=OuterRef("pk"))
    return _under_seen(ProgressReport.objects.filter(~Exists(corrected)), reader)


@figure(
    "measures.cards", label=_("亮牌"), unit=_("张"), time="issued_at",
    columns=("measure", "level", "reason", "state"), **UNDER_A_MEASURE,
)  # fmt: skip
def cards(reader: Any) -> QuerySet:
    """已经亮出的蓝、黄、红牌，含已摘牌的；拟亮未签发和不予亮牌的不算。"""
    return _under_seen(Card.objects.filter(issued_at__isnull=False), reader)


@figure(
    "measures.orders", label=_("督办单"), unit=_("份"), time="signed_on", unit_path="to_unit",
    columns=("number", "subject", "to_unit", "reply_due", "state"), owner=_("工作专班"),
)  # fmt: skip
def orders(reader: Any) -> QuerySet:
    """已签发编号的督办单。"""
    return SupervisionOrder.objects.visible_to(reader).exclude(state=OrderState.DRAFT)


@figure(
    "outcomes.all", label=_("成效"), unit=_("项"), time="as_of", campaign="of_campaign",
    columns=("indicator", "before", "after", "as_of", "source"), evidence=("evidence",),
    owner=_("工作专班"),
)  # fmt: skip
def outcomes(reader: Any) -> QuerySet:
    """问题和措施名下登记的前后对比成效。"""
    campaign = Coalesce("measure__campaign", "problem__campaign")
    return Outcome.objects.visible_to(reader).annotate(of_campaign=campaign)


ratio(
    "measures.closed_late_share",
    of="measures.closed_late",
    over="measures.closed",
    label=_("超期销号率"),
    rule=_("超期销号的措施占已销号措施的百分比，按销号日期统计。"),
    good="down",
)
subset("measures.closed_late", "measures.closed")
