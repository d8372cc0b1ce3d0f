"""Units, people, posts, accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from benchmarks.house.district import District, keep
from luodi.kernel.choices import DUTY_OF_ROLE, Duty, Role, UnitKind
from luodi.kernel.models import Person, Post, RoleAssignment, Unit, User
from luodi.kernel.search import initials_of

LONG_AGO = date(2010, 1, 1)
FIELDS_OF_WORK = (
    "发展改革", "教育体育", "科技工信", "民政", "司法", "财政", "人社", "自然资源", "住房建设", "交通", "水务",
    "农业农村", "商务", "文化旅游", "卫生健康", "退役军人", "应急", "审计", "市场监管", "统计", "医保", "信访",
    "行政审批", "综合执法", "城市管理", "环境", "招商", "金融", "大数据", "机关事务",
)  # fmt: skip
PLACES_A, PLACES_B = "云松柳听老枫竹桐石青南北望临清", "台风园涛井林溪阳桥山岭渡湖门"


def make_units(district: District) -> None:
    """A committee; departments and streets under it; communities and branches under those."""
    total = district.size.units
    root = keep([_unit(1, "中国共产党基准区委员会", "基准区委", UnitKind.COMMITTEE, None)])
    tops = keep(_tops(total, root[0]))
    communities = keep(_communities(total, tops))
    below = tops + communities
    branches = [
        _unit(1 + len(below) + n, f"{above.full_name}第{n}党支部", f"{above.short_name}{n}支部",
              UnitKind.BRANCH, above)
        for n in range(1, total - len(below))
        for above in [district.rng.choice(below)]
    ]  # fmt: skip
    district.units = root + below + keep(branches)
    district.busy_units = tops


def _tops(total: int, root: Unit) -> Iterator[Unit]:
    departments, streets = max(10, total * 3 // 100), max(5, total // 100)
    for n in range(departments):
        name = FIELDS_OF_WORK[n % len(FIELDS_OF_WORK)]
        name += "" if n < len(FIELDS_OF_WORK) else f"{n // len(FIELDS_OF_WORK) + 1}"
        yield _unit(2 + n, f"基准区{name}局", f"区{name}局", UnitKind.DEPARTMENT, root)
    for n in range(streets):
        name = _place(n) + "路街道"
        yield _unit(2 + departments + n, f"基准区{name}办事处", name, UnitKind.STREET, root)


def _communities(total: int, tops: list[Unit]) -> Iterator[Unit]:
    streets = [u for u in tops if u.kind == UnitKind.STREET]
    for n in range(max(10, total // 8)):
        name = f"{_place(n * 7 + 3)}{n + 1}社区"
        street = streets[n % len(streets)]
        yield _unit(
            2 + len(tops) + n, f"{street.short_name}{name}", name, UnitKind.COMMUNITY, street
        )


def _place(n: int) -> str:
    return PLACES_A[n % len(PLACES_A)] + PLACES_B[n // len(PLACES_A) % len(PLACES_B)]


def _unit(n: int, full: str, short: str, kind: str, parent: Unit | None) -> Unit:
    return Unit(
        code=f"U{n:05d}", full_name=full, short_name=short, kind=kind, parent=parent, position=n,
        initials=initials_of(full, short), valid_from=LONG_AGO,
    )  # fmt: skip


def make_people(district: District) -> None:
    """Three people a unit, each with a post; leaders, verifiers and the holders of accounts among them."""
    accounts = district.size.accounts_a_role
    count = max(district.size.units * 3, accounts * 9 + 200)
    names = [district.texts.person() for _ in range(count)]
    district.people = keep(Person(name=name, initials=initials_of(name)) for name in names)
    keep(
        Post(person=person, unit=district.units[n % len(district.units)], title="主任" if n % 3 else "书记",
             is_leader=not n % 3, start=LONG_AGO)
        for n, person in enumerate(district.people)
    )  # fmt: skip
    district.leaders = district.people[: max(12, accounts * 3)]
    district.handlers = district.people[accounts * 9 :]


def make_accounts(district: District) -> None:
    """So many accounts of every role; nobody can sign in with them, the benchmark does so itself."""
    holders = iter(district.people)
    for role in (Role.LEADER, *(r for r in Role if r != Role.LEADER)):
        duty = DUTY_OF_ROLE.get(role, Duty.BUSINESS)
        district.users[role] = keep(
            User(username=f"{role.value}-{n:02d}", password="!benchmark", duty=duty,
                 must_change_password=False, person=next(holders) if duty == Duty.BUSINESS else None)
            for n in range(1, district.size.accounts_a_role + 1)
        )  # fmt: skip
    district.verifiers = [user.person for user in district.users[Role.VERIFIER]]


def give_roles(district: District) -> None:
    """Dated roles: half of the office and supervisors everywhere, half for the present campaign."""
    keep(
        RoleAssignment(user=user, role=role, since=LONG_AGO, **_scope(district, role, n))
        for role, users in district.users.items()
        for n, user in enumerate(users)
    )


def _scope(district: District, role: str, n: int) -> dict[str, Any]:
    if role in (Role.CLERK, Role.UNIT_HEAD):
        pool = district.busy_units if n % 2 else district.units
        return {"unit": pool[(n * 13) % len(pool)]}
    if role == Role.SECRETARY:
        return {"for_person": district.leaders[n]}
    if role in (Role.OFFICE, Role.SUPERVISOR, Role.APPROVER) and n % 2:
        return {"campaign": district.campaigns[-1]}
    return {}
