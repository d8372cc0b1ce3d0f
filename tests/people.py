"""The fixed cast: one account for each kind of person, and one who must see nothing."""

from dataclasses import dataclass

from luodi.kernel.choices import Duty, Role
from luodi.kernel.models import Unit, User
from tests.factories.kernel import PersonFactory, PostFactory, RoleFactory, UnitFactory, UserFactory


@dataclass
class People:
    """Accounts by what they do. Street is the unit most records belong to; `other` is elsewhere."""

    district: Unit
    street: Unit
    other: Unit
    clerk: User
    head: User
    leader: User
    office: User
    supervisor: User
    verifier: User
    approver: User
    stranger: User
    system: User
    security: User
    audit: User

    def everybody(self) -> dict[str, User]:
        """Every account by its name here."""
        return {k: v for k, v in self.__dict__.items() if isinstance(v, User)}


def cast() -> People:
    """Make the units and accounts."""
    district = UnitFactory(code="Q", full_name="示范区委", short_name="区委", kind="committee")
    street = UnitFactory(
        code="J1", full_name="云台路街道办事处", short_name="云台路街道", parent=district
    )
    other = UnitFactory(
        code="J2", full_name="听涛街道办事处", short_name="听涛街道", parent=district
    )
    return People(
        district, street, other,
        clerk=account("clerk", Role.CLERK, unit=street, post=street),
        head=account("head", Role.UNIT_HEAD, unit=street, post=street),
        leader=account("leader", Role.LEADER, post=district),
        office=account("office", Role.OFFICE, post=district),
        supervisor=account("supervisor", Role.SUPERVISOR, post=district),
        verifier=account("verifier", Role.VERIFIER, post=other),
        approver=account("approver", Role.APPROVER, post=district),
        stranger=account("stranger", Role.CLERK, unit=other, post=other),
        system=account("system", Role.SYSTEM_ADMIN, duty=Duty.SYSTEM),
        security=account("security", Role.SECURITY_ADMIN, duty=Duty.SECURITY),
        audit=account("audit", Role.AUDIT_ADMIN, duty=Duty.AUDIT),
    )  # fmt: skip


def account(
    name: str,
    role: Role,
    *,
    unit: Unit | None = None,
    post: Unit | None = None,
    duty: str = Duty.BUSINESS,
) -> User:
    """An account with one role, its person and perhaps a post."""
    person = PersonFactory(name=f"某{name}") if duty == Duty.BUSINESS else None
    user = UserFactory(username=name, person=person, duty=duty)
    if post is not None and person is not None:
        PostFactory(person=person, unit=post, title=str(role.label))
    RoleFactory(user=user, role=role, unit=unit)
    return user


def as_of_now(user: User) -> User:
    """The same account read again, so that its standing is asked anew."""
    return User.objects.get(pk=user.pk)
