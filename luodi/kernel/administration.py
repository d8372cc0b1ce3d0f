"""What the three administrators do, each through one function that checks who asks."""

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luodi.kernel import clock, preferences, trail
from luodi.kernel.actions import create, edit
from luodi.kernel.choices import Role
from luodi.kernel.models import CalendarDay, Preference, Robot, RoleAssignment, Unit, User
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.signin import is_unused


def require(by: Any, role: str) -> None:
    """Refuse everybody but the administrator of this kind."""
    if not by.standing.has(role):
        raise NotAllowed(_("此事须由%(role)s办理。") % {"role": Role(role).label})


@transaction.atomic
def end_unit(
    unit: Unit, *, on: Any, succeeded_by: Unit | None, by: Any, version: int | None
) -> Unit:
    """A unit ends; its records stay, its work goes to the successor. Never deleted (I-23)."""
    require(by, Role.SYSTEM_ADMIN)
    if Unit.objects.filter(parent=unit).open_on(on).exclude(valid_to=on).exists():
        raise Refused(_("“%(unit)s”下面还有未撤销的单位，请先处理下级单位。") % {"unit": unit})
    changes = {"valid_to": on, "succeeded_by": succeeded_by}
    return edit(unit, changes, by=by, version=version)


@transaction.atomic
def new_account(user: User, *, by: Any) -> str:
    """Save a new account and return its first password, which must be changed at first sign-in."""
    require(by, Role.SECURITY_ADMIN)
    password = _give_first_password(user)
    trail.record(
        "kernel.user.create", user, by=by, after={"username": user.username, "duty": user.duty}
    )
    return password


@transaction.atomic
def reset_password(user: User, *, by: Any) -> str:
    """Give a new first password; the old sessions end because the hash changed."""
    require(by, Role.SECURITY_ADMIN)
    password = _give_first_password(user)
    trail.record("kernel.user.reset_password", user, by=by)
    return password


@transaction.atomic
def set_active(user: User, *, active: bool, by: Any) -> None:
    """Switch an account off or on; nobody switches off the own one."""
    require(by, Role.SECURITY_ADMIN)
    if user.pk == by.pk:
        raise Refused(_("不能停用自己的账号。"))
    if active and is_unused(user):
        raise Refused(_("该账号长期未使用，请先重置密码，再启用。"))
    user.is_active = active
    user.save()
    trail.record("kernel.user.set_active", user, by=by, after={"active": active})


def assign_role(assignment: RoleAssignment, *, by: Any) -> RoleAssignment:
    """Give a role. The duty of the account decides which roles it may hold (I-20)."""
    require(by, Role.SECURITY_ADMIN)
    if assignment.user_id == by.pk:
        raise Refused(_("不能给自己分配角色。"))
    return create(assignment, by=by)


def end_role(assignment: RoleAssignment, *, by: Any) -> RoleAssignment:
    """End a role today; the assignment stays readable."""
    require(by, Role.SECURITY_ADMIN)
    return edit(assignment, {"until": max(clock.today(), assignment.since)}, by=by, version=None)


@transaction.atomic
def set_preference(key: str, value: Any, *, by: Any) -> None:
    """Change a setting."""
    require(by, Role.SYSTEM_ADMIN)
    if key not in preferences.DEFAULTS:
        raise Refused(_("没有这个设置项。"))
    before = preferences.get(key)
    Preference.objects.update_or_create(key=key, defaults={"value": value})
    preferences.forget()
    trail.record("kernel.preference.set", by=by, before={key: before}, after={key: value})


@transaction.atomic
def set_day(day: CalendarDay, *, by: Any) -> None:
    """Say of a day that the office works or rests."""
    require(by, Role.SYSTEM_ADMIN)
    CalendarDay.objects.update_or_create(
        day=day.day, defaults={"is_workday": day.is_workday, "name": day.name}
    )
    trail.record("kernel.calendar.set", by=by, after={"day": day.day, "is_workday": day.is_workday})


@transaction.atomic
def remove_day(day: CalendarDay, *, by: Any) -> None:
    """Back to Monday to Friday for this day."""
    require(by, Role.SYSTEM_ADMIN)
    trail.record(
        "kernel.calendar.remove", by=by, before={"day": day.day, "is_workday": day.is_workday}
    )
    day.delete()


@transaction.atomic
def save_robot(robot: Robot, *, by: Any) -> None:
    """Keep a group robot; its keys stay out of the trail."""
    require(by, Role.SYSTEM_ADMIN)
    robot.save()
    told = {"name": robot.name, "kind": robot.kind, "base": robot.base, "active": robot.active}
    trail.record("kernel.robot.save", robot, by=by, after=told)


def _give_first_password(user: User) -> str:
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_changed_at = clock.now()
    user.save()
    return password


def first_password() -> str:
    """A password that passes our own rules and can be read out on the telephone."""
    letters = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz") for _n in range(8))
    return f"{letters.capitalize()}-{secrets.randbelow(9000) + 1000}"
