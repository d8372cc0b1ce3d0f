import pytest
from django.http import QueryDict

from luodi.kernel import administration, auditing, trail
from luodi.kernel.keyset import slice_of
from luodi.kernel.models import TrailEvent
from luodi.kernel.transitions import TABLES

pytestmark = pytest.mark.django_db


def test_every_move_and_every_recorded_action_has_words():
    known = dict(auditing.actions_to_choose())
    for model, table in TABLES.items():
        for name, move in table.moves.items():
            action = f"{model._meta.label_lower}.{name}"
            assert auditing.verb_of(action) == move.label
            assert action in known
    assert auditing.verb_of("kernel.user.sign_in") == "登录"
    assert auditing.verb_of("measures.measure.attach") == "上传佐证"


@pytest.fixture
def log(people):
    """Seven events on the chain; the numbers go up by one."""
    for n in range(7):
        trail.record("kernel.preference.set", by=people.system, after={"n": n})
    return TrailEvent.objects.order_by("-seq").values_list("seq", flat=True)


def walk(query, size=3):
    part = slice_of(TrailEvent.objects.all(), QueryDict(query), size=size)
    return [event.seq for event in part.rows], part


def test_pages_go_down_and_up_again_without_a_gap(log):
    seqs = list(log)
    first, part = walk("")
    assert (first, part.newer) == (seqs[:3], None)
    second, part = walk(f"before={part.older}")
    assert second == seqs[3:6]
    back, part = walk(f"after={part.newer}")
    assert (back, part.newer) == (seqs[:3], None)
    last, part = walk(f"before={seqs[5]}")
    assert (last, part.older) == (seqs[6:9], None if len(seqs) <= 9 else seqs[8])


def test_what_is_no_number_shows_the_first_page(log):
    assert walk("before=x")[0] == walk("")[0]
    assert walk("before=0")[0] == []


def test_the_log_is_narrowed_by_person_action_day_and_refusal(client, people):
    administration.set_active(people.clerk, active=False, by=people.security)
    trail.record("kernel.user.sign_in", by=people.head, allowed=False, reason="密码不对")
    client.force_login(people.audit)

    def shown(query):
        page = client.get(f"/admin/trail/?{query}")
        return [row.record.action for row in page.context["table"].rows]

    assert shown("allowed=false") == ["kernel.user.sign_in"]
    assert shown("action=kernel.user.set_active") == ["kernel.user.set_active"]
    assert shown(f"actor={people.head}") == ["kernel.user.sign_in"]
    assert shown("until=2018-01-01") == []
    assert "kernel.user.sign_in" in shown("since=2018-01-01")
    export = client.get("/sheets/kernel.trail/export/?as=csv&allowed=false")
    told = b"".join(export.streaming_content).decode("utf-8-sig")
    assert ("kernel.user.sign_in" in told, "kernel.user.set_active" in told) == (True, False)


def test_the_page_costs_the_same_wherever_one_stands(client, people, django_assert_num_queries):
    for n in range(60):
        trail.record("kernel.preference.set", by=people.system, after={"n": n})
    client.force_login(people.audit)
    page = client.get("/admin/trail/")
    older = page.context["slice"].older

    assert older is not None
    with django_assert_num_queries(5):
        client.get(f"/admin/trail/?before={older}")
