"""The pages of this room: who sees what, at what cost, and what a POST without the button does."""

from datetime import date

import pytest
from django.urls import reverse

from luodi.kernel.transitions import perform
from luodi.listening.choices import StatementState
from luodi.measures.models import Measure
from luodi.problems import actions
from luodi.problems.choices import ProblemState as S
from luodi.problems.models import Category, ConsolidationRun, Link, Problem, Regrouping


@pytest.fixture
def office(client, world):
    client.force_login(world.people.office)
    return client


def url(name, *args):
    return reverse(f"problems:{name}", args=args)


def measure_of(problem, world):
    return Measure.objects.create(
        code=f"ZG-{Measure.objects.count()}", campaign=problem.campaign, problem=problem,
        content="修好路灯", lead_unit=world.people.street, due_on=date(2018, 11, 30),
        original_due_on=date(2018, 11, 30), state="assigned",
    )  # fmt: skip


def queries_of(client, address, django_assert_max_num_queries) -> int:
    client.get(address)  # a session writes when it was last seen, once in half a minute
    with django_assert_max_num_queries(100) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_shows_counts_and_costs_the_same_for_one_row_or_three(
    office, world, django_assert_max_num_queries
):
    def cost():
        problem = world.problem(world.statements(2))
        measure_of(problem, world)
        return queries_of(office, url("problems"), django_assert_max_num_queries)

    first = cost()
    cost()

    assert cost() == first <= 15
    table = office.get(url("problems")).context["table"]
    assert {(row.record.statement_count, row.record.measure_count) for row in table.rows} == {
        (2, 1)
    }


def test_a_problems_page_costs_the_same_for_one_statement_or_three(
    office, world, django_assert_max_num_queries
):
    def cost(count):
        problem = world.problem(world.statements(count))
        for _n in range(count):
            measure_of(problem, world)
            other = world.problem(world.statements(1))
            actions.merge_problems(
                into=problem, others=[other], by=world.people.office, reason="同一处"
            )
        return queries_of(office, problem.get_absolute_url(), django_assert_max_num_queries)

    assert cost(1) == cost(3)


def test_a_problems_page_shows_every_sentence_word_for_word(office, world):
    [statement] = world.statements(1, text_original="路灯坏了\n三个月没人修。")
    problem = world.problem([statement])

    page = office.get(problem.get_absolute_url())

    assert page.context["links"][0].statement == statement
    assert "路灯坏了\n三个月没人修。" in page.content.decode()


def test_a_unit_sees_the_problem_it_spoke_of_but_not_what_others_said(client, world):
    mine = world.statements(1)
    theirs = world.statements(2, unit=world.people.other)
    problem = world.problem([*mine, *theirs])
    client.force_login(world.people.clerk)

    page = client.get(problem.get_absolute_url())

    assert [link.statement for link in page.context["links"]] == mine
    assert page.context["hidden"] == 2


@pytest.mark.parametrize("name", ["problem", "problem_edit", "merge", "split"])
def test_who_may_not_see_a_problem_gets_404(client, world, name):
    problem = world.problem(world.statements(1))
    client.force_login(world.people.stranger)

    assert client.get(url(name, problem.pk)).status_code == 404


@pytest.mark.parametrize("name", ["problem_edit", "merge", "split"])
def test_who_sees_it_but_is_not_of_the_office_gets_403(client, world, name):
    problem = world.problem(world.statements(1))
    client.force_login(world.people.approver)

    assert client.get(url(name, problem.pk)).status_code == 403


def test_signed_out_leads_to_the_sign_in(client, world):
    for address in (url("problems"), url("runs"), url("map", world.campaign.pk)):
        assert client.get(address).status_code == 302


def test_a_draft_is_made_edited_and_a_stale_edit_keeps_what_was_typed(office, world):
    assert office.get(url("problem_new")).context["campaign"] == world.campaign
    new = url("problem_new") + f"?campaign={world.campaign.pk}"
    office.post(new, {"title": "路灯不亮", "category": world.category.pk})
    problem = Problem.objects.get()
    assert (problem.title, problem.state, problem.version) == ("路灯不亮", S.DRAFT, 1)

    edit = url("problem_edit", problem.pk)
    assert office.post(edit, {"title": "路灯全不亮", "version": "1"}).status_code == 302
    stale = office.post(edit, {"title": "路灯半亮", "version": "1"})

    assert stale.status_code == 409
    assert "路灯半亮" in stale.content.decode()
    problem.refresh_from_db()
    assert problem.title == "路灯全不亮"


def test_a_listed_problem_keeps_its_category(office, world):
    problem = perform(world.problem(world.statements(1)), "list", by=world.people.approver)

    page = office.post(url("problem_edit", problem.pk), {"title": "路灯", "version": "2"})

    assert page.status_code == 422
    assert page.context["form"].errors["category"] == ["已列入清单的问题必须有这一项。"]


