"""Who may see and do what: roles with dates, units with all below them, duties that exclude each other."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from luodi.kernel import administration, clock
from luodi.kernel.choices import Duty, Role
from luodi.kernel.models import RoleAssignment, Unit, User
from luodi.kernel.refusals import NotAllowed, Refused
from tests.factories.kernel import PersonFactory, RoleFactory, UnitFactory, UserFactory
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel
from tests.people import as_of_now

pytestmark = pytest.mark.django_db
ADMINISTRATORS = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]


@pytest.fixture
def tree():
    top = UnitFactory(code="A")
    middle = UnitFactory(code="A1", parent=top)
    leaf = UnitFactory(code="A11", parent=middle)
    return top, middle, leaf, UnitFactory(code="B")


def standing(user: User):
    return as_of_now(user).standing


def test_a_role_for_a_unit_covers_all_below_it(tree):
    top, middle, leaf, elsewhere = tree
    user = RoleFactory(role=Role.CLERK, unit=middle).user

    assert standing(user).unit_ids(Role.CLERK) == {middle.pk, leaf.pk}
    assert standing(user).has(Role.CLERK, unit=leaf.pk)
    assert standing(user).has(Role.CLERK, unit=[top.pk, leaf.pk])
    assert not standing(user).has(Role.CLERK, unit=top.pk)
    assert not standing(user).has(Role.CLERK, unit=elsewhere.pk)
    assert not standing(user).has(Role.UNIT_HEAD, unit=leaf.pk)
    assert not standing(user).everywhere(Role.CLERK)


def test_the_subtrees_cost_one_query_whatever_the_depth(tree, django_assert_num_queries):
    user = as_of_now(RoleFactory(role=Role.CLERK, unit=tree[0]).user)
    held = user.standing

    with django_assert_num_queries(1):
        for unit in tree:
            held.has(Role.CLERK, unit=unit.pk)


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2018, 1, 31), False), (date(2018, 2, 1), True), (date(2018, 3, 1), True), (date(2018, 3, 2), False)],
)  # fmt: skip
def test_a_role_holds_from_its_first_day_to_its_last(day, holds):
    user = RoleFactory(role=Role.OFFICE, since=date(2018, 2, 1), until=date(2018, 3, 1)).user

    with clock.at(day):
        assert standing(user).has(Role.OFFICE) is holds


def test_a_role_without_a_scope_is_everywhere():
    user = RoleFactory(role=Role.SUPERVISOR).user

    assert standing(user).everywhere(Role.SUPERVISOR)
    assert standing(user).has(Role.SUPERVISOR, unit=UnitFactory().pk, campaign=7)


@pytest.mark.parametrize("role", ADMINISTRATORS)
@pytest.mark.parametrize("duty", list(Duty))
def test_duties_exclude_each_other_in_the_model(duty, role):
    user = UserFactory(duty=duty, person=None)
    own = {
        Duty.SYSTEM: Role.SYSTEM_ADMIN,
        Duty.SECURITY: Role.SECURITY_ADMIN,
        Duty.AUDIT: Role.AUDIT_ADMIN,
    }

    if own.get(duty) == role:
        assert RoleAssignment(user=user, role=role).save() is None
    else:
        with pytest.raises(ValidationError, match="三员与业务角色互斥"):
            RoleAssignment(user=user, role=role).save()


@pytest.mark.parametrize("name", ["system", "security", "audit"])
def test_administrators_get_no_business_role_through_the_action_or_the_page(client, people, name):
    subject = getattr(people, name)
    by = people.security if name != "security" else RoleFactory(
        user=UserFactory(duty=Duty.SECURITY, person=None), role=Role.SECURITY_ADMIN
    ).user  # fmt: skip
    wanted = RoleAssignment(user=subject, role=Role.OFFICE)

    with pytest.raises(ValidationError, match="三员与业务角色互斥"):
        administration.assign_role(wanted, by=by)
    client.force_login(by)
    response = client.post(f"/admin/users/{subject.pk}/", {"role": "office", "since": "2018-01-01"})

    assert response.status_code == 422
    assert "三员与业务角色互斥" in response.content.decode()
    assert not subject.roles.filter(role=Role.OFFICE).exists()


def test_a_row_written_past_the_model_gives_nothing(people):
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=people.audit, role=Role.OFFICE, since=date(2016, 1, 1))]
    )
    ParcelFactory()

    assert not standing(people.audit).has(Role.OFFICE)
    assert Parcel.objects.visible_to(as_of_now(people.audit)).count() == 0


def test_the_database_refuses_an_administrator_with_a_scope(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.filter(user=people.system).update(unit=people.street)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.filter(user=people.clerk).update(unit=None)


def test_nobody_gives_roles_to_himself_or_without_being_the_security_administrator(people):
    with pytest.raises(Refused, match="不能给自己分配角色"):
        administration.assign_role(
            RoleAssignment(user=people.security, role=Role.SECURITY_ADMIN), by=people.security
        )
    for name in ("system", "audit", "office", "clerk"):
        with pytest.raises(NotAllowed, match="此事须由安全管理员办理。"):
            administration.assign_role(
                RoleAssignment(user=people.clerk, role=Role.OFFICE), by=getattr(people, name)
            )


def test_an_ended_role_stays_readable_and_ends_tonight(people):
    role = people.clerk.roles.get()

    administration.end_role(role, by=people.security)

    assert RoleAssignment.objects.get(pk=role.pk).until == clock.today()
    assert standing(people.clerk).has(Role.CLERK)
    with clock.at(date(2999, 1, 1)):
        assert not standing(people.clerk).has(Role.CLERK)


def test_one_speaks_for_oneself_and_for_whom_one_is_secretary(people):
    leader = PersonFactory()
    RoleFactory(user=people.clerk, role=Role.SECRETARY, for_person=leader)

    assert standing(people.clerk).speaks_for() == {people.clerk.person_id, leader.pk}
    assert standing(people.audit).speaks_for() == set()


def test_lists_show_only_ones_own_subtree(people):
    mine, theirs = ParcelFactory(unit=people.street), ParcelFactory(unit=people.other)
    seen = {name: set(Parcel.objects.visible_to(user)) for name, user in people.everybody().items()}

    assert seen["clerk"] == seen["head"] == {mine}
    assert seen["stranger"] == {theirs}
    assert seen["office"] == {mine, theirs}
    assert seen["system"] == seen["security"] == seen["audit"] == set()


def test_a_unit_ends_only_after_those_below_it_and_is_never_deleted(people):
    day = date(2018, 12, 31)
    with pytest.raises(Refused, match="下面还有未撤销的单位"):
        administration.end_unit(
            people.district, on=day, succeeded_by=None, by=people.system, version=None
        )

    ended = administration.end_unit(
        people.street, on=day, succeeded_by=people.other, by=people.system, version=1
    )

    assert (ended.valid_to, ended.succeeded_by) == (day, people.other)
    assert people.street in Unit.objects.open_on(day)
    assert people.street not in Unit.objects.open_on(date(2019, 1, 1))
