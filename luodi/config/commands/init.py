"""First use: make the database and the three administrators, each with a password to change."""

import secrets

from luodi.config.commands import refuse
from luodi.config.commands.migrate import main as migrate
from luodi.kernel.actions import create
from luodi.kernel.choices import Duty, Role
from luodi.kernel.models import RoleAssignment, User

ADMINISTRATORS = (
    ("sysadmin", Duty.SYSTEM, Role.SYSTEM_ADMIN),
    ("secadmin", Duty.SECURITY, Role.SECURITY_ADMIN),
    ("auditadmin", Duty.AUDIT, Role.AUDIT_ADMIN),
)


def main(words: list[str]) -> int:
    """`luodi init`; prints each password once. Refuses when accounts exist."""
    migrate([])
    if User.objects.exists():
        return refuse("系统里已经有账号，无须再初始化。")
    print("三员账号（密码只显示这一次，首次登录必须修改）：")
    for name, duty, role in ADMINISTRATORS:
        password = f"{secrets.token_urlsafe(9)}aA1-"
        user = User.objects.create_user(name, password, duty=duty)
        create(RoleAssignment(user=user, role=role), by=None)
        print(f"  {role.label}\t{name}\t{password}")
    return 0
