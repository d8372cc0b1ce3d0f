"""A form sent twice makes one record: after a double click, a lost answer, two at the same moment."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luodi.kernel import once, timetable
from luodi.kernel.choices import Duty, Role
from luodi.kernel.models import FigureSnapshot, Person, RoleAssignment, SentForm, TrailEvent
from tests.people import account

pytestmark = pytest.mark.django_db
NAME = "某新人"


@pytest.fixture
def url():
    return reverse("kernel:person_new")


@pytest.fixture
def system(client, people):
    client.force_login(people.system)
    return client


def token_in(page) -> str:
    """The mark of the form of a page, as a browser would send it."""
    return re.search(r'name="once" value="([^"]+)"', page.text)[1]


def made() -> int:
    return Person.objects.filter(name=NAME).count()


def test_the_same_form_sent_again_leads_to_what_was_made(system, url):
    form = {"name": NAME, "active": "on", "once": token_in(system.get(url))}

    first, second = system.post(url, form), system.post(url, form)

    assert made() == 1
    assert (
        first["Location"] == second["Location"] == Person.objects.get(name=NAME).get_absolute_url()
    )
    said = [str(message) for message in get_messages(second.wsgi_request)]
    assert said == ["已保存。", "已经保存过，没有重复登记。"]
    assert TrailEvent.objects.filter(action="kernel.person.create").count() == 1


def test_every_page_has_a_mark_of_its_own(system, url):
    assert token_in(system.get(url)) != token_in(system.get(url))


def test_a_form_that_failed_keeps_its_mark_and_may_be_sent_again(system, url):
    token = token_in(system.get(url))

    failed = system.post(url, {"name": "", "once": token})

    assert failed.status_code == 422
    assert token_in(failed) == token
    assert system.post(url, {"name": NAME, "once": token}).status_code == 302
    assert made() == 1


def test_a_saved_form_changed_and_sent_again_asks_and_then_makes_another(system, url):
    token = token_in(system.get(url))
    system.post(url, {"name": "某先来", "once": token})

    asked = system.post(url, {"name": NAME, "once": token})

    assert asked.status_code == 422
    assert once.ask_again() in asked.text
    assert made() == 0
    assert f'value="{NAME}"' in asked.text
    system.post(url, {"name": NAME, "once": token_in(asked)})
    assert made() == 1


def test_the_mark_of_somebody_else_or_of_another_page_changes_nothing(system, url, people):
    form = {"name": NAME, "once": token_in(system.get(url))}
    system.post(url, form)
    other = Client()
    other.force_login(account("system2", Role.SYSTEM_ADMIN, duty=Duty.SYSTEM))

    answer = other.post(url, form)
    elsewhere = system.post(reverse("kernel:unit_new"), {
        "code": "J9", "full_name": "望海街道办事处", "short_name": "望海街道", "kind": "street",
        "position": 1, "valid_from": "2018-01-01", "once": form["once"],
    })  # fmt: skip

    assert [answer.status_code, elsewhere.status_code] == [302, 302]
    assert made() == 2
    assert SentForm.objects.count() == 3


def test_a_form_without_a_mark_is_saved_as_it_comes(system, url):
    for _time in range(2):
        system.post(url, {"name": NAME})

    assert made() == 2
    assert SentForm.objects.count() == 0


def test_only_digests_are_kept(system, url):
    token = token_in(system.get(url))

    system.post(url, {"name": NAME, "once": token})

    kept = SentForm.objects.get()
    assert re.fullmatch(r"[0-9a-f]{64}", kept.key)
    assert re.fullmatch(r"[0-9a-f]{64}", kept.content)
    assert token not in str(vars(kept))


def test_of_two_at_the_same_moment_one_makes_and_both_lead_there(system, url, in_threads):
    form = {"name": NAME, "once": token_in(system.get(url))}
    cookies = {name: morsel.value for name, morsel in system.cookies.items()}

    def send():
        client = Client()
        client.cookies.load(cookies)
        answer = client.post(url, form)
        return answer.status_code, answer.get("Location")

    answers = in_threads(send, 4)
    kept = in_threads(lambda: (made(), SentForm.objects.get().url), 1)

    assert kept == [(1, answers[0][1])]
    assert set(answers) == {(302, answers[0][1])}


def test_a_role_and_a_published_figure_sent_twice_are_kept_once(client, people):
    sent = (
        (people.security, f"/admin/users/{people.clerk.pk}/", "", {
            "role": "unit_head", "unit": people.street.pk, "since": "2018-01-01",
        }),
        (people.office, "/figures/parcels.weight/", "publish/", {"start": "2018-01-01", "end": "2018-12-31"}),
    )  # fmt: skip

    for user, page, below, form in sent:
        client.force_login(user)
        form["once"] = token_in(client.get(page))
        answers = [client.post(f"{page}{below}", form) for _time in range(2)]
        assert {(a.status_code, a.get("Location")) for a in answers} == {
            (302, answers[0]["Location"])
        }

    assert RoleAssignment.objects.filter(user=people.clerk, role="unit_head").count() == 1
    assert FigureSnapshot.objects.count() == 1


def test_marks_go_when_no_open_page_can_send_them(db):
    now = timezone.now()
    SentForm.objects.create(key="old", content="x", sent_at=now - once.KEPT - timedelta(minutes=1))
    SentForm.objects.create(key="new", content="x", sent_at=now - once.KEPT + timedelta(minutes=1))

    timetable.sent_forms(now.date())

    assert list(SentForm.objects.values_list("key", flat=True)) == ["new"]


def test_a_mark_costs_two_statements_and_their_brackets(rf, people, django_assert_num_queries):
    request = rf.post("/somewhere/", {"once": once.new_token()})
    request.user = people.clerk

    with django_assert_num_queries(6):  # two savepoints: four brackets
        sent = once.save_once(request, lambda: "made", lambda _made: "/there/")

    assert (sent.made, sent.url) == ("made", "/there/")
