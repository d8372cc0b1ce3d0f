"""Extras in a run: off by default, asked only with consent, never a condition of the run."""

import pytest
from django.urls import reverse

from luodi.kernel import clock, jobs
from luodi.kernel.models import TrailEvent
from luodi.problems import actions
from luodi.problems.choices import Decision, RunState
from luodi.problems.models import OutsideConsent
from luodi.problems.queries import Extra, may_send
from tests.services import service, tiny_model

LAMPS = ("听涛路路灯不亮，电话13912345678", "听涛路路灯一直不亮")
DARK = "云台巷晚上要摸黑走路"


@pytest.fixture
def server(settings):
    with service() as running:
        settings.EMBEDDING_URL = running.address + "/"
        settings.EMBEDDING_NAME, settings.EMBEDDING_KEY = "small", "hush"
        settings.EXTRAS_TIMEOUT_S = 0.3
        yield running


@pytest.fixture
def said(world):
    """Two statements of one matter, one that means the same in other words, one of its own."""
    texts = (*LAMPS, DARK, "幼儿园名额太少")
    return [world.statements(1, text_original=text)[0] for text in texts]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("luodi.engines.consolidation.extras.endpoint.time.sleep", lambda _s: None)


def consent(world, address: str, kind: str = "embedding") -> OutsideConsent:
    return actions.give_consent(
        campaign=world.campaign, kind=kind, address=address, given_by="阮主任",
        given_on=clock.today(), reason="找漏归的意见",
        by=world.people.office,
    )  # fmt: skip


def computed(world):
    run = actions.start_consolidation(campaign=world.campaign, by=world.people.office)
    assert jobs.work_once()
    run.refresh_from_db()
    assert run.state == RunState.DONE
    return run


def test_without_consent_no_request_arrives_and_the_run_says_so(client, world, said, server):
    run = computed(world)

    assert server.got == []
    assert run.counts["groups"] == 1
    assert run.parameters["outside"] == []
    assert run.parameters["outside_said"] == ["比较两条意见的意思：没有有效的同意，没有对外调用。"]
    client.force_login(world.people.office)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "没有有效的同意，没有对外调用" in page
    assert (
        f"没有同意，不会发往 {server.address}"
        in client.get(reverse("problems:runs")).content.decode()
    )


def test_a_consent_for_another_address_purpose_or_campaign_opens_nothing(world, said, server):
    consent(world, "http://127.0.0.1:9/v1")
    consent(world, server.address, kind="label")

    computed(world)

    assert server.got == []


def test_with_consent_only_masked_texts_leave_and_the_trail_says_where_to(
    client, world, said, server
):
    consent(world, server.address + "/")
    client.force_login(world.people.office)
    plan = client.get(reverse("problems:runs")).content.decode()

    run = computed(world)

    assert f"已有同意，遮盖号码后发往 {server.address}（small）" in plan
    assert sorted(server.texts) == sorted(
        ["听涛路路灯不亮，电话139****5678", LAMPS[1], DARK, "幼儿园名额太少"]
    )
    assert server.keys == ["Bearer hush"]
    [event] = TrailEvent.objects.filter(action="problems.consolidationrun.send")
    assert event.after == {"kind": "embedding", "address": server.address, "name": "small"}
    assert run.parameters["outside"] == [
        {"kind": "embedding", "name": "small", "version": "", "address": server.address}
    ]
    assert "hush" not in str(run.parameters)
    assert "small" in client.get(run.get_absolute_url()).content.decode()


def test_what_means_the_same_stands_below_the_line_with_the_models_name(
    client, world, said, server
):
    consent(world, server.address)

    run = computed(world)

    group = run.groups.get()
    assert set(group.proposals.values_list("statement", flat=True)) == {said[0].pk, said[1].pk}
    assert [said[2].pk, 0.0] in group.near
    client.force_login(world.people.office)
    assert "意思相近 1.00（模型 small）" in client.get(group.get_absolute_url()).content.decode()
    actions.take_near(group=group, statement=said[2], by=world.people.office)
    assert group.proposals.filter(statement=said[2]).exists()


def test_what_a_person_set_apart_is_not_shown_again(world, said, server):
    consent(world, server.address)
    together = world.group(said[:3], label="路灯")
    lone = together.proposals.get(statement=said[2])
    actions.decide(
        group=together, proposals=[lone.pk], decision=Decision.REFUSED, by=world.people.office
    )

    group = computed(world).groups.get()

    assert said[2].pk not in [key for key, _score in group.near]


