"""Back after a save: the same form sent again is known as a repeat, a changed one is asked about."""

import pytest
from playwright.sync_api import expect

from luodi.kernel.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/admin/people/new/"


@pytest.fixture
def saved(people, visit):
    """The page of a person just made, in a browser that keeps no copy of the form's page."""
    page = visit(people.system).page
    page.route("**/*", lambda route: route.continue_())  # routing turns the cache off
    page.goto(FORM)
    page.fill("input[name=name]", "某新人")
    page.click(
        "main form[method=post] button[type=submit], main form[method=post] button.btn-primary"
    )
    expect(page).not_to_have_url(FORM)
    return page


def send_again(page, name: str) -> None:
    page.fill("input[name=name]", name)
    page.click("main form[method=post] button.btn-primary")
    page.wait_for_load_state("load")


def made() -> int:
    return Person.objects.filter(name__startswith="某新人").count()


def test_the_same_form_sent_again_after_back_makes_nothing(saved):
    saved.go_back()
    send_again(saved, "某新人")

    expect(saved.get_by_text("已经保存过，没有重复登记。")).to_be_visible()
    assert made() == 1


def test_a_changed_form_sent_after_back_is_asked_about_first(saved):
    saved.go_back()
    send_again(saved, "某新人二")

    expect(saved.get_by_text("刚才已经保存过一次")).to_be_visible()
    assert made() == 1

    send_again(saved, "某新人二")
    assert made() == 2


def test_a_reload_after_back_begins_another_form(saved):
    saved.go_back()
    saved.reload()
    send_again(saved, "某新人二")

    expect(saved.get_by_text("刚才已经保存过一次")).not_to_be_visible()
    assert made() == 2
