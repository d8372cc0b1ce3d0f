"""Accounts and roles of the sample district. Every account has the one password printed for it."""

from django.contrib.auth.hashers import make_password

from luodi.demo.loading.diary import PREPARED
from luodi.demo.loading.district import District
from luodi.demo.loading.material import rows, several
from luodi.kernel import clock, trail
from luodi.kernel.actions import create_many
from luodi.kernel.choices import DUTY_OF_ROLE, Duty, Role
from luodi.kernel.models import RoleAssignment, User
from luodi.kernel.transitions import SYSTEM

PASSWORD = "Luodi-2018"
ROLES = {
    "填报员": Role.CLERK,
    "单位负责人": Role.UNIT_HEAD,
    "牵头领导": Role.LEADER,
    "专班": Role.OFFICE,
    "督查": Role.SUPERVISOR,
    "核验人": Role.VERIFIER,
    "审批领导": Role.APPROVER,
    "系统管理员": Role.SYSTEM_ADMIN,
    "安全管理员": Role.SECURITY_ADMIN,
    "审计管理员": Role.AUDIT_ADMIN,
}
OF_A_UNIT = (Role.CLERK, Role.UNIT_HEAD)
SHOWN = (
    (Role.CLERK, "sangwanyu"),
    (Role.UNIT_HEAD, "liuqitong"),
    (Role.OFFICE, "yaolingyi"),
    (Role.LEADER, "qindishi"),
    (Role.VERIFIER, "zhongyuxiu"),
    (Role.APPROVER, "qiyunqiao"),
    (Role.SUPERVISOR, "leibingzhu"),
    (Role.SYSTEM_ADMIN, "niboyan"),
    (Role.SECURITY_ADMIN, "tanjingshu"),
    (Role.AUDIT_ADMIN, "lanshouzhuo"),
)
"""One account of each kind for the sign-in page."""


def open_all(district: District) -> None:
    """Make the accounts and give the roles that are not bound to the campaign."""
    with clock.at(PREPARED):
        _make_accounts(district)
        create_many([a for a in _assignments(district) if a.role != Role.OFFICE], by=SYSTEM)
    _let_secretaries_act(district)
    _choose_reporters(district)


def staff_campaign(district: District) -> None:
    """The office of the campaign."""
    with clock.at(PREPARED):
        held = [a for a in _assignments(district) if a.role == Role.OFFICE]
        for assignment in held:
            assignment.campaign = district.campaign
        create_many(held, by=district.accounts["R028"])
    _forget_standing(district)


def sign_ins() -> list[tuple[str, str, str]]:
    """Role, user name and password of one account of each kind."""
    return [(str(role.label), username, PASSWORD) for role, username in SHOWN]


def _make_accounts(district: District) -> None:
    one_hash = make_password(PASSWORD)  # a good hash takes long: one for all of them
    people = [row for row in rows("people") if row["username"]]
    made = User.objects.bulk_create(
        User(
            username=row["username"], person=district.people[row["code"]], duty=_duty(row),
            password=one_hash, must_change_password=False, password_changed_at=clock.now(),
            created_at=clock.now(),
        )
        for row in people
    )  # fmt: skip
    district.accounts = {row["code"]: user for row, user in zip(people, made, strict=True)}
    trail.record_many(
        [
            trail.Happening("kernel.user.create", u, {}, {"username": u.username, "duty": u.duty})
            for u in made
        ],
        by=SYSTEM,
    )


def _roles(row: dict[str, str]) -> list[Role]:
    return [ROLES[word] for word in several(row["roles"])]


def _duty(row: dict[str, str]) -> Duty:
    return next((DUTY_OF_ROLE[r] for r in _roles(row) if r in DUTY_OF_ROLE), Duty.BUSINESS)


def _assignments(district: District) -> list[RoleAssignment]:
    found = []
    for row in rows("people"):
        user = district.accounts.get(row["code"])
        if user is None:
            continue
        for role in _roles(row):
            unit = district.units[row["unit_code"]] if role in OF_A_UNIT else None
            found.append(RoleAssignment(user=user, role=role, unit=unit))
        for code in several(row["speaks_for"]):
            person = district.people[code]
            found.append(RoleAssignment(user=user, role=Role.SECRETARY, for_person=person))
    return found


def _let_secretaries_act(district: District) -> None:
    """Leaders who work on paper act through whoever enters for them (代录)."""
    for row in rows("people"):
        for code in several(row["speaks_for"]):
            district.accounts[code] = district.accounts[row["code"]]


def _choose_reporters(district: District) -> None:
    for wanted in (Role.UNIT_HEAD, Role.CLERK):  # the clerk where there is one
        for row in rows("people"):
            if wanted in _roles(row):
                district.reporters[row["unit_code"]] = district.accounts[row["code"]]


def _forget_standing(district: District) -> None:
    for user in district.accounts.values():
        user.__dict__.pop("standing", None)
