"""Optional extras of the engine: what this installation has, and whether a campaign may use it."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from luodi.problems.choices import Outside
from luodi.problems.models import OutsideConsent


@dataclass(frozen=True)
class Extra:
    """An extra that the settings name; without an address it is a folder on this machine."""

    kind: str
    name: str
    address: str = ""

    @property
    def label(self) -> str:
        """What it is for."""
        return str(Outside(self.kind).label)


@dataclass(frozen=True)
class Planned:
    """An extra as a run of one campaign would find it now."""

    extra: Extra
    allowed: bool


def configured() -> list[Extra]:
    """The extras of this installation; a model on this machine goes before an address."""
    found = []
    if settings.EMBEDDING_MODEL:
        found.append(Extra(Outside.EMBEDDING, Path(settings.EMBEDDING_MODEL).name))
    elif settings.EMBEDDING_URL:
        address = settings.EMBEDDING_URL.rstrip("/")
        found.append(Extra(Outside.EMBEDDING, settings.EMBEDDING_NAME, address))
    if settings.LABEL_URL:
        found.append(Extra(Outside.LABEL, settings.LABEL_NAME, settings.LABEL_URL.rstrip("/")))
    return found


def planned_for(campaign: int) -> list[Planned]:
    """What the next run of a campaign would use: all that stays here, and what was allowed."""
    return [
        Planned(extra, not extra.address or may_send(campaign, extra)) for extra in configured()
    ]


def may_send(campaign: int, extra: Extra) -> bool:
    """Whether somebody's consent for this purpose and this very address is in force now."""
    rows = OutsideConsent.objects.in_force().filter(campaign=campaign, kind=extra.kind)
    return rows.filter(address=extra.address).exists()
