"""A published brief edited in Word: every number typed outside the bookmarks is read, every change of words told."""

import subprocess
from copy import deepcopy
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from luodi.briefs.documents import word_of_brief
from luodi.briefs.queries.edited import edited
from luodi.briefs.queries.layout import layout_of
from luodi.briefs.queries.verification import verify
from luodi.config.commands import verify as verify_command
from luodi.kernel import documents
from luodi.kernel.refusals import Refused
from tests.factories.briefs import make

pytestmark = pytest.mark.django_db
SOURCE = """# 大讨论进展
全区召开专题会议{{ fig("meeting.special.count") }}，收集问题清单{{ fig("issue.collected.count") }}。

## 下步打算
请各单位抓紧办理。
"""
W = nsdecls("w")


@pytest.fixture
def brief(people, campaign, records):
    return make(people, SOURCE, campaign=campaign, title="大讨论进展", until="published")


@pytest.fixture
def file_of(people, brief):
    def of(change=lambda document: None) -> documents.Read:
        return documents.read_document(BytesIO(changed(brief, people, change)))

    return of


def changed(brief, people, change) -> bytes:
    document = Document(
        BytesIO(word_of_brief(layout_of(brief, people.office), "http://a/briefs/1/"))
    )
    change(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def line_with(document, words):
    return next(p for p in document.paragraphs if words in p.text)


def typed(words):
    """A paragraph more, before the last heading."""

    def change(document):
        line_with(document, "下步打算").insert_paragraph_before(words)

    return change


def said(found):
    return [(m.claim.span, str(m.verdict), m.truth) for m in found.checked.marks]


def told(change):
    signs = {"": "%s", "new": "+%s+", "gone": "-%s-"}
    return change.kind, "".join(signs[bit.kind] % bit.text for bit in change.bits), change.red


def test_a_file_nobody_touched_says_nothing_new(people, brief, file_of):
    found = edited(brief, people.office, file_of())

    assert found.is_clean
    assert (found.changes, said(found), found.paragraphs) == ([], [], [])


@pytest.mark.parametrize(
    ("words", "marks", "red"),
    [
        ("全区召开专题会议31次。", [("31次", "contradicted", "13次")], True),
        ("全区召开专题会议13次。", [("13次", "verified", "13次")], False),
        ("新建口袋公园5个。", [("5个", "no_record", "")], False),
        ("请再接再厉。", [], False),
    ],
)
def test_a_typed_number_is_held_against_the_records(people, brief, file_of, words, marks, red):
    report = verify(brief, people.office, file=file_of(typed(words)))

    assert said(report.in_word) == marks
    assert [told(c) for c in report.in_word.changes] == [("added", f"+{words}+", red)]
    assert not report.red
    assert not report.is_clean


def test_a_digit_typed_beside_a_bookmark_makes_another_number(people, brief, file_of):
    def change(document):
        run = next(r for r in line_with(document, "专题会议").runs if r.text == "13次")
        typed = deepcopy(run._r)
        run._r.getprevious().addprevious(typed)
        type(run)(typed, run._parent).text = "1"

    found = edited(brief, people.office, file_of(change))

    assert said(found) == [("113次", "contradicted", "13次")]
    assert [told(c) for c in found.changes] == [
        ("changed", "全区召开专题会议-13-+113+次，收集问题清单0条。", True)
    ]


def test_a_word_typed_before_a_bookmark_changes_what_it_says(people, brief, file_of):
    def change(document):
        run = line_with(document, "专题会议").runs[0]
        assert run.text == "全区召开专题会议"
        run.text = "全区召开专题会议超过"

    found = edited(brief, people.office, file_of(change))

    assert said(found) == [("超过13次", "contradicted", "13次")]


def test_the_red_paragraph_comes_first(people, brief, file_of):
    def change(document):
        line_with(document, "大讨论进展").runs[0].text = "大讨论新进展"
        line_with(document, "抓紧办理").runs[0].text = "请各单位抓紧办理，全区召开专题会议15次。"

    found = edited(brief, people.office, file_of(change))

    assert [told(c) for c in found.changes] == [
        ("changed", "请各单位抓紧办理+，全区召开专题会议15次+。", True),
        ("changed", "大讨论+新+进展", False),
    ]


def test_a_paragraph_with_a_figure_that_went_is_red(people, brief, file_of):
    def change(document):
        for words in ("抓紧办理", "专题会议"):
            paragraph = line_with(document, words)._p
            paragraph.getparent().remove(paragraph)

    found = edited(brief, people.office, file_of(change))

    assert [told(c) for c in found.changes] == [
        ("removed", "-全区召开专题会议13次，收集问题清单0条。-", True),
        ("removed", "-请各单位抓紧办理。-", False),
    ]


def test_head_and_appendix_are_compared_and_read_only_where_somebody_wrote(people, brief, file_of):
    def change(document):
        line_with(document, "第1期").runs[0].text = "第9期"
        document.tables[-1].cell(0, 0).add_paragraph("全区召开专题会议99次")

    found = edited(brief, people.office, file_of(change))

    assert {told(c)[1] for c in found.changes} >= {"第-1-+9+期"}
    assert [mark[:2] for mark in said(found)] == [("99次", "contradicted")]


def test_footnotes_text_boxes_and_tracked_changes_are_read_as_they_read(people, brief, file_of):
    box = f"""<w:r {W}><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>
      <w:p><w:r><w:t>全区召开专题会议77次。</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"""
    gone = (
        f"""<w:del {W} w:id="900"><w:r><w:delText>专题会议88次</w:delText><w:tab/></w:r></w:del>"""
    )
    moved = f"""<w:moveFrom {W} w:id="901"><w:r><w:t>专题会议66次</w:t></w:r></w:moveFrom>"""

    def change(document):
        paragraph = line_with(document, "抓紧办理")._p
        for xml in (box, gone, moved):
            paragraph.append(parse_xml(xml))

    found = edited(brief, people.office, file_of(change))

    assert [mark[0] for mark in said(found)] == ["77次"]
    assert [told(c) for c in found.changes] == [("added", "+全区召开专题会议77次。+", True)]


def test_a_number_without_a_period_is_of_the_days_the_brief_is_about(people, campaign, records):
    brief = make(
        people, SOURCE, campaign=campaign, until="published", start=date(2018, 9, 1), end=date(2018, 9, 30),
    )  # fmt: skip

    def of(words):
        content = changed(brief, people, typed(words))
        found = edited(brief, people.office, documents.read_document(BytesIO(content)))
        return [mark[1] for mark in said(found)]

    assert of("全区召开专题会议5次。") == ["verified"]
    assert of("全区召开专题会议13次。") == ["contradicted"]


def test_who_does_not_see_all_records_is_told_the_changes_only(people, brief, file_of):
    found = edited(brief, people.clerk, file_of(typed("全区召开专题会议31次。")))

    assert found.checked is None
    assert [told(c)[0] for c in found.changes] == ["added"]


def test_a_file_of_something_else_is_refused(people, brief, file_of):
    other = make(people, SOURCE, campaign=brief.campaign, until="published")

    with pytest.raises(Refused, match=brief.code):
        edited(other, people.office, file_of())
    plain = BytesIO()
    Document().save(plain)
    with pytest.raises(Refused, match="书签"):
        edited(brief, people.office, documents.read_document(plain))


def test_a_file_that_unpacks_without_end_is_no_word_file(brief, monkeypatch, people):
    monkeypatch.setattr("luodi.kernel.documents.reading.UNPACKED_AT_MOST", 1000)

    with pytest.raises(ValueError, match="not a Word file"):
        documents.read_document(BytesIO(changed(brief, people, lambda _document: None)))


def test_the_page_shows_changes_and_marks(client, people, brief):
    content = changed(brief, people, typed("全区召开专题会议31次，新建口袋公园5个。"))
    client.force_login(people.office)

    answer = client.post(
        reverse("briefs:verify", args=[brief.pk]), {"file": SimpleUploadedFile("a.docx", content)}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "文字改动 1 段；书签以外与记录不符的数字 1 个" in page
    assert "<ins>全区召开专题会议31次，新建口袋公园5个。</ins>" in page
    assert 'class="claim claim-contradicted"' in page
    assert "应为 13次" in page
    assert 'class="claim claim-no_record"' in page


def test_the_command_tells_the_same(people, brief, tmp_path, capsys):
    path = tmp_path / "a.docx"
    path.write_bytes(changed(brief, people, typed("全区召开专题会议31次。")))

    assert verify_command.main([str(path)]) == 1
    told = capsys.readouterr().out
    assert "增加的段落\t{+全区召开专题会议31次。+}" in told
    assert "31次\t✗ 与记录不符：专题会议应为 13次" in told

    path.write_bytes(changed(brief, people, lambda _document: None))
    assert verify_command.main([str(path)]) == 0


@pytest.mark.skipif(documents.converter() is None, reason="no LibreOffice here")
def test_a_file_saved_by_another_program_is_the_same_file(people, campaign, records, tmp_path):
    source = SOURCE + (
        '{% table by="org" figures=["meeting.special.count"] %}\n'
        '{% records "meeting.special.count" top=5 %}\n{% chart figure="meeting.special.count" %}\n'
    )
    brief = make(people, source, campaign=campaign, until="published")
    path = tmp_path / "a.docx"
    path.write_bytes(changed(brief, people, typed("全区召开专题会议31次。")))

    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [documents.converter(), profile, "--headless", "--convert-to", "docx", "--outdir"]
    subprocess.run([*command, tmp_path / "out", path], check=True, capture_output=True, timeout=120)  # fmt: skip
    with (tmp_path / "out" / "a.docx").open("rb") as file:
        report = verify(brief, people.office, file=documents.read_document(file))

    assert report.red == []
    assert [told(c) for c in report.in_word.changes] == [
        ("added", "+全区召开专题会议31次。+", True)
    ]
    assert said(report.in_word) == [("31次", "contradicted", "13次")]
