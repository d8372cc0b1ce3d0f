"""Who may do and see what: roles held today, as one value asked by querysets and moves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from luodi.kernel import clock
from luodi.kernel.choices import DUTY_OF_ROLE, Duty, Role
from luodi.kernel.models import RoleAssignment, Unit, User

evidence_sources: list[Callable[[User], models.QuerySet]] = []
"""Rooms add functions reader → ids of the evidence hanging on records that reader may see."""


@dataclass(frozen=True)
class Readable:
    """Statements one more reason opens, told twice: as a set of their ids, and as a condition on a
    statement. The set is quick while it is small; a condition lets a list stop at its page's end."""

    ids: models.QuerySet
    holds: models.Q
    many: bool


statement_sources: list[Callable[[Any], Readable]] = []
"""Rooms add functions reader → the statements behind what that reader answers for."""

MANY_UNITS = 100
"""Who reports for more units sees so much that reading all is cheaper than joining sets."""
OF_UNITS = (Role.CLERK, Role.UNIT_HEAD)
"""Roles that report for their unit and all below it."""


@dataclass(frozen=True)
class Held:
    """One role held today."""

    role: str
    unit_id: int | None
    campaign_id: int | None
    for_person_id: int | None = None


@dataclass
class Standing:
    """All roles an account holds today. Roles its duty excludes do not count, whatever a row says."""

    held: tuple[Held, ...] = field(default=())
    person_id: int | None = None
    _read: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def has(
        self, *roles: str, unit: int | Iterable[int] | None = None, campaign: int | None = None
    ) -> bool:
        """Whether one of these roles is held, covering this unit (subtree) and this campaign."""
        units = {unit} if isinstance(unit, int) else set(unit) if unit is not None else None
        return any(
            h.role in roles
            and (campaign is None or h.campaign_id in (None, campaign))
            and (units is None or h.unit_id is None or bool(units & self._subtrees[h.unit_id]))
            for h in self.held
        )

    def unit_ids(self, *roles: str) -> set[int]:
        """Units, with all below them, in which one of these roles is held."""
        found: set[int] = set()
        for h in self.held:
            if h.role in roles and h.unit_id is not None:
                found |= self._subtrees[h.unit_id]
        return found

    def of_units(self, field: str) -> models.Q:
        """The condition that the unit in `field` is one this account reports for."""
        if self.reports_for_all:
            return models.Q(**{f"{field}__isnull": False})
        return models.Q(**{f"{field}__among": self.unit_ids(*OF_UNITS)})

    @cached_property
    def reports_for_all(self) -> bool:
        """Whether it reports for every unit there is, the top of the tree."""
        units = self.unit_ids(*OF_UNITS)
        return len(units) > MANY_UNITS and units.issuperset(self._tree[1])

    @property
    def reports_for_many(self) -> bool:
        """Whether it reports for so many units that sets of their records no longer help."""
        return len(self.unit_ids(*OF_UNITS)) > MANY_UNITS

    def once(self, key: str, read: Callable[[], Any]) -> Any:
        """What `read` gives, read once while this standing is in use: one request, one job."""
        if key not in self._read:
            self._read[key] = read()
        return self._read[key]

    def campaign_ids(self, *roles: str) -> set[int]:
        """Campaigns for which one of these roles is held by name."""
        return {h.campaign_id for h in self.held if h.role in roles and h.campaign_id is not None}

    def everywhere(self, *roles: str) -> bool:
        """Whether one of these roles is held without a unit or campaign to limit it."""
        return any(
            h.role in roles and h.unit_id is None and h.campaign_id is None for h in self.held
        )

    def speaks_for(self) -> set[int]:
        """Persons whose words this account may enter (代录), itself included."""
        ids = {h.for_person_id for h in self.held if h.role == Role.SECRETARY and h.for_person_id}
        return ids | ({self.person_id} if self.person_id else set())

    @property
    def _subtrees(self) -> dict[int, set[int]]:
        return self._tree[0]

    @cached_property
    def _tree(self) -> tuple[dict[int, set[int]], set[int]]:
        """The units of the roles with all below them, and the tops of the tree: when these are among
        them, so is every unit, as a subtree is whole."""
        roots = {h.unit_id for h in self.held if h.unit_id is not None}
        return Unit.objects.subtrees_and_tops(roots)


def standing_of(user: User) -> Standing:
    """Read the roles a user holds today."""
    if not user.is_active:
        return Standing()
    rows = RoleAssignment.objects.on(clock.today()).filter(user=user)
    held = tuple(
        Held(r.role, r.unit_id, r.campaign_id, r.for_person_id)
        for r in rows
        if DUTY_OF_ROLE.get(Role(r.role), Duty.BUSINESS) == user.duty
    )
    return Standing(held, user.person_id)


def is_business(reader: Any) -> bool:
    """Signed in on a business account; administrators see no business rows."""
    return bool(reader.is_authenticated) and reader.duty == Duty.BUSINESS
