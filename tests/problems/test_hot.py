"""Heat, the office's two tables, the map and a problem's portrait."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from luodi.kernel import preferences
from luodi.kernel.models import Preference
from luodi.kernel.sheets import exporting
from luodi.kernel.sheets.declare import SHEETS
from luodi.listening.choices import Anonymity
from luodi.listening.models import Statement
from luodi.problems import actions
from luodi.problems.models import VolumeCell
from luodi.problems.queries import heats, map, portrait_of, tiles_of, volumes_of

EARLY, LATE = datetime(2018, 9, 3, 2, tzinfo=UTC), datetime(2018, 11, 5, 2, tzinfo=UTC)


@pytest.fixture
def two(world):
    """A cold problem of one early sentence and a hot one of three people."""
    cold = world.problem(world.statements(1, said_at=EARLY, speaker="甲"), title="井盖塌陷")
    hot = world.problem(
        [
            world.statements(
                1, said_at=LATE, speaker=who, likes=3, anonymity=Anonymity.NAMED,
                text_original="听涛路的路灯不亮，请打13912345678",
            )[0]
            for who in "乙丙丁"
        ],
        title="路灯不亮 13912345678",
    )  # fmt: skip
    return cold, hot


def rows(key, world, by=None, **query):
    by = by or world.people.office
    asked = QueryDict("&".join(f"{k}={v}" for k, v in query.items()))
    sheet = SHEETS[key]
    found = exporting.filtered(sheet, by, asked)
    with exporting.export(sheet, found, by=by, kind="csv") as file:
        return [line.split(",") for line in file.read().decode("utf-8-sig").splitlines()[1:]]


def test_heat_is_the_sum_of_its_parts_and_counts_people(world, two):
    cold, hot = two
    found = heats(world.campaign.pk)

    assert found[hot.pk].value > found[cold.pk].value
    assert found[hot.pk].value == pytest.approx(sum(v for _n, v in found[hot.pk].parts))
    [one] = world.statements(1, said_at=LATE, speaker="乙", likes=0)
    actions.link_statement(problem=hot, statement=one, by=world.people.office)
    people = dict(found[hot.pk].parts)["人数"]
    assert dict(heats(world.campaign.pk)[hot.pk].parts)["人数"] == people


def test_the_office_sets_the_weights(client, world, two):
    _cold, hot = two
    Preference.objects.create(key="problems.heat_people", value=0)
    preferences.forget()
    try:
        assert dict(heats(world.campaign.pk)[hot.pk].parts)["人数"] == 0
        client.force_login(world.people.office)
        assert "热度 = 0×ln(1+人数)" in client.get(hot.get_absolute_url()).content.decode()
    finally:
        Preference.objects.all().delete()
        preferences.forget()


def test_the_hot_table_ranks_by_heat_and_masks_numbers(world, two):
    cold, hot = two

    found = rows("problems.hot", world, campaign=world.campaign.pk)

    assert [row[:2] for row in found] == [["1", hot.code], ["2", cold.code]]
    assert found[0][3] == "2018/11/05"
    assert found[0][5] == "路灯不亮 139****5678"
    assert rows("problems.hot", world, state="closed") == []


def test_the_detail_table_has_every_statement_and_no_name_that_was_withheld(world, two):
    _cold, hot = two
    [shy] = world.statements(1, speaker="戊", anonymity=Anonymity.ANONYMOUS, said_at=LATE)
    actions.link_statement(problem=hot, statement=shy, by=world.people.office)

    found = rows("problems.hot_items", world)

    assert len(found) == 5
    assert {row[2] for row in found if row[0] == hot.code} == {"乙", "丙", "丁", "匿名"}
    assert not any("13912345678" in cell for row in found for cell in row)


def test_a_reader_gets_only_what_may_be_seen(world, two):
    assert rows("problems.hot", world, by=world.people.system) == []
    assert rows("problems.hot_items", world, by=world.people.stranger) == []


def test_a_portrait_is_drawn_from_the_given_statements_alone(world, two):
    _cold, hot = two
    links = hot.links.open().select_related("statement")

    found = portrait_of([link.statement for link in links], world.campaign.pk)

    assert found.speakers == 3
    assert found.likes == 9
    assert found.key_sentences
    assert "13912345678" not in repr(found)
    assert portrait_of([], world.campaign.pk) is None


def test_the_map_has_heat_before_any_run_and_narrows_to_a_unit_and_a_month(client, world, two):
    cold, hot = two
    [far] = world.statements(1, unit=world.people.other, said_at=LATE)
    actions.link_statement(problem=cold, statement=far, by=world.people.office)
    client.force_login(world.people.office)
    address = reverse("problems:map", args=[world.campaign.pk])

    whole = {
        t.pk: (t.size, t.heat)
        for t in tiles_of(
            world.campaign, world.people.office, volumes_of(world.campaign.pk), unnamed="无"
        )
    }
    assert whole[hot.pk][0] == 3
    assert all(heat > 0 for _size, heat in whole.values())

    def sizes(query):
        themes = client.get(address, query).context["themes"]
        return {tile.pk: tile.size for theme in themes for tile in theme.tiles}

    assert sizes({}) == {cold.pk: 2, hot.pk: 3}
    assert sizes({"unit": world.people.other.pk}) == {cold.pk: 1}
    assert sizes({"month": "2018-09"}) == {cold.pk: 1}
    assert sizes({"month": "nonsense"}) == {cold.pk: 2, hot.pk: 3}
    by_heat = client.get(address, {"area": "heat"}).context["treemap"]["items"]
    values = [leaf["value"] for theme in by_heat for leaf in theme["children"]]
    assert sorted(values) == sorted(heat for _size, heat in whole.values())


def test_the_map_shows_the_largest_and_the_rest_together(client, world, two, monkeypatch):
    _cold, hot = two
    monkeypatch.setattr(map, "TILES_SHOWN", 1)
    client.force_login(world.people.office)

    page = client.get(reverse("problems:map", args=[world.campaign.pk]))

    [ground] = page.context["themes"]
    assert [tile.pk for tile in ground.tiles] == [hot.pk]
    assert (ground.others, ground.others_size, page.context["others"]) == (1, 1, 1)
    leaves = page.context["treemap"]["items"][0]["children"]
    assert [leaf["value"] for leaf in leaves] == [3, 1]
    assert "其余 1 个问题" in leaves[1]["name"]


def counted(world):
    """The cells of a campaign that nobody has counted yet: everything is read anew."""
    with transaction.atomic():
        VolumeCell.objects.all().delete()
        found = volumes_of(world.campaign.pk, problems_only=False)
        transaction.set_rollback(True)
    return found


def test_cells_are_never_behind_what_they_count(world, two):
    cold, hot = two
    office = world.people.office

    def read():
        found = volumes_of(world.campaign.pk, problems_only=False)
        assert found == counted(world)
        return found

    assert read().problems[hot.pk].n == 3
    [one, other] = world.statements(2, said_at=LATE, speaker="戊", likes=5)
    for statement in (one, other):
        actions.link_statement(problem=hot, statement=statement, by=office)
    now = read()
    assert (now.problems[hot.pk].n, now.problems[hot.pk].people) == (5, 4)
    assert sum(now.units.values()) == sum(now.months.values()) == 6
    actions.unlink(statement=one, by=office, reason="不是同一件事")
    assert read().problems[hot.pk].n == 4
    Statement.objects.filter(pk=other.pk).update(
        unit=world.people.other, likes=50, said_at=LATE.replace(month=3), speaker=""
    )
    assert read().units[world.people.other.pk] == 1
    actions.merge_problems(into=hot, others=[cold], by=office, reason="同一件事")
    assert cold.pk not in read().problems


def test_what_was_counted_is_not_counted_again(world, two, django_assert_num_queries):
    volumes_of(world.campaign.pk)

    with django_assert_num_queries(2):
        volumes_of(world.campaign.pk)


def test_the_problems_page_shows_its_portrait_and_the_formula(client, world, two):
    client.force_login(world.people.office)

    page = client.get(two[1].get_absolute_url()).content.decode()

    assert "最能说明问题的话" in page
    assert "热度 = 10×ln(1+人数)" in page
