"""Briefs on paper: the page law counted from a PDF, bookmarks, sources, an office's own letterhead."""

import re
import shutil
import subprocess
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml.ns import qn

from luodi.briefs.actions import edit_template, make_template
from luodi.briefs.documents import pdf_of_brief, word_of_brief
from luodi.briefs.documents.word import described
from luodi.briefs.queries.layout import layout_of
from luodi.kernel import documents as paper
from luodi.kernel.refusals import Refused
from tests.factories.briefs import SOURCE, make, template

LINES, CHARACTERS = 22, 28
made_and_read = pytest.mark.skipif(
    paper.converter() is None or shutil.which("pdftotext") is None,
    reason="no LibreOffice or no pdftotext here",
)
fonts_known = pytest.mark.skipif(not shutil.which("fc-list"), reason="no fontconfig here")
FULL = (
    '# 全部写法\n## 一段\n{{ fig("parcels.sent") }}和**{{ fig("parcels.weight")|余 }}**，{{ lit("第3阶段") }}。\n'
    '{% table by="org" figures=["parcels.sent"] %}\n{% chart figure="parcels.sent" by="org" %}\n'
    '{% chart figure="parcels.sent" %}\n{% records "parcels.sent" order="-sent_on" top=2 %}\n- 一条\n'
)


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def lines_of(pdf: bytes, tmp_path) -> list[list[str]]:
    """Pages of lines without blanks, page numbers left out."""
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    )
    pages = [re.sub(r"[ \t]", "", page).split("\n") for page in done.stdout.split("\f")]
    return [[line for line in page if line and not re.fullmatch(r"—\d+—", line)] for page in pages]


@made_and_read
def test_the_page_holds_22_lines_of_28_characters(tmp_path):
    document = paper.new_document()
    paper.add_pieces(document, [paper.Piece("落地" * LINES * CHARACTERS)])

    pages = lines_of(paper.pdf_of(paper.bytes_of(document)), tmp_path)

    assert len(pages[0]) == LINES
    assert [len(line) for line in pages[0]] == [CHARACTERS - 2] + [CHARACTERS] * (LINES - 1)


