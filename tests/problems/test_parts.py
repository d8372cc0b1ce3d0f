"""Parts of a statement, pairs explained, and consents to outside helpers."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from luodi.kernel.models import TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.problems import actions
from luodi.problems.choices import Decision
from luodi.problems.models import Link, OutsideConsent, Part

SAID = "一是小区门口路灯坏了很久，晚上很黑。二是菜市场拆了没有重建，买菜太远。"


def test_a_part_names_a_second_problem_and_the_statement_counts_once(client, world):
    [row] = world.statements(1, text_original=SAID)
    lamps, market = world.problem([row]), world.problem()
    client.force_login(world.people.office)
    address = reverse("problems:parts", args=[row.pk])

    proposed = client.get(address).context["parts"]
    assert len(proposed) == 2
    client.post(address, {"part-2": market.pk})

    part = Part.objects.get()
    assert (part.problem, part.words) == (market, proposed[1])
    assert list(Link.objects.open().values_list("statement", "problem")) == [(row.pk, lamps.pk)]
    row.refresh_from_db()
    assert row.text_original == SAID
    assert proposed[1] in client.get(market.get_absolute_url()).content.decode()


def test_a_part_is_taken_back_but_stays_on_record(client, world):
    [row] = world.statements(1, text_original=SAID)
    market = world.problem()
    [part] = actions.keep_parts(statement=row, parts={SAID[2:10]: market}, by=world.people.office)
    client.force_login(world.people.office)

    client.post(reverse("problems:part_end", args=[part.pk]))

    part.refresh_from_db()
    assert part.until is not None
    with pytest.raises(Refused):
        actions.end_part(part=part, by=world.people.office)
    with pytest.raises(DatabaseError), transaction.atomic():
        part.delete()


def test_parts_are_refused_that_are_not_the_statements_words_or_its_own_problem(world):
    [row] = world.statements(1, text_original=SAID)
    own, other = world.problem([row]), world.problem()
    office = world.people.office
    for parts in ({}, {"没说过的话": other}, {SAID[2:10]: own}):
        with pytest.raises(Refused):
            actions.keep_parts(statement=row, parts=parts, by=office)
    with pytest.raises(NotAllowed):
        actions.keep_parts(statement=row, parts={SAID[2:10]: other}, by=world.people.clerk)
    assert not Part.objects.exists()


def test_two_statements_are_explained_with_their_words_and_peoples_decisions(client, world):
    together, left_out = world.statements(2, text_original="听涛路的路灯不亮，电话13912345678")
    problem = world.problem([together])
    group = world.group([left_out], label="路灯")
    actions.decide(
        group=group, proposals=[group.proposals.get().pk], decision=Decision.REFUSED,
        by=world.people.office,
    )  # fmt: skip
    client.force_login(world.people.office)
    address = reverse("problems:explain", args=[problem.pk])

    page = client.get(address, {"one": together.pk, "other": left_out.code})

    told = page.context["told"]
    assert told.found.sentence
    assert not told.together
    assert any("不是同一问题" in line for line in told.decisions)
    words = page.content.decode()
    assert told.found.sentence in words
    assert "13912345678" not in words


def test_a_pair_is_two_readable_statements(client, world):
    [mine] = world.statements(1)
    problem = world.problem([mine])
    [hidden] = world.statements(1, unit=world.people.other)
    address = reverse("problems:explain", args=[problem.pk])
    client.force_login(world.people.clerk)
    assert client.get(address).status_code == 200
    for code in (hidden.code, "没有", mine.code):
        assert client.get(address, {"one": mine.pk, "other": code}).status_code == 422


GIVEN = {
    "kind": "label", "address": "http://10.0.0.8:8000/v1", "given_by": "阮主任",
    "given_on": "2018-11-01", "reason": "只润色名称",
}  # fmt: skip


def test_a_consent_has_a_name_and_a_date_and_stands_in_the_trail(client, world):
    client.force_login(world.people.office)
    address = reverse("problems:consents", args=[world.campaign.pk])
    assert "没有任何对外调用" in client.get(address).content.decode()

    client.post(reverse("problems:consent_new", args=[world.campaign.pk]), GIVEN)

    found = OutsideConsent.objects.get()
    assert (found.given_by, found.given_on) == ("阮主任", date(2018, 11, 1))
    assert TrailEvent.objects.filter(action="problems.outsideconsent.create").exists()
    client.post(reverse("problems:consent_withdraw", args=[found.pk]))
    found.refresh_from_db()
    assert found.withdrawn_on is not None
    assert "撤回" in client.get(address).content.decode()


def test_a_consent_is_one_a_purpose_not_in_the_future_and_never_rewritten(client, world):
    client.force_login(world.people.office)
    address = reverse("problems:consent_new", args=[world.campaign.pk])
    for wrong in ({"given_on": "2030-01-01"}, {"given_by": ""}, {"address": "不是地址"}):
        assert client.post(address, GIVEN | wrong).status_code == 422
    client.post(address, GIVEN)
    assert client.post(address, GIVEN).status_code == 422

    found = OutsideConsent.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        OutsideConsent.objects.filter(pk=found.pk).update(given_by="别人")
    client.force_login(world.people.clerk)
    assert client.post(address, GIVEN).status_code == 404
