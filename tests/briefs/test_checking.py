"""Numbers of a text against the records: right ones verified, wrong ones told the truth, the rest left alone."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from luodi.briefs.actions.checking import bind, learn, retire, send_text
from luodi.briefs.checking import Verdict, hold, home_of_reader
from luodi.briefs.checking.annotated import annotated
from luodi.briefs.models import Binding, CheckedText, FigureAlias
from luodi.briefs.queries.checking import checked
from luodi.kernel import clock
from luodi.kernel.models import TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused
from tests.factories.listening import (
    PhaseFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2018, 11, 8)


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.at(DAY):
        yield


@pytest.fixture
def verdicts(people, campaign, records):
    def of(text, reader=None, **more):
        reader = reader or people.office
        home = home_of_reader(reader, campaign)
        found = hold(text, reader, home, doc_date=DAY, **more)
        return {
            m.claim.span: (m.verdict, m.truth)
            for m in found.marks
            if m.verdict != Verdict.NOT_A_FACT
        }

    return of


@pytest.mark.parametrize(
    ("text", "span", "verdict", "truth"),
    [
        ("全区召开专题会议13次。", "13次", "verified", "13次"),
        ("全区召开专题会议14次。", "14次", "contradicted", "13次"),
        ("全区召开专题会议十三次。", "十三次", "verified", "13次"),
        ("全区召开专题会议10余次。", "10余次", "verified", "13次"),
        ("10月份，全区召开专题会议8次。", "8次", "verified", "8次"),
        ("9月份，全区召开专题会议5次。", "5次", "verified", "5次"),
        ("9月份，全区召开专题会议13次。", "13次", "contradicted", "5次"),
        ("云台路街道召开专题会议8次。", "8次", "verified", "8次"),
        ("云台路街道召开专题会议13次。", "13次", "contradicted", "8次"),
        ("11月1日，邀请20余名道德模范座谈。", "20余名", "verified", "23名"),
        ("计划全年召开专题会议13次。", "13次", None, ""),
        ("邻区召开专题会议13次。", "13次", "no_record", ""),
        ("全区召开民主生活会13次。", "13次", "no_record", ""),
        ("全区召开专题会议13场次，参加13人。", "13人", "no_record", ""),
        ("去年9月份，全区召开专题会议5次。", "5次", "contradicted", "0次"),
    ],
)
def test_a_number_is_held_against_the_days_and_the_place_it_says(
    verdicts, text, span, verdict, truth
):
    assert verdicts(text).get(span) == (None if verdict is None else (verdict, truth))


def test_a_phase_means_its_days(people, campaign, verdicts):
    PhaseFactory(
        campaign=campaign, name="第三阶段", start=date(2018, 10, 1), end=date(2018, 10, 31)
    )

    assert verdicts("第三阶段，全区召开专题会议8次。")["8次"] == (Verdict.VERIFIED, "8次")


def test_who_sees_only_a_unit_checks_only_that_unit(people, campaign, verdicts):
    assert verdicts("全街道召开专题会议8次。", people.clerk)["8次"][0] != Verdict.CONTRADICTED
    assert verdicts("全区召开专题会议8次。", people.clerk)["8次"][0] == Verdict.NO_RECORD
    told = verdicts("云台路街道召开专题会议9次。听涛街道召开专题会议6次。", people.clerk)
    assert told["9次"] == (Verdict.CONTRADICTED, "8次")
    assert told["6次"] == (Verdict.NO_RECORD, "")
    assert home_of_reader(people.clerk, campaign, people.other) is None


def send(by, text="全区召开专题会议14次。", **fields):
    fields = {"title": "", "doc_date": DAY, "campaign": None, "unit": None, "place": ""} | fields
    return send_text(by=by, upload=fields.pop("upload", None), text=text, **fields)


def test_a_draft_is_its_writers_alone(people, records, client):
    text = send(people.office)

    assert CheckedText.objects.visible_to(people.office).get() == text
    for name, reader in people.everybody().items():
        client.force_login(reader)
        seen = client.get(text.get_absolute_url()).status_code
        assert seen == (200 if name == "office" else 404), name
    assert "召开" not in str(list(TrailEvent.objects.values_list("after", flat=True)))


def test_a_page_shows_the_truth_and_opens_the_figure(people, campaign, records, client):
    client.force_login(people.office)
    sent = {
        "text": "全区召开专题会议14次。9月份，全区召开专题会议5次。",
        "doc_date": "2018-11-08",
        "campaign": campaign.pk,
    }
    page = client.post("/briefs/texts/new/", sent, follow=True)

    html = page.content.decode()
    assert "应为 13次" in html
    assert f"/figures/meeting.special.count/?campaign={campaign.pk}" in html
    assert html.count('class="claim claim-') == 2
    only = client.get(page.request["PATH_INFO"], {"verdict": "contradicted"}).content.decode()
    assert only.count("claim-row") < html.count("claim-row")


def test_a_person_says_what_is_meant_and_it_is_remembered(people, campaign, records):
    words = "全区召开专题研讨会13次。"
    first = send(people.office, words, campaign=campaign)
    (mark,) = checked(first, people.office).marks
    assert mark.verdict == Verdict.NO_RECORD

    bind(first, mark.claim.start, "meeting.special.count", by=people.office)
    (mark,) = checked(first, people.office).marks
    assert (mark.verdict, mark.by_hand) == (Verdict.VERIFIED, True)

    alias = learn("meeting.special.count", "专题研讨会", by=people.office)
    again = send(people.office, words, campaign=campaign)
    (mark,) = checked(again, people.office).marks
    assert (mark.verdict, mark.by_hand) == (Verdict.VERIFIED, False)

    retire(alias, by=people.office, version=alias.version)
    assert checked(again, people.office).marks[0].verdict == Verdict.NO_RECORD
    bind(first, 0, "", by=people.office)


def test_a_choice_by_hand_does_not_bend_a_period(people, campaign, records):
    text = send(people.office, "9月份，全区召开专题研讨会13次。", campaign=campaign)
    (mark,) = (m for m in checked(text, people.office).marks if m.claim.kind == "quantity")

    bind(text, mark.claim.start, "meeting.special.count", by=people.office)

    (mark,) = (m for m in checked(text, people.office).marks if m.claim.kind == "quantity")
    assert (mark.verdict, mark.truth) == (Verdict.CONTRADICTED, "5次")
    assert Binding.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("会", "至少两个字"), ("会议3", "不含数字"), ("意见", "已经是")],
)
def test_a_name_that_tells_nothing_apart_is_refused(people, words, sentence):
    if words == "意见":
        learn("issue.collected.count", words, by=people.office)
        with pytest.raises(Refused, match="已经学作"):
            learn("listening.statements_all", words, by=people.office)
        return
    with pytest.raises(Refused, match=sentence):
        learn("meeting.special.count", words, by=people.office)


def test_only_the_office_teaches(people, client, records):
    with pytest.raises(NotAllowed):
        learn("meeting.special.count", "专题研讨会", by=people.clerk)
    assert not FigureAlias.objects.exists()
    client.force_login(people.clerk)
    assert client.get("/briefs/aliases/").status_code == 200
    assert not FigureAlias.objects.visible_to(people.clerk).exists()


def word_file():
    document = Document()
    run = document.add_paragraph().add_run("全区召开")
    run.bold = True
    document.paragraphs[0].add_run("专题会议14次，收集问题6条。")
    document.add_table(1, 1).cell(0, 0).text = "表内：召开专题会议13次。"
    kept = BytesIO()
    document.save(kept)
    return SimpleUploadedFile("稿子.docx", kept.getvalue())


def test_a_word_file_comes_back_with_comments_where_the_numbers_stand(people, campaign, records):
    text = send(people.office, "", campaign=campaign, upload=word_file())
    from luodi.kernel.evidence import path_of

    result = checked(text, people.office)
    back = Document(BytesIO(annotated(result, "示范区", path_of(text.file))))

    assert text.title == "稿子.docx"
    assert [p.text for p in back.paragraphs if p.text] == ["全区召开专题会议14次，收集问题6条。"]
    assert back.paragraphs[0].runs[0].bold
    told = [comment.text for comment in back.comments]
    assert len(told) == result.count(Verdict.VERIFIED) + result.count(Verdict.CONTRADICTED)
    assert any(words.startswith("✗") and "13次" in words for words in told)
    marked = [r.text for p in back.paragraphs for r in p.runs if r.font.highlight_color]
    assert marked == ["14次", "6条"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.txt", b" \n ", "没有文字"),
        ("坏.pdf", b"%PDF-1.7 nothing", "不是完好的 PDF"),
        ("图.png", b"\x89PNG\r\n\x1a\n....", "另存为"),
        ("无.txt", b"", "空文件"),
    ],
)
def test_a_file_that_holds_no_words_is_refused_and_nothing_is_kept(
    people, records, name, content, sentence
):
    with pytest.raises(Refused, match=sentence):
        send(people.office, "", upload=SimpleUploadedFile(name, content))
    assert not CheckedText.objects.exists()


def test_gb18030_is_read(people, campaign, records):
    file = SimpleUploadedFile("稿.txt", "全区召开专题会议13次。".encode("gb18030"))

    assert (
        checked(send(people.office, "", upload=file, campaign=campaign), people.office).count(
            Verdict.VERIFIED
        )
        == 1
    )
