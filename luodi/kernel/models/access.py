"""Roles as dated assignments."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.choices import DUTY_OF_ROLE, Duty, Role
from luodi.kernel.models.base import Record, RecordQuerySet


class RoleQuerySet(RecordQuerySet):
    """Assignments."""

    def on(self, day: date) -> Self:
        """Those in force on `day`."""
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


RoleManager = models.Manager.from_queryset(RoleQuerySet)


class RoleAssignment(Record):
    """This account acts in this role, for a unit or a campaign or everywhere, from a day to a day."""

    user = models.ForeignKey(
        "kernel.User", models.PROTECT, related_name="roles", verbose_name=_("账号")
    )
    role = models.CharField(_("角色"), max_length=16, choices=Role)
    unit = models.ForeignKey(
        "kernel.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("单位"),
    )
    campaign = models.ForeignKey(
        "listening.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("专项工作"),
    )
    for_person = models.ForeignKey(
        "kernel.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代录对象"),
    )
    since = models.DateField(_("起始"), default=clock.today)
    until = models.DateField(_("截止"), null=True, blank=True)

    objects: ClassVar[RoleManager] = RoleManager()

    class Meta:
        ordering = ["role", "since"]
        verbose_name = _("角色")
        verbose_name_plural = _("角色")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="role_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.CLERK, Role.UNIT_HEAD]) | Q(unit__isnull=False),
                name="unit_roles_name_their_unit",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=list(DUTY_OF_ROLE)) | Q(unit=None, campaign=None),
                name="administrators_have_no_business_scope",
            ),
        ]
        indexes = [models.Index(fields=["user", "until"])]

    def __str__(self) -> str:
        scope = self.unit or self.campaign or self.for_person or ""
        return f"{self.get_role_display()} {scope}".strip()

    def clean(self) -> None:
        """Refuse a role that the account's duty excludes (I-20)."""
        if DUTY_OF_ROLE.get(Role(self.role), Duty.BUSINESS) != self.user.duty:
            raise ValidationError(
                {
                    "role": _("三员与业务角色互斥：该账号用途为“%(duty)s”，不能担任“%(role)s”。")
                    % {"duty": self.user.get_duty_display(), "role": self.get_role_display()}
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)
