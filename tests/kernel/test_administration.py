"""Administration: each page is known to one kind of administrator; every change is told."""

import re

import pytest

from luodi.kernel import administration, preferences
from luodi.kernel.choices import Duty
from luodi.kernel.models import (
    Person,
    Post,
    Preference,
    Robot,
    RoleAssignment,
    TrailEvent,
    Unit,
    User,
)
from luodi.kernel.refusals import NotAllowed, Refused
from tests.factories.kernel import PersonFactory

pytestmark = pytest.mark.django_db
SYSTEM = (
    "units",
    "units/new",
    "people",
    "people/new",
    "calendar",
    "settings",
    "robots",
    "robots/new",
)
SECURITY = ("users", "users/new")
AUDIT = ("trail",)


@pytest.mark.parametrize(
    ("owner", "page"),
    [*(("system", p) for p in SYSTEM), *(("security", p) for p in SECURITY), ("audit", "trail")],
)
def test_a_page_opens_for_its_administrator_and_is_unknown_to_others(client, people, owner, page):
    statuses = {}
    for name, user in people.everybody().items():
        client.force_login(user)
        statuses[name] = client.get(f"/admin/{page}/").status_code

    assert statuses.pop(owner) == 200
    assert set(statuses.values()) == {404}


def test_signed_out_one_is_sent_to_sign_in(client, db):
    assert client.get("/admin/units/").url == "/accounts/login/?next=/admin/units/"


def test_pages_of_single_records_are_closed_too(client, people):
    person = people.clerk.person
    robot = Robot.objects.create(name="群", kind="wecom", base="https://im.example", key="k")
    role = people.clerk.roles.get()
    pages = [
        f"/admin/units/{people.street.pk}/", f"/admin/people/{person.pk}/",
        f"/admin/people/{person.pk}/posts/new/", f"/admin/posts/{person.posts.get().pk}/",
        f"/admin/robots/{robot.pk}/", f"/admin/users/{people.clerk.pk}/",
        f"/admin/users/{people.clerk.pk}/reset/", f"/admin/roles/{role.pk}/end/",
    ]  # fmt: skip
    for user in (people.office, people.clerk, people.audit):
        client.force_login(user)
        for page in pages:
            assert client.post(page).status_code == 404, page
    role.refresh_from_db()
    assert role.until is None


def test_administrators_see_no_business_pages_in_their_navigation(client, people):
    labels = {}
    for name in ("system", "security", "audit"):
        client.force_login(getattr(people, name))
        response = client.get("/notices/")
        labels[name] = {str(line["label"]) for line in response.context["nav"]}

    assert {"单位", "人员", "工作日历", "设置", "群机器人"} <= labels["system"]
    assert "账号与角色" in labels["security"]
    assert "审计日志" in labels["audit"]
    assert not labels["system"] & {"账号与角色", "审计日志"}
    assert not labels["audit"] & {"单位", "账号与角色"}


def test_a_unit_is_made_renamed_and_never_deleted(client, people):
    client.force_login(people.system)
    fields = {
        "code": "J3",
        "full_name": "湖岛街道办事处",
        "short_name": "湖岛街道",
        "kind": "street",
        "position": 3,
    }

    client.post("/admin/units/new/", fields)
    unit = Unit.objects.get(code="J3")
    client.post(f"/admin/units/{unit.pk}/", fields | {"short_name": "湖岛", "version": 1})
    stale = client.post(f"/admin/units/{unit.pk}/", fields | {"short_name": "别名", "version": 1})

    unit.refresh_from_db()
    assert (unit.short_name, unit.version, unit.initials) == ("湖岛", 2, "hdjdbsc hd")
    assert stale.status_code == 409
    assert "别名" in stale.content.decode()
    assert [e.action for e in TrailEvent.objects.filter(object_code="J3").order_by("seq")] == [
        "kernel.unit.create", "kernel.unit.edit", "kernel.unit.edit",
    ]  # fmt: skip


