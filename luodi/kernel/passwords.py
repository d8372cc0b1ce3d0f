"""Password rules beyond Django's own: character classes, and not the last five."""

import re
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from luodi.kernel.models import PastPassword

REMEMBERED = 5
_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


class CharacterClasses:
    """At least three of: lower case, upper case, digits, other signs."""

    def validate(self, password: str, user: Any = None) -> None:
        if sum(bool(re.search(pattern, password)) for pattern in _CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        return _("密码须包含大写字母、小写字母、数字、符号中的至少三类。")


class NotRecentlyUsed:
    """Not one of the last five passwords of this account."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.pk is None:
            return
        hashes = PastPassword.objects.filter(user=user).order_by("-pk")[:REMEMBERED]
        if any(check_password(password, past.hash) for past in hashes):
            raise ValidationError(self.get_help_text(), code="password_reused")

    def password_changed(self, password: str, user: Any) -> None:
        if user.pk:
            PastPassword.objects.create(user=user, hash=user.password)

    def get_help_text(self) -> str:
        return _("不能使用最近五次用过的密码。")
