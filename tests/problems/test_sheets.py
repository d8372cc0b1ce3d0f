"""The list of problems by Excel: out, changed, and back; states never travel."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.kernel import jobs
from luodi.kernel.models import ImportRun
from luodi.kernel.refusals import NotAllowed
from luodi.kernel.sheets import exporting, importing
from luodi.kernel.sheets.declare import SHEETS
from luodi.kernel.transitions import perform
from luodi.problems.choices import ProblemState
from luodi.problems.models import Problem

SHEET = SHEETS["problems.problems"]


def bring(content: bytes, by, campaign) -> ImportRun:
    """Upload, read and write a file as the page does."""
    file = SimpleUploadedFile("表.xlsx", content)
    run = importing.upload(SHEET, file, by=by, context={"campaign": campaign.pk})
    importing.start_preview(run)
    assert jobs.work_once()
    run.refresh_from_db()
    if run.counts.get("new") or run.counts.get("changed"):
        importing.start_apply(run)
        assert jobs.work_once()
        run.refresh_from_db()
    return run


def told(run):
    return {k: v for k, v in run.counts.items() if v}


def errors(run):
    return {k: v for row in run.rows.all() for k, v in row.errors.items()}


def book(headings, *rows) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(headings)
    for row in rows:
        made.active.append(row)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def exported(world) -> bytes:
    by = world.people.office
    with exporting.export(SHEET, SHEET.records(by), by=by) as file:
        return file.read()


def changed(content: bytes, heading: str, value) -> bytes:
    """The exported file with one cell of its first row typed over."""
    found = openpyxl.load_workbook(BytesIO(content))
    sheet = found.active
    head = next(row for row in sheet.iter_rows() if any(c.value == "问题表述" for c in row))
    column = next(cell.column for cell in head if cell.value == heading)
    sheet.cell(head[0].row + 1, column).value = value
    target = BytesIO()
    found.save(target)
    return target.getvalue()


@pytest.fixture
def listed(world):
    return perform(world.problem(world.statements(2)), "list", by=world.people.approver)


def test_what_went_out_comes_back_the_same(world, listed):
    assert told(bring(exported(world), world.people.office, world.campaign)) == {"same": 1}


def test_a_changed_cell_changes_the_problem_under_its_version(world, listed):
    run = bring(
        changed(exported(world), "原因分析", "没有人管"), world.people.office, world.campaign
    )

    listed.refresh_from_db()
    assert (told(run), listed.cause, listed.version) == ({"changed": 1}, "没有人管", 3)


def test_a_stale_file_is_refused(world, listed):
    old = changed(exported(world), "原因分析", "没有人管")
    bring(changed(exported(world), "地点", "听涛"), world.people.office, world.campaign)

    run = bring(old, world.people.office, world.campaign)

    listed.refresh_from_db()
    assert (told(run), listed.cause, listed.place) == ({"stale": 1}, "", "听涛")


def test_a_state_typed_over_changes_nothing(world, listed):
    content = changed(exported(world), "状态", "已销号")

    assert told(bring(content, world.people.office, world.campaign)) == {"same": 1}
    listed.refresh_from_db()
    assert listed.state == ProblemState.LISTED


def test_a_listed_problem_keeps_its_category_by_excel_too(world, listed):
    run = bring(changed(exported(world), "问题类别", None), world.people.office, world.campaign)

    assert errors(run) == {"category": "已列入清单的问题必须有这一项。"}
    listed.refresh_from_db()
    assert listed.category == world.category


def test_new_rows_become_drafts(world):
    content = book(
        ("编号", "问题表述", "问题类别", "具体表现"),
        ("", "路灯不亮", str(world.category), "三处"),
        ("WT-9", "井盖", "", ""),
    )

    run = bring(content, world.people.office, world.campaign)

    assert told(run) == {"new": 1, "error": 1}
    assert errors(run) == {"code": "清单里没有编号“WT-9”；新问题请把编号留空。"}
    made = Problem.objects.get()
    assert (made.title, made.category, made.state, made.description) == (
        "路灯不亮", world.category, ProblemState.DRAFT, "三处",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["clerk", "approver", "stranger", "system"])
def test_only_the_office_imports(world, who):
    with pytest.raises(NotAllowed):
        bring(book(("问题表述",), ("路灯",)), getattr(world.people, who), world.campaign)
