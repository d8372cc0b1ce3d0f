"""The pages of briefs: who sees what, writing with a preview, files, verifying."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from luodi.briefs.documents import word_of_brief
from luodi.briefs.models import Brief, BriefTemplate
from luodi.briefs.queries.layout import layout_of
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import perform
from luodi.kernel.work import waiting_for
from tests.factories.briefs import SOURCE, make, template
from tests.factories.listening import CampaignFactory

pytestmark = pytest.mark.django_db
ADMINISTRATORS = ("system", "security", "audit")
WRITING = {"office", "supervisor", "leader", "approver"}
FULL = (
    '# 题目\n{{ fig("parcels.sent") }}，{{ lit("第3阶段") }}\n{% chart figure="parcels.sent" by="org" %}\n'
    '{% records "parcels.sent" top=2 %}\n'
)


def page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"briefs:{name}", args=args))


def test_a_published_brief_is_read_by_everyone_at_work_and_a_draft_by_those_who_write(
    client, people, sent
):
    draft, published = make(people, until="checked"), make(people, until="published")
    for name, user in people.everybody().items():
        at_work = name not in ADMINISTRATORS
        assert (page(client, user, "brief", published.pk).status_code == 200) is at_work, name
        assert (page(client, user, "brief", draft.pk).status_code == 200) is (name in WRITING), name
        shown = page(client, user, "briefs").content.decode()
        assert (published.code in shown, draft.code in shown) == (at_work, name in WRITING)


@pytest.mark.parametrize("name", ["verify", "word", "versions"])
def test_what_hangs_on_a_brief_is_seen_by_those_who_see_it(client, people, sent, name):
    brief = make(people, until="checked")

    assert page(client, people.clerk, name, brief.pk).status_code == 404
    assert page(client, people.leader, name, brief.pk).status_code == 200


def test_every_figure_is_a_link_that_opens(client, people, sent):
    brief = make(people, FULL, until="published")

    shown = page(client, people.clerk, "brief", brief.pk).content.decode()

    for citation in brief.edition.citations.exclude(kind="written"):
        url = reverse("briefs:citation", args=[brief.pk, citation.anchor])
        assert f'href="{url}"' in shown
        assert client.get(url).status_code == 200
    assert "“第3阶段”" in shown


def test_a_draft_opens_on_the_figures_own_page(client, people, sent):
    brief = make(people, FULL)

    shown = page(client, people.office, "brief", brief.pk).content.decode()

    assert f'href="/figures/parcels.sent/?campaign={brief.campaign_id}"' in shown


def test_drafting_from_a_template(client, people):
    campaign, chosen = CampaignFactory(), template(people)
    client.force_login(people.office)
    answer = client.post(
        reverse("briefs:brief_new"), {"template": chosen.pk, "title": "甲", "campaign": campaign.pk}
    )

    brief = Brief.objects.get()
    assert answer.headers["Location"] == brief.get_absolute_url()
    assert (brief.source, brief.masthead, brief.template, brief.drafted_by) == (
        SOURCE, "试行简报", chosen, people.office,
    )  # fmt: skip


def test_a_title_with_a_digit_nobody_can_trace_is_refused_at_every_door(client, people, sent):
    campaign = CampaignFactory()
    client.force_login(people.office)
    typed = {"title": "召开会议277次", "campaign": campaign.pk}
    told = "标题第 1 行第 5 列：“277”没有出处"

    new = client.post(reverse("briefs:brief_new"), typed)

    assert (new.status_code, told in new.content.decode()) == (422, True)
    assert not Brief.objects.exists()
    brief = make(people, campaign=campaign, start=date(2018, 1, 1), end=date(2018, 9, 30))
    edit = reverse("briefs:brief_edit", args=[brief.pk])
    said = {"kind": "brief", "masthead": "简报", "source": "改了", "version": brief.version}
    days = {"start": "2018-01-01", "end": "2018-09-30"}
    assert told in client.post(edit, said | typed | days).content.decode()
    preview = client.post(f"{reverse('briefs:preview')}?brief={brief.pk}", said | typed | days)
    assert told in preview.content.decode()
    assert client.post(edit, said | days | {"title": "2018年1至9月情况"}).status_code == 302
    Brief.objects.filter(pk=brief.pk).update(title="召开会议277次")
    brief.refresh_from_db()
    with pytest.raises(Refused, match="没有出处"):
        perform(brief, "check", by=people.supervisor)


def test_editing_keeps_a_version_and_refuses_a_stale_page(client, people, sent):
    brief = make(people)
    client.force_login(people.office)
    url = reverse("briefs:brief_edit", args=[brief.pk])
    typed = {
        "title": "乙",
        "kind": "brief",
        "masthead": "简报",
        "source": "改了",
        "version": brief.version,
    }

    assert client.post(url, typed).status_code == 302
    stale = client.post(url, typed | {"source": "又改"})

    assert stale.status_code == 422
    assert "刚被别人改过" in stale.content.decode()
    assert [t.source for t in brief.texts.all()] == ["改了", SOURCE]
    shown = page(client, people.office, "versions", brief.pk).content.decode()
    assert "改了" in shown


@pytest.mark.parametrize("name", ["clerk", "leader", "supervisor"])
def test_nobody_else_gets_a_form(client, people, sent, name):
    brief = make(people)
    user = getattr(people, name)
    for at, args in (("brief_new", ()), ("brief_edit", (brief.pk,)), ("template_new", ())):
        assert page(client, user, at, *args).status_code == 404
    assert client.post(reverse("briefs:preview"), {"source": "x"}).status_code == 404


def test_the_preview_writes_or_says_where_it_cannot(client, people, sent):
    brief = make(people)
    client.force_login(people.office)
    url = reverse("briefs:preview") + f"?brief={brief.pk}"

    good = client.post(url, {"source": FULL}).content.decode()
    bad = client.post(url, {"source": "一行\n全区277次"}).content.decode()

    assert "3件" in good
    assert "data-chart" in good
    assert 'data-line="2"' in bad
    assert 'data-column="3"' in bad
    assert Brief.objects.get().source == SOURCE


def test_a_template_with_a_fault_is_not_saved(client, people):
    client.force_login(people.office)
    given = {"code": "a", "name": "甲", "kind": "brief", "masthead": "乙", "source": "共3件"}

    refused = client.post(reverse("briefs:template_new"), given)
    saved = client.post(reverse("briefs:template_new"), given | {"source": SOURCE, "active": "on"})

    assert refused.status_code == 422
    assert "第 1 行第 2 列" in refused.content.decode()
    made = BriefTemplate.objects.get()
    assert saved.headers["Location"] == made.get_absolute_url()
    assert page(client, people.leader, "template", made.pk).status_code == 200
    assert page(client, people.clerk, "template", made.pk).status_code == 404


def test_a_template_is_edited_in_versions(client, people):
    made = template(people)
    client.force_login(people.office)
    given = {"code": made.code, "name": "改名", "kind": "brief", "masthead": "乙", "source": "新的。",
             "active": "on", "version": made.version}  # fmt: skip

    client.post(reverse("briefs:template_edit", args=[made.pk]), given)

    made.refresh_from_db()
    assert (made.name, [t.number for t in made.texts.all()]) == ("改名", [2, 1])


def test_the_moves_are_buttons(client, people, sent):
    brief = make(people, until="checked")

    shown = page(client, people.leader, "brief", brief.pk).content.decode()

    assert "/move/briefs.brief/" in shown or "briefs.brief" in shown
    assert "签发" in shown


def test_word_comes_as_a_file_and_a_faulty_draft_does_not(client, people, sent):
    good, bad = make(people, until="published"), make(people, "全区277次")

    file = page(client, people.clerk, "word", good.pk)
    refused = page(client, people.office, "word", bad.pk)

    assert Document(BytesIO(file.content)).core_properties.identifier == f"luodi:{good.code}:1"
    assert refused.status_code == 409
    assert "第 1 行第 3 列" in refused.content.decode()
    assert "第 1 行" in page(client, people.office, "brief", bad.pk).content.decode()


def test_verifying_an_uploaded_file(client, people, sent):
    brief, other = make(people, until="published"), make(people, until="published")
    client.force_login(people.office)
    url = reverse("briefs:verify", args=[brief.pk])

    def answer(content: bytes) -> str:
        return client.post(url, {"file": SimpleUploadedFile("a.docx", content)}).content.decode()

    assert "0 处与印发时不同" in answer(word_of_brief(layout_of(brief, people.office)))
    assert other.code in answer(word_of_brief(layout_of(other, people.office)))
    assert "不是 Word 文件" in answer(b"hello")


def test_the_register_goes_out_as_excel(client, people, sent):
    make(people, until="published")
    client.force_login(people.clerk)

    answer = client.get(reverse("kernel:export", args=["briefs.briefs"]) + "?kind=csv")
    content = b"".join(answer.streaming_content)
    answer.close()

    assert content


def test_a_withdrawn_brief_says_so(client, people, sent):
    brief = perform(
        make(people, until="published"), "withdraw", by=people.office, reason="数字有误"
    )

    assert "数字有误" in page(client, people.clerk, "brief", brief.pk).content.decode()


def test_work_waits_on_the_desk_of_whoever_is_next(people, sent):
    draft, checked, signed = (make(people, until=state) for state in ("draft", "checked", "signed"))

    def waiting(user):
        return [item.url for item in waiting_for(user) if item.url.startswith("/briefs/")]

    assert waiting(people.supervisor) == [draft.get_absolute_url()]
    assert waiting(people.leader) == [checked.get_absolute_url()]
    assert waiting(people.clerk) == []
    assert waiting(people.office) == [signed.get_absolute_url()]


def test_the_list_filters_by_state_and_day(client, people, sent):
    draft, published = make(people), make(people, until="published")
    client.force_login(people.office)
    url = reverse("briefs:briefs")

    by_state = client.get(url, {"state": "draft"}).content.decode()
    by_day = client.get(url, {"since": "2018-11-08", "until": "2018-11-08"}).content.decode()

    assert draft.code in by_state
    assert published.code not in by_state
    assert published.code in by_day
    assert draft.code not in by_day
