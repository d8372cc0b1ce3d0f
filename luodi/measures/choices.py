"""States and kinds of measures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeasureState(models.TextChoices):
    """Where a measure stands. Overdue is not a state: it is computed."""

    DRAFT = "draft", pgettext_lazy("measure", "草拟")
    ASSIGNED = "assigned", _("已交办")
    IN_PROGRESS = "in_progress", _("推进中")
    CLOSURE_REQUESTED = "closure_requested", pgettext_lazy("state", "申请销号")
    VERIFYING = "verifying", _("核验中")
    VERIFIED = "verified", _("待签认")
    CLOSED = "closed", pgettext_lazy("measure", "已销号")
    SUSTAINED = "sustained", _("长期坚持")
    SUSPENDED = "suspended", _("已中止")
    CANCELLED = "cancelled", pgettext_lazy("measure", "已撤销")


OPEN_STATES = (
    MeasureState.ASSIGNED, MeasureState.IN_PROGRESS, MeasureState.CLOSURE_REQUESTED,
    MeasureState.VERIFYING, MeasureState.VERIFIED, MeasureState.SUSPENDED,
)  # fmt: skip
"""Somebody still answers for it."""

ENDED_STATES = (MeasureState.CLOSED, MeasureState.SUSTAINED, MeasureState.CANCELLED)


RELIED_ON = (
    MeasureState.VERIFYING,
    MeasureState.VERIFIED,
    MeasureState.CLOSED,
    MeasureState.SUSTAINED,
)
"""The evidence of this cycle has been looked at: it stays."""


class DeadlineKind(models.TextChoices):
    """Three kinds of deadline."""

    IMMEDIATE = "immediate", _("立行立改")
    DATED = "dated", _("限期整改")
    SUSTAINED = "sustained", _("长期坚持")


class Rhythm(models.TextChoices):
    """How often progress is reported; never daily (基层减负)."""

    NONE = "none", _("不要求")
    FORTNIGHTLY = "fortnightly", _("每半月")
    MONTHLY = "monthly", _("每月")
    QUARTERLY = "quarterly", _("每季")


class Assessment(models.TextChoices):
    """How the unit itself sees its progress."""

    NORMAL = "normal", _("正常推进")
    SLOW = "slow", _("进展缓慢")
    STUCK = "stuck", _("遇到困难")


class LeaderActionKind(models.TextChoices):
    """What a leader did."""

    RESEARCH = "research", _("调研")
    DISPATCH = "dispatch", _("调度")
    COORDINATE = "coordinate", _("协调")
    ON_SITE = "on_site", _("现场办公")


class RequestState(models.TextChoices):
    """Where a closure request stands."""

    OPEN = "open", _("待受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    ACCEPTED = "accepted", _("已受理")
    RETURNED = "returned", _("已退回")
    PASSED = "passed", _("已通过")


class VerificationMethod(models.TextChoices):
    """How it was verified."""

    DOCUMENTS = "documents", _("材料审核")
    ON_SITE = "on_site", _("现场核查")
    CALL_BACK = "call_back", _("回访")
    PUBLIC = "public", _("群众评议")
    THIRD_PARTY = "third_party", _("第三方")


class ExtensionState(models.TextChoices):
    """Where an extension stands."""

    REQUESTED = "requested", _("待批")
    APPROVED = "approved", pgettext_lazy("state", "同意延期")
    REFUSED = "refused", pgettext_lazy("state", "不同意延期")
    WITHDRAWN = "withdrawn", _("已撤回")


class HandoverState(models.TextChoices):
    """Where a handover stands; the old leader answers until it is accepted."""

    PROPOSED = "proposed", _("待接手")
    ACCEPTED = "accepted", _("已接手")
    DECLINED = "declined", _("未接手")


class LookBackResult(models.TextChoices):
    """What a look-back found."""

    STABLE = "stable", _("成效稳固")
    REBOUNDED = "rebounded", _("问题反弹")


class CardLevel(models.TextChoices):
    """Colours of cards."""

    BLUE = "blue", _("蓝牌提醒")
    YELLOW = "yellow", _("黄牌警示")
    RED = "red", _("红牌督办")


class CardState(models.TextChoices):
    """A machine proposes, a person issues; cards are never deleted."""

    PROPOSED = "proposed", _("拟亮牌")
    ISSUED = "issued", _("已亮牌")
    DISMISSED = "dismissed", pgettext_lazy("state", "不予亮牌")
    ANSWERED = "answered", _("已说明")
    LIFTED = "lifted", _("已摘牌")


class OrderState(models.TextChoices):
    """Where a supervision order stands."""

    DRAFT = "draft", pgettext_lazy("order", "草拟")
    SIGNED = "signed", _("已签发")
    SENT = "sent", _("已送达")
    REPLIED = "replied", _("已回复")
    CONCLUDED = "concluded", _("已办结")
