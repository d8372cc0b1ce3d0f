"""A unit of thousands is chosen by typing: with the keyboard alone, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from luodi.kernel import preferences
from luodi.kernel.models import Preference
from tests.browser.visitor import PASSWORD
from tests.conftest import DAY
from tests.factories.kernel import UnitFactory
from tests.factories.measures import MeasureFactory, OriginFactory
from tests.people import cast

pytestmark = pytest.mark.django_db(transaction=True)
BOX = "input[aria-label='责任单位'], .filter-field:has(label:text-is('责任单位')) .ts-control input"


@pytest.fixture
def house(transactional_db):
    """One measure of each of two streets, among many units."""
    Preference.objects.create(key="clock.fixed_day", value=DAY)
    preferences.forget()
    people = cast()
    UnitFactory.create_batch(120)
    origin = OriginFactory()
    for unit in (people.street, people.other):
        MeasureFactory(
            problem=origin, campaign=origin.campaign, lead_unit=unit, content=f"{unit}的措施"
        )
    return people


def test_a_unit_is_found_by_initials_and_taken_with_the_keyboard(visit, house):
    visitor = visit(house.office)
    visitor.open("/measures/")
    box, keys = visitor.page.locator(BOX), visitor.page.keyboard

    box.focus()
    keys.type("ytl")
    expect(visitor.page.locator(".ts-dropdown .option.active")).to_contain_text("云台路街道")
    visitor.check()
    keys.press("Enter")

    expect(visitor.page).to_have_url(re.compile(rf"unit={house.street.pk}\b"))
    expect(visitor.page.locator("#list")).to_contain_text("云台路街道的措施")
    expect(visitor.page.locator("#list")).not_to_contain_text("听涛街道的措施")
    expect(visitor.page.locator(".ts-control .item")).to_contain_text("云台路街道")
    keys.press("Escape")
    visitor.open(f"/measures/?unit={house.other.pk}")
    expect(visitor.page.locator(".ts-control .item").first).to_contain_text("听涛街道")


def test_what_does_not_exist_is_said(visit, house):
    visitor = visit(house.office)
    visitor.open("/measures/")

    visitor.page.locator(BOX).focus()
    visitor.page.keyboard.type("没有的")

    expect(visitor.page.locator(".ts-dropdown .no-results")).to_have_text("没有找到。")
    visitor.check()


def test_without_scripts_the_code_or_the_name_is_enough(visit, chromium, live_server, house):
    house.office.set_password(PASSWORD)
    house.office.save()
    page = chromium.new_context(
        base_url=live_server.url, locale="zh-CN", java_script_enabled=False
    ).new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", house.office.username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()

    for text in (house.street.code, house.street.short_name):
        page.goto("/measures/")
        page.fill("input[name=unit]", text)
        page.get_by_role("button", name="筛选").click()
        assert "云台路街道的措施" in page.inner_text("#list")
        assert "听涛街道的措施" not in page.inner_text("#list")
    page.fill("input[name=unit]", "没有这个单位")
    page.get_by_role("button", name="筛选").click()
    assert "没有找到“没有这个单位”" in page.inner_text("form[aria-label=筛选]")