@fonts_known
def test_fonts_that_are_missing_are_named(monkeypatch):
    replaced = paper.replaced_fonts()

    assert set(replaced) <= {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"}
    assert all(replaced.values())


def test_without_libreoffice_the_reader_is_offered_word(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(paper.NoConverter, match="请下载 Word"):
        paper.pdf_of(b"")


@pytest.fixture
def document(people, sent):
    brief = make(people, FULL, until="published", copies="报：区委", addressee="各街道")
    return brief, word_of_brief(layout_of(brief, people.office), "http://here/briefs/1/")


@pytest.mark.django_db
def test_every_citation_stands_in_its_bookmark(document):
    brief, docx = document

    read = paper.read_document(BytesIO(docx))
    identifier, bookmarks = read.identifier, read.bookmarks

    kept = {
        c.anchor: c.shown for c in brief.edition.citations.exclude(kind__in=("chart", "records"))
    }
    assert identifier == f"luodi:{brief.code}:1"
    assert bookmarks == kept
    assert {"3件", "200余公斤", "第3阶段"} <= set(kept.values())


@pytest.mark.django_db
def test_it_has_head_text_pictures_sources_and_imprint(document):
    brief, docx = document
    found = Document(BytesIO(docx))
    text = "\n".join(p.text for p in found.paragraphs)

    for said in ("试行简报", "第1期", "2018年11月8日", "全部写法", "各街道：", "一、一段", "——一条",
                 "附件：数据来源", "“第3阶段”", "报：区委。", "2018年11月8日印发", "http://here"):  # fmt: skip
        assert said in text
    assert len(found.inline_shapes) == 2
    cells = [[c.text for c in row.cells] for table in found.tables for row in table.rows]
    assert ["云台路街道", "3"] in cells
    assert [
        "1",
        "寄出包裹",
        "3件",
        "至今",
        "全区",
        "3",
        brief.edition.citations.first().evidence_hash[:8],
    ] in cells
    described = found.inline_shapes[0]._inline.docPr.get("descr")
    assert "云台路街道 3" in described


@pytest.mark.django_db
def test_the_same_edition_gives_the_same_bytes(people, sent):
    brief = make(people, FULL, until="published")
    layout = layout_of(brief, people.office)

    assert word_of_brief(layout) == word_of_brief(layout_of(brief, people.clerk))


@pytest.mark.django_db
def test_a_circular_has_a_red_head_and_a_signature(people, sent):
    brief = make(people, kind="circular", masthead="试行通报", until="published")

    found = Document(BytesIO(word_of_brief(layout_of(brief, people.office))))

    texts = [p.text for p in found.paragraphs]
    assert texts[0] == "试行通报"
    assert "区〔2018〕1号" in texts
    assert brief.campaign.host_unit.full_name in texts


@made_and_read
@pytest.mark.django_db
def test_bookmarks_and_identifier_survive_libreoffice_and_the_pdf_is_made_once(
    people, sent, tmp_path, data_dir, monkeypatch
):
    brief = make(people, until="published")
    layout = layout_of(brief, people.office)
    pdf = pdf_of_brief(layout)

    monkeypatch.setattr(paper, "pdf_of", lambda _docx: pytest.fail("converted again"))

    assert pdf_of_brief(layout) == pdf
    assert any(
        "寄出包裹3件，共216公斤" in line for page in lines_of(pdf, tmp_path) for line in page
    )


def letterhead(*paragraphs: str) -> SimpleUploadedFile:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    target = BytesIO()
    document.save(target)
    return SimpleUploadedFile("head.docx", target.getvalue())


@pytest.mark.django_db
def test_an_office_keeps_its_own_letterhead(people, sent):
    head = letterhead(
        "某某办公室 {{ issue }}", '共{{ fig("parcels.sent")|cn }}', "{{ body }}", "送：{{ copies }}"
    )
    chosen = template(people, letterhead=head)
    brief = make(people, "", template=chosen, copies="各单位", until="published")

    docx = word_of_brief(layout_of(brief, people.office))

    texts = [p.text for p in Document(BytesIO(docx)).paragraphs]
    assert texts[:2] == ["某某办公室 第1期", "共三件"]
    assert texts[2] == "寄出包裹3件，共216公斤，无可比基数。"
    assert texts[-1] == "送：各单位"
    bookmarks = paper.read_document(BytesIO(docx)).bookmarks
    assert set(bookmarks.values()) >= {"3件", "216公斤"}


@pytest.mark.django_db
def test_a_letterhead_says_only_figures_the_text_cites(people, sent):
    chosen = template(people, letterhead=letterhead('{{ fig("parcels.all") }}', "{{ body }}"))
    brief = make(people, "", template=chosen)

    with pytest.raises(Refused, match="正文没有引用它"):
        word_of_brief(layout_of(brief, people.office))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: letterhead("没有正文"), "不知道正文放在哪里"),
        (lambda: letterhead("电话 85012345", "{{ body }}"), "没有出处"),
        (lambda: SimpleUploadedFile("x.docx", b"PK\x03\x04 no"), "不是 Word 文件"),
    ],
)
def test_a_letterhead_that_cannot_work_is_refused(people, file, sentence):
    kept = template(people)
    with pytest.raises(ValidationError, match=sentence):
        edit_template(kept, {}, by=people.office, version=kept.version, letterhead=file())
    with pytest.raises(ValidationError, match=sentence):
        make_template(
            by=people.office, code="b", name="b", masthead="b", source=SOURCE, letterhead=file()
        )


def test_a_ledger_lies_across():
    document = paper.new_landscape()
    head = [[paper.Piece(t)] for t in ("序号", "编号", "问题", "措施", "单位", "时限")]
    table = paper.add_data_table(document, head, [head, head], width_mm=227)

    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize("kind", ["bar", "column", "line"])
def test_a_target_is_drawn_and_described(kind):
    chart = paper.Chart("题", ["甲", "乙"], [1.0, 2.0], "次", kind, target=3.0)

    assert "目标 3" in paper.svg_of(chart)
    assert "stroke-dasharray" in paper.svg_of(chart)
    assert described(chart) == "题：甲 1，乙 2；虚线为目标 3次"


def test_a_typed_target_is_described_and_listed_as_hand_written(client, people, sent):
    brief = make(people, '{% chart figure="parcels.weight" target="250公斤" %}', until="published")
    layout = layout_of(brief, people.office)
    client.force_login(people.office)

    found = Document(BytesIO(word_of_brief(layout)))
    page = client.get(brief.get_absolute_url()).content.decode()

    assert found.inline_shapes[0]._inline.docPr.get("descr").endswith("；虚线为目标 250公斤")
    assert [one.shown for one in layout.written] == ["寄出重量的目标250公斤"]
    assert "“寄出重量的目标250公斤”" in page
    assert "虚线为目标 250公斤" in page
    assert '"value": 250.0}' in page
