"""States and kinds of listening."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignState(models.TextChoices):
    """Where a campaign stands."""

    PREPARING = "preparing", _("筹备")
    RUNNING = "running", pgettext_lazy("campaign", "进行中")
    WRAPPING_UP = "wrapping_up", _("总结")
    ARCHIVED = "archived", pgettext_lazy("state", "归档")


class PhaseKind(models.TextChoices):
    """What a phase is for."""

    LEARN = "learn", _("学")
    EXAMINE = "examine", _("查")
    RECTIFY = "rectify", _("改")


class PhaseState(models.TextChoices):
    """Phases may be open side by side."""

    PLANNED = "planned", _("未开始")
    OPEN = "open", pgettext_lazy("phase", "进行中")
    ENDED = "ended", _("已结束")


class GatheringKind(models.TextChoices):
    """Where statements come from."""

    SPECIAL = "special", _("专题会议")
    SYMPOSIUM = "symposium", _("座谈会")
    REPORT = "report", _("专题报告会")
    STUDY = "study", _("集中学习研讨")
    VISIT = "visit", _("走访")
    SURVEY = "survey", _("问卷")
    MAILBOX = "mailbox", _("信箱")


class GatheringState(models.TextChoices):
    """Only recognised gatherings are counted."""

    DRAFT = "draft", pgettext_lazy("gathering", "草稿")
    SUBMITTED = "submitted", _("已上报")
    COUNTED = "counted", _("已认可")
    RETURNED = "returned", _("已退回")
    VOID = "void", _("已作废")
    WITHDRAWN = "withdrawn", _("导入已撤销")


class StatementKind(models.TextChoices):
    """What a statement is."""

    PROBLEM = "problem", _("问题")
    SUGGESTION = "suggestion", _("建议")
    PRAISE = "praise", _("表扬")


class SourceKind(models.TextChoices):
    """How a statement reached the office."""

    MEETING = "meeting", _("会议")
    VISIT = "visit", _("走访")
    SURVEY = "survey", _("问卷")
    MAILBOX = "mailbox", _("信箱留言")
    HOTLINE = "hotline", _("12345热线")
    PETITION = "petition", _("信访")
    INSPECTION = "inspection", _("巡察督查反馈")
    GUEST = "guest", _("受邀代表")


class Anonymity(models.TextChoices):
    """How far the speaker is named."""

    NAMED = "named", _("具名")
    UNIT_ONLY = "unit_only", _("仅列单位")
    ANONYMOUS = "anonymous", _("匿名")


class StatementState(models.TextChoices):
    """Where a statement went."""

    DRAFT = "draft", pgettext_lazy("statement", "草稿")
    SUBMITTED = "submitted", _("已提交")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已采集")
    LINKED = "linked", _("已归并")
    SETTLED = "settled", _("已有去向")
    ANSWERED = "answered", _("已反馈")
    WITHDRAWN = "withdrawn", _("导入已撤销")


class Settlement(models.TextChoices):
    """What became of a statement that no problem carries."""

    IMMEDIATE = "immediate", _("立行立改")
    TRANSFERRED = "transferred", _("转办")
    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    NOT_ADOPTED = "not_adopted", _("不采纳")
    ALREADY_DONE = "already_done", _("已在落实")
    OUT_OF_SCOPE = "out_of_scope", _("超出范围")


class Rating(models.TextChoices):
    """What the speaker thinks of the answer."""

    SATISFIED = "satisfied", _("满意")
    FAIR = "fair", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")
