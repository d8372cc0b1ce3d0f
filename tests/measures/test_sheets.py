"""The ledger out to Excel and back: nothing changes, wording changes, a state never."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.kernel import jobs
from luodi.kernel.models import ImportRun
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.sheets import exporting, importing
from luodi.measures.actions import edit_measure
from luodi.measures.choices import DeadlineKind, MeasureState
from luodi.measures.models import Measure
from luodi.measures.sheets import LEDGER
from tests.factories.kernel import PersonFactory
from tests.factories.measures import OriginFactory, ReportFactory, measure_at

pytestmark = pytest.mark.django_db
S = MeasureState
OFFICE_COLUMNS = [
    "序号", "编号", "对照方面", "问题类别", "问题表述", "具体表现", "整改措施", "整改目标/成果形式",
    "牵头领导", "责任单位", "配合单位", "责任人/联系人", "完成时限", "进展情况", "完成状态", "佐证材料",
    "核验人、销号时间", "备注",
]  # fmt: skip


def exported(by) -> openpyxl.Workbook:
    with exporting.export(LEDGER, LEDGER.records(by), by=by) as file:
        return openpyxl.load_workbook(BytesIO(file.read()))


def headings(book) -> dict[str, int]:
    for row in book.active.iter_rows(max_row=5):
        names = {cell.value: cell.column for cell in row if cell.value}
        if "整改措施" in names:
            return names | {"row": row[0].row}
    raise AssertionError("no headings")


def row_of(book, code: str) -> int:
    at = headings(book)
    for row in range(at["row"] + 1, book.active.max_row + 1):
        if book.active.cell(row, at["编号"]).value == code:
            return row
    raise AssertionError(code)


def write(book, code: str, column: str, value) -> None:
    book.active.cell(row_of(book, code), headings(book)[column]).value = value


def bring(book, by) -> ImportRun:
    target = BytesIO()
    book.save(target)
    file = SimpleUploadedFile("台账.xlsx", target.getvalue())
    run = importing.upload(LEDGER, file, by=by, context={})
    importing.start_preview(run)
    assert jobs.work_once()
    run.refresh_from_db()
    if run.counts.get("new") or run.counts.get("changed"):
        importing.start_apply(run)
        assert jobs.work_once()
        run.refresh_from_db()
    return run


def told(run) -> dict[str, int]:
    return {k: v for k, v in run.counts.items() if v}


def errors(run) -> dict[str, str]:
    return {k: v for row in run.rows.all() for k, v in row.errors.items()}


def test_it_has_the_eighteen_columns_of_the_office_and_merges_problem_cells_down(people):
    problem = OriginFactory(description="反映三十余次")
    for _ in range(3):
        measure_at(S.IN_PROGRESS, people, problem=problem)

    book = exported(people.office)

    at = headings(book)
    assert [n for n in at if n in OFFICE_COLUMNS] == OFFICE_COLUMNS
    letter = openpyxl.utils.get_column_letter(at["问题表述"])
    first = at["row"] + 1
    assert f"{letter}{first}:{letter}{first + 2}" in {
        str(r) for r in book.active.merged_cells.ranges
    }
    numbers = [book.active.cell(first + n, at["序号"]).value for n in range(3)]
    assert numbers == [1, 2, 3]


def test_what_goes_out_and_comes_back_untouched_changes_nothing(people):
    for state in S.values:
        measure = measure_at(state, people, handler=people.clerk.person, note="=1+1")
        ReportFactory(measure=measure, by=people.clerk)
        measure.cooperating_units.add(people.other)
    measure_at(S.DRAFT, people, deadline_kind=DeadlineKind.SUSTAINED, due_on=None)
    measure_at(S.DRAFT, people, deadline_kind=DeadlineKind.IMMEDIATE, due_on=None)

    run = bring(exported(people.office), people.office)

    assert errors(run) == {}
    assert told(run) == {"same": len(S.values) + 2}


def test_the_offices_wording_comes_back_in(people):
    measure = measure_at(S.IN_PROGRESS, people)
    book = exported(people.office)
    write(book, measure.code, "整改措施", "把三张表并成半张")
    write(book, measure.code, "整改目标/成果形式", "一次办结\n成果形式：新表单")
    write(book, measure.code, "配合单位", "听涛街道、区委")
    write(book, measure.code, "责任人/联系人", people.clerk.person.name)
    write(book, measure.code, "备注", "十月调整")

    run = bring(book, people.office)

    measure.refresh_from_db()
    assert told(run) == {"changed": 1}
    assert (measure.content, measure.target, measure.result_form, measure.note) == (
        "把三张表并成半张", "一次办结", "新表单", "十月调整",
    )  # fmt: skip
    assert measure.handler == people.clerk.person
    assert set(measure.cooperating_units.all()) == {people.other, people.district}
    assert measure.version == 2


def test_a_state_a_verifier_and_a_closing_day_in_the_file_change_nothing(people):
    measure = measure_at(S.VERIFIED, people)
    book = exported(people.office)
    write(book, measure.code, "完成状态", "已销号")
    write(book, measure.code, "核验人、销号时间", "某甲 2018-11-08")
    write(book, measure.code, "佐证材料", 9)
    write(book, measure.code, "进展情况", "全部完成")

    run = bring(book, people.office)

    measure.refresh_from_db()
    assert told(run) == {"same": 1}
    assert (measure.state, measure.closed_on, measure.version) == (S.VERIFIED, None, 1)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("完成时限", "2019-06-30", "已交办措施的完成时限只能经批准延期变更。"),
        ("牵头领导", "某approver", "已交办措施的牵头领导须经责任交接变更。"),
        ("责任单位", "听涛街道", "已交办措施的责任单位不能通过台账修改。"),
        ("问题表述", "另一个问题", "问题表述不能通过台账修改。"),
        ("编号", "WT-0000-000", "没有编号为"),
    ],
)
def test_what_an_assignment_settled_is_refused_by_row_and_column(people, column, value, sentence):
    measure = measure_at(S.IN_PROGRESS, people)
    book = exported(people.office)
    if column == "编号":
        book.active.cell(row_of(book, measure.code), 1).value = None
    write(book, measure.code, column, value)

    run = bring(book, people.office)

    measure.refresh_from_db()
    assert told(run) == {"error": 1}
    assert sentence in "".join(errors(run).values())
    assert measure.version == 1


def test_a_drafts_deadline_may_still_be_changed(people):
    measure = measure_at(S.DRAFT, people)
    book = exported(people.office)
    write(book, measure.code, "完成时限", "长期坚持")

    bring(book, people.office)

    measure.refresh_from_db()
    assert (measure.deadline_kind, measure.due_on) == (DeadlineKind.SUSTAINED, None)


def test_a_stale_row_is_shown_and_not_written(people):
    measure = measure_at(S.IN_PROGRESS, people)
    book = exported(people.office)
    edit_measure(measure, {"content": "页面上先改的"}, by=people.office, version=1)
    write(book, measure.code, "整改措施", "表里后改的")

    run = bring(book, people.office)

    measure.refresh_from_db()
    assert told(run) == {"stale": 1}
    assert measure.content == "页面上先改的"


def test_a_new_row_becomes_a_draft_whatever_its_state_says_and_can_be_taken_back(people):
    problem = OriginFactory(title="背街小巷路灯长期不亮的问题")
    known = measure_at(S.IN_PROGRESS, people, problem=problem)
    book = exported(people.office)
    at = headings(book)
    row = row_of(book, known.code) + 1
    for column, value in (
        ("问题表述", problem.title), ("整改措施", "逐盏排查"), ("整改目标/成果形式", "七日修复"),
        ("牵头领导", people.leader.person.name), ("责任单位", "云台路街道"), ("完成时限", "2018年12月20日"),
        ("完成状态", "已销号"),
    ):  # fmt: skip
        book.active.cell(row, at[column]).value = value

    run = bring(book, people.office)

    made = Measure.objects.exclude(pk=known.pk).get()
    assert told(run) == {"new": 1, "same": 1}
    assert (made.state, made.due_on, made.lead_unit) == (S.DRAFT, date(2018, 12, 20), people.street)
    assert made.accountabilities.get().person == people.leader.person
    importing.undo(run, by=people.office, why="传错了")
    made.refresh_from_db()
    assert (made.state, made.cancelled_why) == (S.CANCELLED, "传错了")


def test_a_unit_may_bring_notes_only(people):
    measure = measure_at(S.IN_PROGRESS, people)
    book = exported(people.clerk)
    write(book, measure.code, "整改措施", "改少一点")

    run = bring(book, people.clerk)

    measure.refresh_from_db()
    assert run.state != "applied"
    assert measure.version == 1


def test_a_reader_without_a_part_in_it_brings_nothing(people):
    measure_at(S.IN_PROGRESS, people)
    book = exported(people.office)

    with pytest.raises((NotAllowed, Refused)):
        bring(book, people.verifier)


def test_two_people_of_one_name_do_not_disturb_a_round_trip_but_are_not_guessed(people):
    PersonFactory(name=people.clerk.person.name)
    with_name = measure_at(S.IN_PROGRESS, people, handler=people.clerk.person)
    without = measure_at(S.IN_PROGRESS, people)
    book = exported(people.office)
    write(book, without.code, "责任人/联系人", people.clerk.person.name)

    run = bring(book, people.office)

    assert told(run) == {"same": 1, "error": 1}
    assert errors(run) == {"handler": f"有两位“{people.clerk.person.name}”，请在页面上选定。"}
    with_name.refresh_from_db()
    assert with_name.handler == people.clerk.person


@pytest.mark.parametrize(
    "number", ["053285730000", "013800001234", "1.50", "2018-11", "1E5", "=1+1"]
)
def test_what_looks_like_a_number_goes_out_and_comes_back_as_text(people, number):
    measure = measure_at(S.IN_PROGRESS, people, note=number)

    book = exported(people.office)
    cell = book.active.cell(row_of(book, measure.code), headings(book)["备注"])
    assert (cell.value, cell.data_type) == (number, "s")
    assert bring(book, people.office).counts["same"] == 1


@pytest.mark.parametrize(
    "written", ["{} 13800001234", "{}（0532-85730000）", "{}85730000", "{}：13800001234", "{}"]
)
def test_a_telephone_number_behind_a_name_does_not_hide_who_it_is(people, written):
    somebody = PersonFactory(name="某联系人")
    measure = measure_at(S.IN_PROGRESS, people)
    book = exported(people.office)
    write(book, measure.code, "责任人/联系人", written.format(somebody.name))

    bring(book, people.office)

    assert Measure.objects.get(pk=measure.pk).handler == somebody