@pytest.mark.parametrize(
    ("sick", "sentence"),
    [
        ("down", "服务暂时不能答复（503）。"),
        ("slow", "服务超过 0.3 秒没有答复。"),
        ("garbage", "服务的答复无法识别。"),
        ("fewer", "语义服务返回的向量与送去的条数对不上。"),
    ],
)
def test_a_sick_service_is_one_sentence_and_the_run_is_whole(world, said, server, sick, sentence):
    consent(world, server.address)
    server.sick = sick

    run = computed(world)

    assert run.counts["groups"] == 1
    assert run.parameters["outside"] == []
    assert run.parameters["outside_said"] == [f"比较两条意见的意思没有用上：{sentence}"]


def test_consent_withdrawn_midway_stops_the_next_request(world, said, server):
    given = consent(world, server.address)
    world.statements(100)

    def asked(campaign: int, extra: Extra) -> bool:
        """Somebody withdraws between the first request and the question before the second."""
        if server.got and given.withdrawn_on is None:
            actions.withdraw_consent(consent=given, by=world.people.office)
            given.refresh_from_db()
        return may_send(campaign, extra)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("luodi.problems.actions.assisting.may_send", asked)
        run = computed(world)

    assert len(server.got) == 1
    assert run.parameters["outside_said"] == [
        "比较两条意见的意思没有用上：没有有效的同意，没有再对外发送。"
    ]


def test_a_models_label_is_a_proposal_until_a_person_takes_it(
    client, world, said, server, settings
):
    settings.EMBEDDING_URL, settings.LABEL_URL, settings.LABEL_NAME = "", server.address, "writer"
    server.label = "听涛路路灯不亮影响出行"
    consent(world, server.address, kind="label")

    group = computed(world).groups.get()

    assert "13912345678" not in str(server.texts)
    assert group.label != server.label
    client.force_login(world.people.office)
    page = client.get(group.get_absolute_url()).content.decode()
    assert f"模型 writer 建议的名称：{server.label}" in page
    client.post(
        reverse("problems:decide", args=[group.run_id, group.number]),
        {"action": "rename", "title": server.label},
    )
    group.refresh_from_db()
    assert (group.label, group.named_by) == (server.label, world.people.office)
    assert "建议的名称" not in client.get(group.get_absolute_url()).content.decode()


def test_a_label_that_invents_a_place_is_not_shown_and_counted(world, said, server, settings):
    settings.EMBEDDING_URL, settings.LABEL_URL = "", server.address
    server.label = "浮山路路灯不亮"
    consent(world, server.address, kind="label")

    run = computed(world)

    assert "proposed_label" not in run.groups.get().portrait
    assert run.parameters["outside_said"] == [
        "润色问题名称：1 个名称说了意见里没有的话，没有采用。"
    ]


def test_a_model_on_this_machine_needs_no_consent_and_a_missing_one_stops_nothing(
    client, world, said, settings, tmp_path
):
    settings.EMBEDDING_MODEL = str(tmp_path / "bge-small")
    client.force_login(world.people.office)
    assert (
        "用本机的模型 bge-small，文字不出本机"
        in client.get(reverse("problems:runs")).content.decode()
    )

    run = computed(world)

    assert run.parameters["outside_said"] == [
        "比较两条意见的意思没有用上：找不到语义模型的文件夹。"
    ]


def test_a_model_on_this_machine_is_named_with_its_version(world, said, settings, tmp_path):
    settings.EMBEDDING_MODEL = str(tiny_model(tmp_path / "tiny"))

    run = computed(world)

    [used] = run.parameters["outside"]
    assert (used["kind"], used["name"], used["address"]) == ("embedding", "tiny", "")
    assert len(used["version"]) == 12
    assert run.groups.get().portrait["by_meaning"] == {"by": "tiny", "items": [[said[2].pk, 1.0]]}
    assert computed(world).input_hash == run.input_hash
    assert not TrailEvent.objects.filter(action="problems.consolidationrun.send").exists()


def test_the_consent_page_offers_the_configured_address(client, world, server):
    client.force_login(world.people.office)

    form = client.get(reverse("problems:consent_new", args=[world.campaign.pk])).context["form"]

    assert (form.initial["kind"], form.initial["address"]) == ("embedding", server.address)
    consent(world, "http://127.0.0.1:9/v1")
    page = client.get(reverse("problems:consents", args=[world.campaign.pk])).content.decode()
    assert "有效，但系统没有配置这个地址" in page


def test_without_settings_a_run_knows_of_no_extra(world, said):
    run = computed(world)

    assert (run.parameters["outside"], run.parameters["outside_said"]) == ([], [])
