"""The office's calendar, settings and group robots, kept by the system administrator."""

from typing import Any

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from luodi.kernel import administration, preferences
from luodi.kernel.choices import Role
from luodi.kernel.lists import RecordTable, list_page
from luodi.kernel.models import CalendarDay, Robot
from luodi.kernel.views.administration.doors import door, only
from luodi.kernel.widgets import DateInput

door(gettext_lazy("工作日历"), "kernel:calendar", "calendar", Role.SYSTEM_ADMIN, 82)
door(gettext_lazy("设置"), "kernel:preferences", "settings", Role.SYSTEM_ADMIN, 83)
door(gettext_lazy("群机器人"), "kernel:robots", "bell", Role.SYSTEM_ADMIN, 84)


class DayForm(forms.ModelForm):
    class Meta:
        model = CalendarDay
        fields = ("day", "is_workday", "name")
        widgets = {"day": DateInput()}

    def validate_unique(self) -> None:
        """A day that is there already is replaced."""


@only(Role.SYSTEM_ADMIN)
def calendar(request: HttpRequest) -> HttpResponse:
    """Holidays and make-up days."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        administration.set_day(form.instance, by=request.user)
        messages.success(request, _("已保存。"))
        return redirect("kernel:calendar")
    days = CalendarDay.objects.order_by("-day")
    return render(request, "kernel/calendar.html", {"title": _("工作日历"), "form": form, "days": days},
                  status=422 if form.errors else 200)  # fmt: skip


@only(Role.SYSTEM_ADMIN)
@require_POST
def calendar_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to Monday to Friday."""
    administration.remove_day(get_object_or_404(CalendarDay, pk=pk), by=request.user)
    return redirect("kernel:calendar")


class PreferenceForm(forms.Form):
    """One field a setting, by the type of its default."""

    HIDDEN = ("clock.", "sample.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, default in preferences.DEFAULTS.items():
            if key.startswith(self.HIDDEN):
                continue
            options: dict[str, Any] = {
                "label": preferences.label(key),
                "initial": preferences.get(key),
            }
            if isinstance(default, bool):
                self.fields[key] = forms.BooleanField(required=False, **options)
            elif isinstance(default, int):
                self.fields[key] = forms.IntegerField(min_value=0, max_value=3650, **options)
            else:
                self.fields[key] = forms.CharField(max_length=80, **options)


@only(Role.SYSTEM_ADMIN)
def preference_page(request: HttpRequest) -> HttpResponse:
    """Settings of the office."""
    form = PreferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        for key, value in form.cleaned_data.items():
            if value != preferences.get(key):
                administration.set_preference(key, value, by=request.user)
        messages.success(request, _("已保存。"))
        return redirect("kernel:preferences")
    return render(request, "kernel/form.html", {"title": _("设置"), "form": form},
                  status=422 if form.errors else 200)  # fmt: skip


class RobotTable(RecordTable):
    name = tables.Column(linkify=True)

    class Meta(RecordTable.Meta):
        model = Robot
        fields = ("name", "kind", "base", "active")


class RobotForm(forms.ModelForm):
    """Keys go in and are never shown again; left empty they stay as they are."""

    base = forms.URLField(
        label=gettext_lazy("平台地址"), max_length=300, assume_scheme="https",
        help_text=gettext_lazy("例如本地部署的政务微信、专有钉钉的地址。"),
    )  # fmt: skip
    key = forms.CharField(
        label=gettext_lazy("密钥"), required=False, max_length=200, widget=forms.PasswordInput(),
        help_text=gettext_lazy("保存后不再显示；留空表示不改。"),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("加签密钥"), required=False, max_length=200,
        widget=forms.PasswordInput(), help_text=gettext_lazy("钉钉选用加签时填写；留空表示不改。"),
    )  # fmt: skip

    class Meta:
        model = Robot
        fields = ("name", "kind", "base", "key", "secret", "active")

    def clean_key(self) -> str:
        """A robot without a key cannot send."""
        key = self.cleaned_data["key"] or self.initial.get("key")
        if not key:
            raise forms.ValidationError(_("请填写密钥。"))
        return str(key)

    def clean_secret(self) -> str:
        """Left empty it stays."""
        return str(self.cleaned_data["secret"] or self.initial.get("secret") or "")


@only(Role.SYSTEM_ADMIN)
def robot_list(request: HttpRequest) -> HttpResponse:
    """Group robots; nothing is sent unless the installation allows it."""
    return list_page(
        request, Robot.objects.all(), title=_("群机器人"), table=RobotTable,
        template="kernel/admin_list.html", new_url="kernel:robot_new",
    )  # fmt: skip


@only(Role.SYSTEM_ADMIN)
def robot_new(request: HttpRequest) -> HttpResponse:
    """A new robot."""
    return _robot_page(request, Robot(), _("新建群机器人"))


@only(Role.SYSTEM_ADMIN)
def robot_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a robot on or off, change its address or key."""
    robot = get_object_or_404(Robot, pk=pk)
    return _robot_page(request, robot, robot.name)


def _robot_page(request: HttpRequest, robot: Robot, title: str) -> HttpResponse:
    form = RobotForm(request.POST or None, instance=robot)
    if request.method == "POST" and form.is_valid():
        administration.save_robot(form.instance, by=request.user)
        messages.success(request, _("已保存。"))
        return redirect("kernel:robots")
    return render(request, "kernel/form.html", {"title": title, "form": form},
                  status=422 if form.errors else 200)  # fmt: skip