def test_listing_goes_through_the_one_door(client, world):
    problem = world.problem(world.statements(1))
    door = reverse("kernel:move", args=["problems.problem", problem.pk, "list"])
    client.force_login(world.people.office)
    assert client.post(door).status_code == 403
    client.force_login(world.people.approver)

    assert client.post(door, {"version": problem.version}).status_code == 302

    problem.refresh_from_db()
    assert problem.state == S.LISTED


@pytest.mark.parametrize("name", ["merge", "unmerge"])
def test_quiet_moves_have_no_door(office, world, name):
    problem = world.problem(world.statements(1))
    door = reverse("kernel:move", args=["problems.problem", problem.pk, name])

    assert office.post(door, {"reason": "试"}).status_code == 404


def test_merging_by_page_shows_both_sides_and_is_undone_by_page(office, world):
    source, target = world.problem(world.statements(2)), world.problem(world.statements(1))
    address = url("merge", source.pk)
    assert office.get(address, {"into": target.pk}).context["sides"] == [source, target]
    assert office.post(address, {"into": target.pk, "reason": ""}).status_code == 422

    office.post(address, {"into": target.pk, "reason": "同一处"})

    source.refresh_from_db()
    assert source.merged_into == target
    step = Regrouping.objects.get()
    office.post(url("undo", step.pk), {"reason": "并错了"})
    source.refresh_from_db()
    assert (source.state, source.links.open().count()) == (S.DRAFT, 2)


def test_splitting_and_moving_by_page(office, world):
    source, target = world.problem(world.statements(3)), world.problem()
    first, second, _third = (link.statement_id for link in source.links.open())
    address = url("split", source.pk)
    both = {"statement": [first], "title": "另一处", "target": target.pk, "reason": "两处"}
    assert office.post(address, both).status_code == 422

    office.post(address, {"statement": [first], "title": "另一处", "reason": "两处"})
    office.post(address, {"statement": [second], "target": target.pk, "reason": "归错"})

    assert Problem.objects.get(title="另一处").links.open().get().statement_id == first
    assert target.links.open().get().statement_id == second


def test_taking_a_statement_out_by_page(office, world):
    [statement, _other] = world.statements(2)
    problem = world.problem([statement, _other])

    refused = office.post(url("unlink", problem.pk, statement.pk), {"reason": ""})
    office.post(url("unlink", problem.pk, statement.pk), {"reason": "另一件事"})

    assert refused.status_code == 409
    statement.refresh_from_db()
    assert statement.state == StatementState.ACCEPTED


def test_categories_are_named_by_the_office(office, world):
    office.post(url("category_new", world.campaign.pk), {"label": "环境"})
    category = Category.objects.get(label="环境")
    office.post(url("category_edit", category.pk), {"label": "环境卫生", "version": "1"})

    names = office.get(url("categories", world.campaign.pk)).context["categories"]

    assert [str(name) for name in names] == [str(world.category), "环境卫生"]


def test_a_run_is_started_by_the_office_only(client, world):
    world.statements(2)
    client.force_login(world.people.approver)
    assert client.post(url("run_start"), {"campaign": world.campaign.pk}).status_code == 404
    client.force_login(world.people.office)

    page = client.post(url("run_start"), {"campaign": world.campaign.pk})

    run = ConsolidationRun.objects.get()
    assert page.url == run.get_absolute_url()
    assert "job-bar" in client.get(page.url).content.decode()


def test_runs_and_reviews_cost_the_same_for_one_group_or_three(
    office, world, django_assert_max_num_queries
):
    run = world.run()

    def costs():
        group = world.group(world.statements(2), run=run)
        pages = (url("runs"), url("run", run.pk), group.get_absolute_url())
        return [queries_of(office, page, django_assert_max_num_queries) for page in pages]

    first = costs()
    world.group(world.statements(3), run=run)

    assert costs() == first
    assert max(first) <= 15


def test_runs_are_the_offices_alone(client, world):
    run = world.run()
    group = world.group(world.statements(2), run=run)
    client.force_login(world.people.approver)

    for address in (run.get_absolute_url(), group.get_absolute_url()):
        assert client.get(address).status_code == 404


def test_the_map_names_themes_with_links_and_costs_the_same(
    office, world, django_assert_max_num_queries
):
    run = world.run()

    def cost():
        problem = world.problem(world.statements(2))
        world.group([], run=run, problem=problem, theme="市政", heat=3)
        return queries_of(office, url("map", world.campaign.pk), django_assert_max_num_queries)

    first = cost()
    cost()

    assert cost() == first
    page = office.get(url("map", world.campaign.pk))
    [ground] = page.context["themes"]
    assert (ground.name, [t.size for t in ground.tiles]) == ("市政", [2] * 3)
    assert (
        len({t.heat for t in ground.tiles}) == 1
    )  # of the statements as they are, whatever a run said
    [item] = page.context["treemap"]["items"]
    assert item["value"] == 6
    assert {leaf["url"] for leaf in item["children"]} == {t.url for t in ground.tiles}
    assert Link.objects.open().count() == 6
