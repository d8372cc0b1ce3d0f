"""Accounts and dated roles, kept by the security administrator."""

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from luodi.kernel import administration, once, signin
from luodi.kernel.choices import Role
from luodi.kernel.lists import RecordTable, list_page
from luodi.kernel.models import RoleAssignment, User
from luodi.kernel.views.administration.doors import door, only
from luodi.kernel.widgets import DateInput, SearchSelect

door(gettext_lazy("账号与角色"), "kernel:users", "user", Role.SECURITY_ADMIN, 85)


class UserTable(RecordTable):
    username = tables.Column(linkify=("kernel:user", [tables.A("pk")]))

    class Meta(RecordTable.Meta):
        model = User
        fields = ("username", "person", "duty", "is_active", "must_change_password", "last_login")


class UserFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=gettext_lazy("搜索"), method="search")

    def search(self, rows: Any, _name: str, words: str) -> Any:
        return rows.filter(username__icontains=words) | rows.filter(person__name__contains=words)

    class Meta:
        model = User
        fields = ("duty", "is_active")


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("username", "person", "duty")
        widgets = {"person": SearchSelect()}


class RoleForm(forms.ModelForm):
    class Meta:
        model = RoleAssignment
        fields = ("role", "unit", "campaign", "for_person", "since", "until")
        widgets = {"unit": SearchSelect(), "campaign": SearchSelect(), "for_person": SearchSelect(),
                   "since": DateInput(), "until": DateInput()}  # fmt: skip


@only(Role.SECURITY_ADMIN)
def user_list(request: HttpRequest) -> HttpResponse:
    """All accounts."""
    users = User.objects.select_related("person")
    return list_page(
        request, users, title=_("账号与角色"), table=UserTable, filterset=UserFilter,
        template="kernel/admin_list.html", new_url="kernel:user_new",
    )  # fmt: skip


@only(Role.SECURITY_ADMIN)
def user_new(request: HttpRequest) -> HttpResponse:
    """A new account; its first password is shown once."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = administration.new_account(form.instance, by=request.user)
        messages.success(
            request, _("账号已建立，首次密码（只显示这一次）：%(p)s") % {"p": password}
        )
        return redirect("kernel:user", form.instance.pk)
    return render(request, "kernel/form.html", {"title": _("新建账号"), "form": form},
                  status=422 if form.errors else 200)  # fmt: skip


@only(Role.SECURITY_ADMIN)
def user_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An account with its roles, dated."""
    user = get_object_or_404(User.objects.select_related("person"), pk=pk)
    form = RoleForm(request.POST or None, instance=RoleAssignment(user=user))
    if request.method == "POST" and form.is_valid():
        sent = once.save_once(
            request, lambda: administration.assign_role(form.instance, by=request.user),
            lambda _made: reverse("kernel:user", args=[pk]),
        )  # fmt: skip
        if sent.made is not None:
            messages.success(request, _("角色已分配。"))
        return redirect(sent.url)
    roles = user.roles.select_related("unit", "campaign", "for_person").order_by("-since")
    context = {"title": str(user), "subject": user, "form": form, "roles": roles}
    return render(request, "kernel/user.html", context, status=422 if form.errors else 200)


@only(Role.SECURITY_ADMIN)
@require_POST
def user_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Reset the password, lock out or let in again."""
    user = get_object_or_404(User, pk=pk)
    if act == "reset":
        password = administration.reset_password(user, by=request.user)
        messages.success(request, _("新的首次密码（只显示这一次）：%(p)s") % {"p": password})
    elif act in ("off", "on"):
        administration.set_active(user, active=act == "on", by=request.user)
    elif act == "unlock":
        signin.unlock(user, by=request.user)
        messages.success(request, _("已解锁。"))
    else:
        raise Http404
    return redirect("kernel:user", pk)


@only(Role.SECURITY_ADMIN)
@require_POST
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role today."""
    assignment = get_object_or_404(RoleAssignment, pk=pk)
    administration.end_role(assignment, by=request.user)
    return redirect("kernel:user", assignment.user_id)
