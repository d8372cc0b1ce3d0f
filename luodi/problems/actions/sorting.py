"""How a campaign is sorted: its category scheme, and the office's names for themes."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import actions
from luodi.kernel.refusals import Refused
from luodi.listening.models import Campaign
from luodi.problems.actions.attempts import require_office, whole
from luodi.problems.models import SchemeEntry, ThemeName


def retire_entries(entries: Iterable[SchemeEntry], *, by: Any) -> int:
    """Take rows out of force; runs that used them keep what they said. Returns how many."""
    rows = [entry for entry in entries if not entry.retired]
    for row in rows:
        with whole("problems.schemeentry.retire", row, by=by):
            require_office(by, row.campaign_id)
            actions.edit(row, {"retired": True}, by=by, version=None)
    return len(rows)


def name_theme(*, campaign: Campaign, theme: str, label: str, by: Any) -> ThemeName:
    """Call a theme of the engine what the office calls it, now and after every later run."""
    with whole("problems.themename.name", campaign, by=by):
        require_office(by, campaign)
        label = label.strip()[:60]
        if not label or not theme:
            raise Refused(_("请写主题的名称。"))
        found = ThemeName.objects.filter(campaign=campaign, theme=theme).first()
        if found is None:
            return actions.create(ThemeName(campaign=campaign, theme=theme, label=label), by=by)
        return actions.edit(found, {"label": label}, by=by, version=None)
