"""The audit log in words: what an action is called, and how the log is narrowed down."""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.kernel.models import TrailEvent
from luodi.kernel.transitions import TABLES

VERBS = {
    "create": _("新建"),
    "edit": _("修改"),
    "attach": _("上传佐证"),
    "report": _("反馈进展"),
    "extend": _("延期"),
    "leader_action": _("领导推动"),
    "name_leader": _("确定牵头领导"),
    "handover": _("责任交接"),
    "link": _("归并"),
    "unlink": _("移出"),
    "merge": _("并案"),
    "unmerge": _("撤销并案"),
    "split": _("拆分"),
    "move": _("改归"),
    "decide": _("审阅建议"),
    "undo": _("撤销"),
    "rename": _("改名"),
    "start": _("开始"),
    "finish": _("结束"),
    "send": _("发往外部服务"),
}
"""What actions that are not moves are called, by the last part of their name; moves name themselves."""

NAMED = {
    "kernel.user.sign_in": _("登录"),
    "kernel.user.change_password": _("修改密码"),
    "kernel.user.reset_password": _("重置密码"),
    "kernel.user.set_active": _("启用或停用账号"),
    "kernel.user.unlock": _("解锁账号"),
    "kernel.user.create": _("新建账号"),
    "kernel.roleassignment.create": _("分配角色"),
    "kernel.roleassignment.edit": _("停止角色"),
    "kernel.preference.set": _("修改设置"),
    "kernel.calendar.set": _("登记工作日调整"),
    "kernel.calendar.remove": _("移除工作日调整"),
    "kernel.robot.save": _("保存群机器人"),
    "kernel.sheet.export": _("导出表格"),
    "kernel.import.apply": _("写入导入的表格"),
    "kernel.import.undo": _("撤销导入"),
}
"""Actions with a name of their own."""


def verb_of(action: str) -> Any:
    """What was done, in the words of the page: the move's own label, or what the action is called."""
    if action in NAMED:
        return NAMED[action]
    model, _dot, name = action.rpartition(".")
    moves = _moves().get(model, {})
    return moves[name].label if name in moves else VERBS.get(name, name)


def noun_of(model: str) -> Any:
    """What kind of record a label names; nothing for one that is gone."""
    try:
        return apps.get_model(model)._meta.verbose_name if model else ""
    except LookupError:
        return ""


@cache
def _moves() -> dict[str, dict[str, Any]]:
    return {model._meta.label_lower: table.moves for model, table in TABLES.items()}


def actions_to_choose() -> list[tuple[str, str]]:
    """Every action that has a name, with the kind of record it is done to."""
    known = [(action, str(label)) for action, label in NAMED.items()]
    for model, moves in _moves().items():
        names = {"create", "edit", *moves}
        known += [
            (f"{model}.{name}", f"{noun_of(model)} · {verb_of(f'{model}.{name}')}")
            for name in sorted(names)
        ]
    return known


def _calendar() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class TrailFilter(django_filters.FilterSet):
    """By person, action, object, day and outcome."""

    OUTCOMES = (
        ("true", pgettext_lazy("audit", "已办")),
        ("false", pgettext_lazy("audit", "被拒绝")),
    )

    actor = django_filters.CharFilter(label=_("操作人"), lookup_expr="contains")
    action = django_filters.ChoiceFilter(
        label=_("动作"), choices=actions_to_choose, widget=forms.Select({"data-search": ""})
    )
    object_code = django_filters.CharFilter(label=_("对象编号"), lookup_expr="contains")
    since = django_filters.DateFilter(label=_("日期从"), method="from_day", widget=_calendar())
    until = django_filters.DateFilter(label=_("日期到"), method="to_day", widget=_calendar())
    allowed = django_filters.ChoiceFilter(
        label=_("结果"), choices=OUTCOMES, method="by_outcome", empty_label=_("不限")
    )

    class Meta:
        model = TrailEvent
        fields: list[str] = []

    def from_day(self, rows: QuerySet, _name: str, day: date) -> QuerySet:
        """From this day's beginning."""
        return rows.filter(at__gte=_midnight(day))

    def to_day(self, rows: QuerySet, _name: str, day: date) -> QuerySet:
        """To this day's end."""
        return rows.filter(at__lt=_midnight(day + timedelta(days=1)))

    def by_outcome(self, rows: QuerySet, _name: str, chosen: str) -> QuerySet:
        """Done, or refused."""
        return rows.filter(allowed=chosen == "true")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def narrowed(request: HttpRequest, rows: QuerySet) -> TrailFilter:
    """The log as this address asks for it."""
    return TrailFilter(request.GET, queryset=rows, request=request)
