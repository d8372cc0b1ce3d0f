"""States and kinds of problems."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProblemState(models.TextChoices):
    """Where a problem stands."""

    DRAFT = "draft", _("拟列")
    LISTED = "listed", _("已列入清单")
    RECTIFYING = "rectifying", _("整改中")
    CLOSED = "closed", pgettext_lazy("problem", "已销号")
    MERGED = "merged", _("已并案")


class LinkMethod(models.TextChoices):
    """How a statement came to a problem."""

    MANUAL = "manual", _("人工归并")
    PROPOSED = "proposed", _("采纳归并建议")
    IMPORTED = "imported", _("随表导入")


class Decision(models.TextChoices):
    """What a person said to a proposal."""

    OPEN = "open", _("待定")
    ACCEPTED = "accepted", _("采纳")
    MOVED = "moved", _("改归他处")
    NEW = "new", _("另立问题")
    REFUSED = "refused", _("不是同一问题")


class RegroupingKind(models.TextChoices):
    """What moved links."""

    MERGE = "merge", _("并案")
    SPLIT = "split", _("拆分")
    MOVE = "move", _("改归")


class RunState(models.TextChoices):
    """Where a consolidation run stands."""

    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("计算中")
    DONE = "done", pgettext_lazy("run", "待审阅")
    FAILED = "failed", _("未完成")


class Outside(models.TextChoices):
    """What an outside service may be asked for."""

    LABEL = "label", _("润色问题名称")
    EMBEDDING = "embedding", _("比较两条意见的意思")