def test_a_person_takes_and_leaves_posts(client, people):
    client.force_login(people.system)
    client.post("/admin/people/new/", {"name": "某新任", "phone": "13800000000", "active": "on"})
    person = Person.objects.get(name="某新任")
    post = {"person": person.pk, "unit": people.street.pk, "title": "副主任", "start": "2018-01-01"}

    client.post(f"/admin/people/{person.pk}/posts/new/", post)
    held = Post.objects.get(person=person)
    client.post(f"/admin/posts/{held.pk}/", post | {"end": "2018-06-30", "version": 1})

    held.refresh_from_db()
    assert str(held.end) == "2018-06-30"
    assert person.titled(held.start) == "副主任 某新任"
    assert "13800000000" not in str(list(TrailEvent.objects.values_list("after", flat=True)))


def test_an_account_starts_with_a_password_shown_once(client, people):
    client.force_login(people.security)
    somebody = PersonFactory()

    page = client.post(
        "/admin/users/new/",
        {"username": "new", "person": somebody.pk, "duty": Duty.BUSINESS},
        follow=True,
    )

    password = re.search(r"[A-Z][a-z]{7}-\d{4}", page.content.decode())[0]
    user = User.objects.get(username="new")
    assert user.check_password(password)
    assert user.must_change_password is True
    assert password not in client.get(f"/admin/users/{user.pk}/").content.decode()
    assert password not in str(list(TrailEvent.objects.values_list("after", flat=True)))


def test_roles_are_given_and_ended_on_the_page(client, people):
    client.force_login(people.security)
    page = f"/admin/users/{people.clerk.pk}/"

    refused = client.post(page, {"role": "unit_head", "since": "2018-01-01"})
    client.post(page, {"role": "unit_head", "unit": people.street.pk, "since": "2018-01-01"})

    assert refused.status_code == 422
    given = RoleAssignment.objects.get(user=people.clerk, role="unit_head")
    client.post(f"/admin/roles/{given.pk}/end/")
    given.refresh_from_db()
    assert given.until is not None


def test_an_account_is_switched_off_and_on_but_not_ones_own(client, people):
    client.force_login(people.security)
    client.post(f"/admin/users/{people.clerk.pk}/off/")
    assert User.objects.get(pk=people.clerk.pk).is_active is False
    client.post(f"/admin/users/{people.clerk.pk}/on/")
    assert User.objects.get(pk=people.clerk.pk).is_active is True

    assert client.post(f"/admin/users/{people.security.pk}/off/").status_code == 409
    assert client.post(f"/admin/users/{people.clerk.pk}/promote/").status_code == 404


def test_a_reset_ends_the_open_sessions(client, people):
    client.force_login(people.clerk)
    assert client.get("/notices/").status_code == 200

    administration.reset_password(people.clerk, by=people.security)

    assert client.get("/notices/").status_code == 302


def test_settings_are_changed_by_the_system_administrator_alone(client, people):
    client.force_login(people.system)
    form = client.get("/admin/settings/").context["form"]
    values = {k: v for k, f in form.fields.items() if (v := f.initial) not in (None, False)}

    client.post("/admin/settings/", values | {"measures.blue_days": 5})

    assert preferences.get("measures.blue_days") == 5
    assert Preference.objects.get().key == "measures.blue_days"
    event = TrailEvent.objects.get(action="kernel.preference.set")
    assert (event.before, event.after) == ({"measures.blue_days": 7}, {"measures.blue_days": 5})
    with pytest.raises(NotAllowed):
        administration.set_preference("measures.blue_days", 1, by=people.office)
    with pytest.raises(Refused, match="没有这个设置项"):
        administration.set_preference("no.such", 1, by=people.system)


def test_every_setting_of_the_office_has_a_name():
    hidden = ("clock.", "sample.")
    nameless = [
        key for key in preferences.DEFAULTS
        if key not in preferences.LABELS and not key.startswith(hidden)
    ]  # fmt: skip

    assert nameless == []


def test_the_audit_log_is_read_filtered_and_exported_only(client, people, parcel):
    administration.set_active(people.clerk, active=False, by=people.security)
    client.force_login(people.audit)

    rows = client.get("/admin/trail/?action=kernel.user.set_active").context["table"].rows
    assert [row.record.action for row in rows] == ["kernel.user.set_active"]
    export = client.get("/sheets/kernel.trail/export/?as=csv")
    assert "kernel.user.set_active" in b"".join(export.streaming_content).decode("utf-8-sig")
    assert client.get("/sheets/kernel.trail/import/").status_code in (200, 403)
