"""A person's word that an outside helper may be used for one campaign; without it nothing leaves."""

from typing import Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luodi.kernel.guards import Frozen, NeverDeleted
from luodi.kernel.models import Record, RecordQuerySet
from luodi.listening.models import Campaign
from luodi.problems.choices import Outside


class ConsentQuerySet(RecordQuerySet):
    """Consents."""

    def in_force(self) -> Self:
        """Given and not withdrawn."""
        return self.filter(withdrawn_on=None)


class OutsideConsent(Record):
    """同意: who said, on which day, that this campaign's texts may go to this address."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="consents")
    kind = models.CharField(_("用途"), max_length=10, choices=Outside)
    address = models.CharField(
        _("服务地址"), max_length=200, validators=[URLValidator(schemes=["http", "https"])]
    )
    given_by = models.CharField(_("同意人"), max_length=40)
    given_on = models.DateField(_("同意日期"))
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey("kernel.User", models.PROTECT, related_name="+", editable=False)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()
    guards = (
        NeverDeleted(reason="同意记录不得删除，只能撤回"),
        Frozen(
            ("campaign", "kind", "address", "given_by", "given_on", "reason"),
            reason="同意记录不得改写，只能撤回后另立",
        ),
        Frozen(("withdrawn_on",), reason="撤回的同意不得恢复", when="OLD.withdrawn_on IS NOT NULL"),
    )

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name = _("对外调用同意")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind"],
                condition=Q(withdrawn_on=None),
                name="one_consent_in_force_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(given_by="") & ~Q(reason="") & ~Q(address=""),
                name="a_consent_names_who_where_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.address}"
