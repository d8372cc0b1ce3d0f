"""The review desk by keyboard alone: every key does what the overlay says, every screen is held to axe."""

import re

import pytest
from playwright.sync_api import expect

from luodi.kernel import preferences
from luodi.kernel.models import Preference
from luodi.problems import actions
from luodi.problems.choices import Decision
from luodi.problems.models import Link, LinkProposal, Problem
from tests.conftest import DAY
from tests.factories.listening import CampaignFactory, StatementFactory
from tests.factories.problems import GroupFactory, ProblemFactory, ProposalFactory, RunFactory
from tests.people import cast

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 780}


@pytest.fixture
def house(transactional_db):
    """The cast and a campaign with one problem that has a statement."""
    Preference.objects.create(key="clock.fixed_day", value=DAY)
    preferences.forget()
    people = cast()
    campaign = CampaignFactory(name="留言办理", host_unit=people.district)
    problem = ProblemFactory(campaign=campaign, title="路灯不亮，夜间出行不便")
    [dark] = statements(people, campaign, "听涛路的路灯不亮，夜里看不见")
    actions.link_statement(problem=problem, statement=dark, by=people.office)
    return people, campaign, problem


def statements(people, campaign, *texts):
    return [
        StatementFactory(campaign=campaign, unit=people.street, text_original=text)
        for text in texts
    ]


def proposed(people, campaign):
    """A finished run with two groups of two and of three."""
    run = RunFactory(campaign=campaign, by=people.office)
    for number, count in ((1, 3), (2, 2)):
        group = GroupFactory(run=run, number=number, label=f"第{number}组的名称")
        for row in statements(
            people, campaign, *[f"第{number}组的第{n}句话" for n in range(count)]
        ):
            ProposalFactory(group=group, statement=row, score=1 / number)
    return run


def press(visitor, key, *, seen):
    """One key, then these words on the desk."""
    visitor.page.keyboard.press(key)
    expect(visitor.page.locator("#desk")).to_contain_text(re.compile(seen))
    if visitor.page.locator("#desk [data-row]").count():
        expect(visitor.page.locator("#desk [data-row].is-current")).to_have_count(1)


def test_groups_are_decided_renamed_and_undone_by_keys(house, visit):
    people, campaign, problem = house
    run = proposed(people, campaign)
    office = visit(people.office)
    office.open(f"/problems/runs/{run.pk}/review/")

    office.page.keyboard.press("?")
    expect(office.page.locator("dialog#keys")).to_contain_text("整组归入已有问题")
    office.page.keyboard.press("Escape")
    press(office, "x", seen="已决定 1 条")
    press(office, "u", seen="还有 2 组 5 条")
    office.page.keyboard.press("r")
    office.page.keyboard.type("广场夜间噪声")
    press(office, "Enter", seen="广场夜间噪声")
    press(office, "a", seen="第2组的名称")
    office.check()
    office.page.keyboard.press("i")
    expect(office.page.locator("dialog[open] .ts-control input")).to_be_focused()
    office.page.keyboard.type(problem.code)
    active = office.page.locator("dialog[open] .ts-dropdown .active")
    expect(active).to_contain_text(problem.code)
    office.page.keyboard.press("Enter")
    expect(office.page).to_have_url(re.compile(f"/problems/runs/{run.pk}/$"))

    assert Link.objects.open().filter(problem=problem).count() == 3
    assert Problem.objects.exclude(pk=problem.pk).get().title == "广场夜间噪声"
    assert set(LinkProposal.objects.values_list("decision", flat=True)) == {Decision.ACCEPTED}


def test_what_was_left_alone_is_placed_by_one_key_each(house, visit):
    people, campaign, problem = house
    rows = statements(
        people, campaign, "门口的路灯坏了，夜里看不见", "老年食堂中午排不上座", "路灯半夜就灭"
    )
    office = visit(people.office)
    office.open(f"/problems/campaigns/{campaign.pk}/singles/")

    press(office, "1", seen="还有 2 条")
    press(office, "u", seen="还有 3 条")
    press(office, "1", seen="还有 2 条")
    office.page.keyboard.press("n")
    expect(office.page.locator("dialog[open] input[name=title]")).to_be_focused()
    office.page.keyboard.type("老年食堂座位不够")
    press(office, "Enter", seen="还有 1 条")
    office.check()
    press(office, "a", seen="没有落单的意见")
    office.check()

    assert Link.objects.open().filter(statement__in=rows).count() == 3
    assert Problem.objects.exclude(pk=problem.pk).get().title == "老年食堂座位不够"


@pytest.mark.parametrize("page", ["singles", "map", "scheme", "themes", "consents", "consents/new"])
def test_the_campaigns_pages_are_clean_and_fit_a_phone(house, visit, page):
    people, campaign, _problem = house
    statements(people, campaign, "门口的路灯坏了，夜里看不见")
    office = visit(people.office)
    office.page.set_viewport_size(PHONE)
    office.open(f"/problems/campaigns/{campaign.pk}/{page}/")
    assert office.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_problems_own_pages_are_clean_and_fit_a_phone(house, visit):
    people, campaign, problem = house
    [row, other] = statements(people, campaign, "一是路灯不亮。二是菜市场没有重建。", "路灯坏了")
    own = problem.links.get().statement_id
    office = visit(people.office)
    office.page.set_viewport_size(PHONE)
    for address in (
        f"/problems/{problem.pk}/",
        f"/problems/{problem.pk}/explain/?one={own}&other={other.code}",
        f"/problems/statements/{row.pk}/parts/",
    ):
        office.open(address)
        assert office.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_models_propose_is_marked_and_taken_by_hand(house, visit, settings):
    people, campaign, _problem = house
    settings.EMBEDDING_URL = settings.LABEL_URL = "http://127.0.0.1:9/v1"
    run = proposed(people, campaign)
    run.parameters = {
        "outside": [{"kind": "embedding", "name": "bge", "version": "1a2b", "address": ""}],
        "outside_said": ["润色问题名称：没有有效的同意，没有对外调用。"],
    }
    run.save()
    [dark] = statements(people, campaign, "云台巷晚上要摸黑走路")
    group = run.groups.get(number=1)
    group.near = [[dark.pk, 0.0]]
    group.portrait = {
        "by_meaning": {"by": "bge", "items": [[dark.pk, 0.71]]},
        "proposed_label": {"by": "writer", "text": "第一组的路灯不亮"},
    }
    group.save()
    office = visit(people.office)
    office.page.set_viewport_size(PHONE)
    for address in ("/problems/runs/", run.get_absolute_url(), group.get_absolute_url()):
        office.open(address)
        assert office.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    expect(office.page.locator(".desk-near")).to_contain_text("意思相近 0.71（模型 bge）")
    office.page.get_by_role("button", name="用这个名称").click()
    expect(office.page.locator("#group-label")).to_have_text("第一组的路灯不亮")
    expect(office.page.locator(".desk-proposed")).to_have_count(0)
    office.check()
    office.page.keyboard.press("t")
    expect(office.page.locator(".desk-near")).to_have_count(0)
    expect(office.page.locator(".desk-decided")).to_contain_text("云台巷晚上要摸黑走路")
