"""The same rules for machines."""

import pytest
from django.test import override_settings
from django.urls import include, path
from ninja import NinjaAPI
from ninja.security import django_auth

from luodi.problems.api import router
from luodi.problems.choices import Decision, ProblemState
from luodi.problems.models import Link

api = NinjaAPI(auth=django_auth, urls_namespace="problems-test")
api.add_router("/problems", router)
urlpatterns = [path("api/", api.urls), path("", include("luodi.config.urls"))]


@pytest.fixture(autouse=True)
def _mounted():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def send(client, world):
    """POST as the office."""
    client.force_login(world.people.office)
    return lambda address, body: client.post(address, body, content_type="application/json")


def test_the_list_and_one_problem(client, world, send):
    problem = world.problem(world.statements(2))

    [listed] = client.get("/api/problems/").json()
    found = client.get(f"/api/problems/{problem.pk}/").json()

    assert (listed["code"], listed["statement_count"]) == (problem.code, 2)
    assert (listed["category"], len(found["statements"])) == (str(world.category), 2)


def test_others_get_404(client, world):
    problem = world.problem(world.statements(1))
    client.force_login(world.people.stranger)

    assert client.get(f"/api/problems/{problem.pk}/").status_code == 404


def test_linking_and_its_refusal(world, send):
    [statement] = world.statements(1)
    problem = world.problem()
    body = {"statements": [statement.pk]}

    assert send(f"/api/problems/{problem.pk}/links/", body).status_code == 200
    again = send(f"/api/problems/{world.problem().pk}/links/", body)

    assert again.status_code == 409
    assert again.json()["detail"].startswith(f"意见{statement.code}已归并到")
    assert Link.objects.get().problem == problem


def test_merging_and_its_refusal(world, send):
    into, other = world.problem(world.statements(1)), world.problem(world.statements(2))

    refused = send(f"/api/problems/{into.pk}/merge/", {"others": [other.pk], "reason": " "})
    merged = send(f"/api/problems/{into.pk}/merge/", {"others": [other.pk], "reason": "同一处"})

    assert (refused.status_code, refused.json()) == (409, {"detail": "请填写“原因”。"})
    assert merged.json()["statement_count"] == 3
    other.refresh_from_db()
    assert other.state == ProblemState.MERGED


def test_deciding_and_that_a_decision_stands(world, send):
    group = world.group(world.statements(2))
    address = f"/api/problems/proposals/{group.proposals.first().pk}/decision/"

    first = send(address, {"decision": "refused"})
    second = send(address, {"decision": "accepted"})

    assert first.json()["decision"] == Decision.REFUSED
    assert second.status_code == 409
    assert not Link.objects.exists()
