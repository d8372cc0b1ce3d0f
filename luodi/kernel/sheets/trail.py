"""The audit log as a sheet: it goes out, never in."""

from django.utils.translation import gettext_lazy as _

from luodi.kernel.auditing import TrailFilter, verb_of
from luodi.kernel.models import TrailEvent
from luodi.kernel.sheets.declare import Column, Sheet, register

register(
    Sheet(
        key="kernel.trail",
        label=_("审计日志"),
        filterset=TrailFilter,
        records=lambda reader: TrailEvent.objects.visible_to(reader),
        columns=(
            Column("seq", _("序号"), show=lambda e: e.seq),
            Column("at", _("时间"), show=lambda e: e.at, width=20),
            Column("actor", _("操作人"), show=lambda e: e.actor),
            Column("on_behalf_of", _("代"), show=lambda e: e.on_behalf_of),
            Column("address", _("来源地址"), show=lambda e: e.address),
            Column("verb", _("办理事项"), show=lambda e: str(verb_of(e.action)), width=16),
            Column("action", _("动作"), show=lambda e: e.action, width=30),
            Column("object", _("对象"), show=lambda e: e.object_code),
            Column("allowed", _("结果"), show=lambda e: "允许" if e.allowed else "拒绝"),
            Column("reason", _("原因"), show=lambda e: e.reason, width=40),
            Column("hash", _("哈希"), show=lambda e: e.hash, width=66),
        ),
    )
)
