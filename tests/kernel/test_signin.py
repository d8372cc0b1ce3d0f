"""Signing in: locks, clocks of the session, the forced change, accounts nobody uses, two factors."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from luodi.kernel import administration, clock, signin, timetable
from luodi.kernel.models import SignInLock, TrailEvent, User
from luodi.kernel.refusals import NotAllowed, Refused

pytestmark = pytest.mark.django_db
PASSWORD = "Sunlit-4821"
LOGIN = "/accounts/login/"
LOCKED = "登录失败次数过多，已锁定 20 分钟，请稍后再试或联系安全管理员。"
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def clerk(people) -> User:
    user = people.clerk
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, username="clerk", password=PASSWORD, address="10.0.0.1"):
    return client.post(
        LOGIN, {"login": username, "password": password}, REMOTE_ADDR=address, follow=False
    )


def errors(response) -> list[str]:
    return response.context["form"].non_field_errors()


def is_in(client) -> bool:
    return client.get("/notices/").status_code == 200


def test_the_right_password_opens_the_desk_and_is_in_the_trail(client, clerk):
    response = sign_in(client)

    assert (response.status_code, response.url) == (302, "/")
    event = TrailEvent.objects.first()
    assert (event.action, event.actor, event.address) == (
        "kernel.user.sign_in",
        "某clerk",
        "10.0.0.1",
    )


def test_a_wrong_password_is_refused_and_in_the_trail(client, clerk):
    response = sign_in(client, password="Wrong-0000")

    assert response.status_code == 200
    assert len(errors(response)) == 1
    event = TrailEvent.objects.first()
    assert (event.allowed, event.reason, event.after) == (
        False, "用户名或密码错误", {"username": "clerk"},
    )  # fmt: skip


def test_five_failures_lock_the_name_even_for_the_right_password_for_twenty_minutes(
    clerk, time_machine
):
    time_machine.move_to(MORNING, tick=False)
    for n in range(5):
        sign_in(Client(), password=f"Wrong-{n}", address=f"10.0.0.{n}")

    client = Client()
    assert errors(sign_in(client, address="10.0.0.99")) == [LOCKED]
    assert not is_in(client)
    time_machine.move_to(MORNING + timedelta(minutes=19, seconds=59), tick=False)
    assert errors(sign_in(client, address="10.0.0.99")) == [LOCKED]
    time_machine.move_to(MORNING + timedelta(minutes=20, seconds=1), tick=False)
    assert sign_in(client, address="10.0.0.99").status_code == 302


def test_five_failures_lock_the_address_for_every_name(clerk):
    for n in range(5):
        sign_in(Client(), username=f"nobody{n}", password="Wrong-0000")

    assert errors(sign_in(Client())) == [LOCKED]
    assert sign_in(Client(), address="10.0.0.2").status_code == 302


def test_a_name_that_does_not_exist_is_locked_with_the_same_sentence(people):
    for n in range(5):
        sign_in(Client(), username="ghost", password="Wrong-0000", address=f"10.0.0.{n}")

    assert errors(sign_in(Client(), username="ghost", address="10.0.0.99")) == [LOCKED]


def test_failures_far_apart_do_not_lock(clerk, time_machine):
    for n in range(5):
        time_machine.move_to(MORNING + timedelta(minutes=4 * n), tick=False)
        sign_in(Client(), password="Wrong-0000", address=f"10.0.0.{n}")

    assert sign_in(Client(), address="10.0.0.99").status_code == 302


def test_only_the_security_administrator_unlocks(clerk, people):
    for n in range(5):
        sign_in(Client(), password="Wrong-0000", address=f"10.0.0.{n}")

    with pytest.raises(NotAllowed):
        signin.unlock(clerk, by=people.system)
    signin.unlock(clerk, by=people.security)

    assert sign_in(Client(), address="10.0.0.99").status_code == 302
    assert not SignInLock.objects.filter(subject="@clerk").exists()


def test_behind_a_proxy_the_clients_own_address_counts(rf, settings):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.0.0.7")

    assert signin.address_of(request) == "127.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert signin.address_of(request) == "10.0.0.7"


def test_a_session_ends_after_thirty_idle_minutes(client, clerk, time_machine):
    time_machine.move_to(MORNING, tick=False)
    sign_in(client)
    time_machine.move_to(MORNING + timedelta(minutes=29), tick=False)
    assert is_in(client)
    time_machine.move_to(MORNING + timedelta(minutes=58), tick=False)
    assert is_in(client)
    time_machine.move_to(MORNING + timedelta(minutes=89), tick=False)
    assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(client, clerk, time_machine):
    time_machine.move_to(MORNING, tick=False)
    sign_in(client)
    for minutes in range(20, 12 * 60 + 1, 20):
        time_machine.move_to(MORNING + timedelta(minutes=minutes), tick=False)
        assert is_in(client)

    time_machine.move_to(MORNING + timedelta(hours=12, seconds=1), tick=False)

    assert not is_in(client)


def test_a_first_password_opens_nothing_but_its_change_and_the_change_opens_all(client, people):
    password = administration.reset_password(people.clerk, by=people.security)
    sign_in(client, password=password)

    assert client.get("/notices/").url == "/accounts/password/change/"
    assert client.get("/api/figures").url == "/accounts/password/change/"
    response = client.post(
        "/accounts/password/change/",
        {"oldpassword": password, "password1": PASSWORD, "password2": PASSWORD},
    )

    assert response.status_code == 302
    assert is_in(client)
    assert User.objects.get(username="clerk").must_change_password is False
    assert TrailEvent.objects.first().action == "kernel.user.change_password"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Short-1", "password_too_short"),
        ("alllowercaseletters", "password_classes"),
        ("Regionalclerk1", "password_too_similar"),
        ("Password123", "password_too_common"),
        (PASSWORD, "password_reused"),
    ],
)
def test_a_weak_password_is_refused(clerk, password, code):
    clerk.username = "regionalclerk"

    with pytest.raises(ValidationError) as refused:
        validate_password(password, clerk)

    assert code in {error.code for error in refused.value.error_list}


def test_after_five_others_a_password_may_come_back(clerk):
    for n in range(5):
        clerk.set_password(f"Another-{n}00{n}")
        clerk.save()

    assert validate_password(PASSWORD, clerk) is None


def test_a_first_password_keeps_the_rules():
    for _n in range(20):
        assert validate_password(administration.first_password()) is None


def test_an_account_nobody_used_for_ninety_days_is_off(client, clerk, people, time_machine):
    time_machine.move_to(clock.now() + timedelta(days=91))

    response = sign_in(client)

    clerk.refresh_from_db()
    assert (response.url, clerk.is_active) == ("/accounts/inactive/", False)
    assert not is_in(client)
    with pytest.raises(Refused, match="请先重置密码，再启用"):
        administration.set_active(clerk, active=True, by=people.security)

    password = administration.reset_password(clerk, by=people.security)
    administration.set_active(clerk, active=True, by=people.security)
    assert sign_in(client, password=password).url == "/"


def test_the_timetable_switches_off_unused_accounts_and_says_so(clerk, people, time_machine):
    time_machine.move_to(clock.now() + timedelta(days=60))
    User.objects.filter(pk=people.office.pk).update(last_login=clock.now())
    time_machine.move_to(clock.now() + timedelta(days=31))

    timetable.unused_accounts(clock.today())

    assert list(User.objects.filter(is_active=True)) == [people.office]
    event = TrailEvent.objects.filter(object_id=clerk.pk, model="kernel.user").first()
    assert (event.action, event.reason) == ("kernel.user.set_active", "90 天未使用")


def test_an_account_that_is_off_holds_nothing(client, clerk, people):
    administration.set_active(clerk, active=False, by=people.security)

    assert sign_in(client).url == "/accounts/inactive/"
    assert User.objects.get(pk=clerk.pk).standing.held == ()


def test_nobody_registers(client, db):
    response = client.get("/accounts/signup/")

    assert "password1" not in response.content.decode()
    assert client.post(
        "/accounts/signup/", {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    ).status_code in (200, 302)
    assert User.objects.count() == 0


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_second_factor_can_be_switched_on_and_is_then_asked_for(client, clerk):
    sign_in(client)
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    if page.redirect_chain:
        client.post(page.request["PATH_INFO"], {"password": PASSWORD})
        page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()

    other = Client()
    response = sign_in(other)

    assert response.url.startswith("/accounts/2fa/authenticate/")
    assert not is_in(other)
    refused = other.post(response.url, {"code": "000000"})
    assert re.search(r"invalid-feedback|errorlist|错误|incorrect", refused.content.decode())
    assert not is_in(other)
