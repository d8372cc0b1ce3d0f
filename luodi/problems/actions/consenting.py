"""Saying, and unsaying, that an outside helper may be used for one campaign."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import actions, clock
from luodi.kernel.refusals import Refused
from luodi.listening.models import Campaign
from luodi.problems.actions.attempts import require_office, whole
from luodi.problems.models import OutsideConsent


def give_consent(
    *, campaign: Campaign, kind: str, address: str, given_by: str, given_on: date, reason: str,
    by: Any,
) -> OutsideConsent:  # fmt: skip
    """Keep who said so, when and why; before it no word of the campaign leaves the host."""
    with whole("problems.outsideconsent.give", campaign, by=by):
        require_office(by, campaign)
        if given_on > clock.today():
            raise Refused(_("同意日期不能在今天之后。"))
        if OutsideConsent.objects.in_force().filter(campaign=campaign, kind=kind).exists():
            raise Refused(_("这一用途已有同意；要换服务地址，请先撤回原来的。"))
        return actions.create(
            OutsideConsent(
                campaign=campaign, kind=kind, address=address.strip().rstrip("/"), given_by=given_by.strip(),
                given_on=given_on, reason=reason.strip(), by=by,
            ),
            by=by,
        )  # fmt: skip


def withdraw_consent(*, consent: OutsideConsent, by: Any) -> OutsideConsent:
    """From now on nothing leaves; what was said before stays on record."""
    with whole("problems.outsideconsent.withdraw", consent, by=by):
        require_office(by, consent.campaign_id)
        if OutsideConsent.objects.get(pk=consent.pk).withdrawn_on is not None:
            raise Refused(_("这份同意已经撤回了。"))
        return actions.edit(consent, {"withdrawn_on": clock.today()}, by=by, version=None)
