"""States and kinds of briefs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BriefKind(models.TextChoices):
    """What an official text is: decides its head and its tail."""

    BRIEF = "brief", _("简报")
    CIRCULAR = "circular", _("通报")
    REPORT = "report", _("报告")


class BriefState(models.TextChoices):
    """Where a brief stands."""

    DRAFT = "draft", _("草拟")
    CHECKED = "checked", _("已核对")
    SIGNED = "signed", pgettext_lazy("brief", "已签发")
    PUBLISHED = "published", pgettext_lazy("brief", "已印发")
    WITHDRAWN = "withdrawn", pgettext_lazy("brief", "已撤回")


FROZEN_STATES = (BriefState.CHECKED, BriefState.SIGNED, BriefState.PUBLISHED, BriefState.WITHDRAWN)
"""From the check on, figures are those of the edition."""
ISSUED_STATES = (BriefState.PUBLISHED, BriefState.WITHDRAWN)


class CitationKind(models.TextChoices):
    """What stands behind a piece of text a person did not type."""

    FIGURE = "figure", _("数字")
    CHANGE = "change", _("同比")
    CHART = "chart", _("图")
    RECORDS = "records", _("清单")
    DATE = "date", _("日期")
    NAME = "name", _("名称")
    WRITTEN = "written", _("手写")


class Drift(models.TextChoices):
    """What became of a published figure, the worst first."""

    EDITED = "edited", _("Word 中被改动")
    MISSING = "missing", _("Word 中缺失")
    GONE = "gone", _("口径已撤销")
    CHANGED = "changed", _("数值有变")
    REDEFINED = "redefined", _("口径已调整")
    HIDDEN = "hidden", _("您无权核对")
    OTHER_RECORDS = "other_records", _("数值相同，记录有变")
    SAME = "same", _("一致")


CHANGES = {"added": _("增加的段落"), "removed": _("删去的段落"), "changed": _("改动的段落")}
"""What became of a paragraph in Word."""
