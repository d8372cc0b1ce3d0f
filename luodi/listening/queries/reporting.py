"""Who reports for a unit, when an answer is due, whose a personal link is."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from luodi.kernel import clock, preferences, workdays
from luodi.kernel.choices import Role
from luodi.kernel.models import Post, RoleAssignment, Unit, User
from luodi.listening.choices import CampaignState
from luodi.listening.models import Campaign, GuestInvitation


def reporters_of(units: Iterable[int]) -> list[User]:
    """Clerks and heads of these units today: whom to tell."""
    held = RoleAssignment.objects.on(clock.today()).filter(
        unit__in=units, role__in=(Role.CLERK, Role.UNIT_HEAD)
    )
    return [row.user for row in held.select_related("user")]


def answer_due(day: date) -> date:
    """The day by which something said on `day` is to be answered."""
    return workdays.add(day, preferences.get("listening.answer_workdays"))


def open_campaigns(reader: Any) -> QuerySet:
    """Campaigns that still take something in."""
    return Campaign.objects.visible_to(reader).exclude(state=CampaignState.ARCHIVED)


def units_for(reader: Any) -> QuerySet:
    """Units this reader may enter something for; all of them for an office."""
    rows = Unit.objects.open_on(clock.today())
    if reader.standing.has(Role.OFFICE):
        return rows
    own = reader.standing.unit_ids(Role.CLERK, Role.UNIT_HEAD)
    posts = Post.objects.filter(person__in=reader.standing.speaks_for() - {reader.person_id})
    return rows.filter(Q(pk__in=own) | Q(pk__in=posts.values("unit")))


def invitation_of(token: str) -> GuestInvitation | None:
    """The invitation a personal link belongs to, or None when there is none or it was revoked."""
    found = GuestInvitation.objects.filter(token_hash=hash_of(token), revoked_at=None)
    return found.select_related("gathering__campaign", "gathering__unit").first()


def hash_of(token: str) -> str:
    """What is kept of a personal link: its digest, never the link."""
    return hashlib.sha256(token.encode()).hexdigest()
