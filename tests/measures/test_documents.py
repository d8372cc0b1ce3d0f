"""The supervision order as Word: margins, lines, spacing and fonts of GB/T 9704-2012, read back."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from luodi.kernel import clock
from luodi.kernel.transitions import perform
from luodi.measures.choices import MeasureState
from luodi.measures.documents import supervision_order
from tests.factories.kernel import UnitFactory
from tests.factories.measures import OrderFactory, measure_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(people):
    measure = measure_at(MeasureState.IN_PROGRESS, people, content="把三张表并成一张。")
    measure.cooperating_units.add(people.other)
    order = OrderFactory(to_unit=people.street, measures=[measure], drafted_by=people.supervisor)
    order = perform(order, "sign", by=people.approver)
    return Document(BytesIO(supervision_order(order)))


def font_of(run) -> str:
    return run._r.rPr.rFonts.get(qn("w:eastAsia"))


def paragraph(document, start: str):
    return next(p for p in document.paragraphs if p.text.startswith(start))


def test_the_page_is_an_official_one(document):
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)

    assert [round(m.mm) for m in margins] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert round(section.footer_distance.mm) == 25
    assert document.settings.odd_and_even_pages_header_footer is True


def test_every_line_is_exactly_579_twips_and_every_run_spaced_by_minus_5(document):
    body = [
        p for p in document.paragraphs if "督办单" not in p.text or p.text.startswith("督办单回执")
    ]

    assert {p._p.pPr.find(qn("w:spacing")).get(qn("w:line")) for p in body} == {"579"}
    assert {p._p.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) for p in body} == {"exact"}
    runs = [run for p in document.paragraphs for run in p.runs if run.text]
    assert {run._r.rPr.find(qn("w:spacing")).get(qn("w:val")) for run in runs} == {"-5"}


def test_each_part_has_its_font_size_and_indent(document):
    title = paragraph(document, "关于抓紧整改").runs[0]
    text = paragraph(document, "根据")
    heading = paragraph(document, "一、督办事项").runs[0]

    assert (font_of(title), title.font.size) == ("方正小标宋简体", Pt(22))
    assert (font_of(text.runs[0]), text.runs[0].font.size) == ("仿宋_GB2312", Pt(16))
    assert text.paragraph_format.first_line_indent == Pt(31.5)
    assert (font_of(heading), heading.font.size) == ("黑体", Pt(16))
    assert round(paragraph(document, "示范区督办单").paragraph_format.space_before.mm) == 35


def test_it_says_what_an_order_says_and_ends_with_a_reply_slip(document, people):
    text = "\n".join(p.text for p in document.paragraphs)
    slip = [[cell.text for cell in row.cells] for row in document.tables[0].rows]

    for said in (
        "督〔2018〕1号", "云台路街道办事处：", "把三张表并成一张（牵头领导：某leader，完成时限：2018年11月30日）。",
        "请于2018年11月20日前将办理情况填入回执", "签发人：某approver", "2018年11月8日", "督办单回执",
    ):  # fmt: skip
        assert said in text
    assert [row[0] for row in slip] == [
        "编号", "督办事项", "承办单位", "办理情况", "承办人", "单位负责人签字", "回复日期",
    ]  # fmt: skip


def test_it_closes_with_who_gets_a_copy_and_who_issued_it_when(document):
    copies, issued = document.paragraphs[-2:]

    assert copies.text == "抄送：牵头领导 某leader、听涛街道办事处。"
    assert issued.text == "示范区\t2018年11月8日印发"
    assert {run.font.size for p in (copies, issued) for run in p.runs} == {Pt(14)}
    for framed in (copies, issued):
        frame = framed._p.pPr.find(qn("w:framePr"))
        assert frame.get(qn("w:vAnchor")) == "margin"
        assert frame.get(qn("w:yAlign")) == "bottom"


def test_the_outer_rules_of_the_imprint_are_thick_and_the_middle_one_thin(document):
    rules = document.element.body.findall(".//{urn:schemas-microsoft-com:vml}line")
    drawn = sorted(
        (float(rule.get("from").split(",")[1].removesuffix("mm")), rule.get("strokeweight"))
        for rule in rules
    )

    assert [weight for _at, weight in drawn] == ["0.99pt", "0.71pt", "0.99pt"]
    assert drawn[-1][0] == 297 - 35


def test_copies_that_need_two_rows_stand_between_three_rules(people):
    measure = measure_at(MeasureState.IN_PROGRESS, people)
    measure.cooperating_units.set(UnitFactory.create_batch(4))
    order = OrderFactory(to_unit=people.street, measures=[measure])

    document = Document(BytesIO(supervision_order(order)))
    rules = document.element.body.findall(".//{urn:schemas-microsoft-com:vml}line")
    height = sorted(262 - float(rule.get("from").split(",")[1][:-2]) for rule in rules)
    row = 579 / 1440 * 25.4

    first, second, issued = document.paragraphs[-3:]
    assert (first.text[:3], second.text[-1], issued.text) == ("抄送：", "。", "示范区\t（草稿）")
    assert len(first.text.encode("gbk")) <= 60
    assert second.paragraph_format.left_indent - first.paragraph_format.left_indent == Pt(41.25)
    assert height == pytest.approx([0, row, 3 * row], abs=0.01)


def test_the_columns_of_the_reply_slip_keep_their_widths(document):
    grid = document.tables[0]._tbl.tblGrid.gridCol_lst

    assert [round(column.w.mm) for column in grid] == [44, 112]


def test_an_order_nobody_is_told_of_has_no_line_for_copies(people):
    order = OrderFactory(to_unit=people.street, measures=[])

    last = Document(BytesIO(supervision_order(order))).paragraphs[-2:]

    assert ["抄送" in p.text for p in last] == [False, False]
    assert last[1].text == "示范区\t（草稿）"


def test_numbers_run_by_year(people):
    numbers = []
    for day in (date(2018, 11, 8), date(2018, 11, 9), date(2019, 1, 2)):
        with clock.at(day):
            order = OrderFactory(
                to_unit=people.street, reply_due=date(2019, 2, 1),
                measures=[measure_at(MeasureState.IN_PROGRESS, people)],
            )  # fmt: skip
            numbers.append(perform(order, "sign", by=people.approver).number)

    assert numbers == ["督〔2018〕1号", "督〔2018〕2号", "督〔2019〕1号"]


def test_the_ledger_lies_across_and_keeps_its_filter(client, people):
    one = measure_at(MeasureState.IN_PROGRESS, people, content="把三张表并成一张。")
    other = measure_at(MeasureState.CLOSED, people, content="补齐路灯。")
    client.force_login(people.office)

    answer = client.get(reverse("measures:word"), {"state": MeasureState.IN_PROGRESS})

    document = Document(BytesIO(answer.content))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert document.sections[0].page_width > document.sections[0].page_height
    assert (one.code in cells, other.code in cells) == (True, False)
    assert "整改措施" in cells
