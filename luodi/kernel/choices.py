"""States and kinds of the kernel's own records."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitKind(models.TextChoices):
    """What a unit is."""

    COMMITTEE = "committee", _("党委")
    GROUP = "group", _("党组")
    BRANCH = "branch", _("支部")
    DEPARTMENT = "department", _("部门")
    STREET = "street", _("街道")
    COMMUNITY = "community", _("社区")
    ENTERPRISE = "enterprise", _("企事业")
    MASS = "mass", _("群团")


class Duty(models.TextChoices):
    """What an account is for. One account has one duty, so the three administrators exclude each
    other and all business (GB/T 22239-2019, separation of managers)."""

    BUSINESS = "business", _("业务")
    SYSTEM = "system", _("系统管理")
    SECURITY = "security", _("安全管理")
    AUDIT = "audit", _("审计管理")


class Role(models.TextChoices):
    """What a dated assignment lets its holder do."""

    CLERK = "clerk", _("填报员")
    UNIT_HEAD = "unit_head", _("单位负责人")
    LEADER = "leader", _("牵头领导")
    OFFICE = "office", _("工作专班")
    SUPERVISOR = "supervisor", _("督查员")
    VERIFIER = "verifier", _("核验人")
    APPROVER = "approver", _("审批领导")
    SECRETARY = "secretary", _("代录秘书")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


DUTY_OF_ROLE = {
    Role.SYSTEM_ADMIN: Duty.SYSTEM,
    Role.SECURITY_ADMIN: Duty.SECURITY,
    Role.AUDIT_ADMIN: Duty.AUDIT,
}
"""Every other role is business."""


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is."""

    PHOTO = "photo", _("照片")
    DOCUMENT = "document", _("文件")
    DATA = "data", _("数据")
    MINUTES = "minutes", _("会议记录")
    NOTICE = "notice", _("公示公告")


class Visibility(models.TextChoices):
    """How far a piece of evidence may go."""

    INTERNAL = "internal", _("内部")
    PUBLISHABLE = "publishable", _("可公开")


class JobState(models.TextChoices):
    """Where a background job stands."""

    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("运行中")
    DONE = "done", pgettext_lazy("job", "已完成")
    FAILED = "failed", _("失败")
    CANCELLED = "cancelled", pgettext_lazy("job", "已取消")


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("已上传")
    READING = "reading", _("读取中")
    PREVIEW = "preview", _("待确认")
    APPLYING = "applying", _("写入中")
    APPLIED = "applied", _("已写入")
    UNDOING = "undoing", _("撤销中")
    UNDONE = "undone", _("已撤销")
    REFUSED = "refused", _("未通过")
    DISCARDED = "discarded", _("已放弃")


class RowVerdict(models.TextChoices):
    """What an import would do with one row."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("修改")
    SAME = "same", _("无变化")
    ERROR = "error", _("有误")
    STALE = "stale", _("版本过期")


class RobotKind(models.TextChoices):
    """Group robots a notice may be sent to."""

    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")


class OutboxState(models.TextChoices):
    """Where a message to a robot stands."""

    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已发送")
    GIVEN_UP = "given_up", _("已放弃")
