"""The office's category scheme by Excel, and its names for themes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.sheets import importing
from luodi.kernel.sheets.declare import SHEETS
from luodi.problems import actions
from luodi.problems.models import SchemeEntry, ThemeName
from luodi.problems.queries import scheme_of, themes_of
from tests.problems import test_sheets as excel

HEADINGS = ["一级分类", "二级分类", "三级分类"]
ROADS = ["城乡建设", "市政设施", "路灯"]


@pytest.fixture(autouse=True)
def _this_sheet(monkeypatch):
    monkeypatch.setattr(excel, "SHEET", SHEETS["problems.scheme"])


def bring(world, *rows):
    return excel.bring(excel.book(HEADINGS, *rows), world.people.office, world.campaign)


def test_a_scheme_of_one_to_three_levels_comes_in_and_is_what_proposals_are_drawn_from(world):
    bring(world, ROADS, ["城乡建设", "市政设施", None], ["文体教育", None, None], ROADS)

    assert scheme_of(world.campaign.pk).paths == (
        ("城乡建设", "市政设施"), tuple(ROADS), ("文体教育",),
    )  # fmt: skip


def test_a_hole_and_a_known_path_are_refused_by_cell(world):
    bring(world, ROADS)

    run = bring(world, ROADS, ["文体教育", None, "学校"])

    assert excel.errors(run) == {
        "first": "“城乡建设/市政设施/路灯”已经在分类体系里。",
        "third": "有三级分类就要有二级分类。",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeEntry.objects.create(campaign=world.campaign, first="甲", third="乙")


def test_an_import_is_undone_by_retiring_its_rows(world):
    run = bring(world, ROADS)

    importing.undo(run, by=world.people.office, why="导错了")

    assert scheme_of(world.campaign.pk) is None
    assert SchemeEntry.objects.get().retired
    bring(world, ROADS)
    assert scheme_of(world.campaign.pk).paths == (tuple(ROADS),)


def test_only_the_office_imports_and_retires(client, world):
    with pytest.raises(NotAllowed):
        excel.bring(excel.book(HEADINGS, ROADS), world.people.clerk, world.campaign)
    bring(world, ROADS)
    address = reverse("problems:scheme_retire", args=[world.campaign.pk])
    client.force_login(world.people.clerk)
    assert client.post(address).status_code == 403
    assert not SchemeEntry.objects.get().retired

    client.force_login(world.people.office)
    client.post(address)
    assert SchemeEntry.objects.get().retired


def test_a_theme_keeps_the_offices_name_through_every_run(client, world):
    world.group(world.statements(2), theme="城市建设/市政设施")
    client.force_login(world.people.office)
    address = reverse("problems:theme_name", args=[world.campaign.pk])
    client.post(address, {"theme": "城市建设/市政设施", "label": "路灯与道路"})
    later = world.group(world.statements(2), theme="城市建设/市政设施")

    assert [(t.label, t.groups) for t in themes_of(world.campaign.pk)] == [("路灯与道路", 1)]
    assert "路灯与道路" in client.get(later.get_absolute_url()).content.decode()
    client.post(address, {"theme": "城市建设/市政设施", "label": "道路"})
    assert ThemeName.objects.get().label == "道路"


def test_a_theme_is_named_by_the_office_and_not_with_nothing(world):
    with pytest.raises(NotAllowed):
        actions.name_theme(
            campaign=world.campaign, theme="甲/乙", label="丙", by=world.people.clerk
        )
    with pytest.raises((Refused, ValidationError)):
        actions.name_theme(
            campaign=world.campaign, theme="甲/乙", label=" ", by=world.people.office
        )
    assert not ThemeName.objects.exists()
