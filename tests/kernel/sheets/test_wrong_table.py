"""A good file that is the wrong one: another table, the wrong worksheet, a key twice, 6月底."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.kernel import jobs
from luodi.kernel.choices import ImportState, RowVerdict
from luodi.kernel.sheets import importing
from tests.parcels.models import Parcel
from tests.parcels.sheets import PARCELS

pytestmark = pytest.mark.django_db
GOOD = (("编号", "名称", "寄出日期"), ("BG-1", "瓷器", "2018-06-30"))


def book(**worksheets) -> SimpleUploadedFile:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in worksheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = BytesIO()
    made.save(target)
    return SimpleUploadedFile("包裹.xlsx", target.getvalue())


@pytest.fixture
def read(people):
    def read_file(file, **chosen):
        run = importing.upload(PARCELS, file, by=people.clerk, context={"unit": people.street.pk})
        importing.start_preview(run, **chosen)
        jobs.work_once()
        run.refresh_from_db()
        return run

    return read_file


def test_another_table_is_refused_in_one_sentence(read):
    run = read(book(人员=(("姓名", "电话"), ("某人", "13800000000"))))

    assert run.state == ImportState.REFUSED
    assert run.problem.count("。") == 1
    assert (run.rows.count(), Parcel.objects.count()) == (0, 0)


def test_a_cover_sheet_is_refused_and_the_right_one_is_read_when_chosen(read):
    worksheets = {"封面": (("示范区包裹清单",), ("二〇一八年六月",)), "清单": GOOD}

    wrong = read(book(**worksheets), worksheet="封面")
    right = read(book(**worksheets), worksheet="清单")

    assert wrong.state == ImportState.REFUSED
    assert wrong.problem
    assert (right.state, right.counts[RowVerdict.NEW]) == (ImportState.PREVIEW, 1)


def test_a_worksheet_that_is_not_there_is_refused(read):
    run = read(book(清单=GOOD), worksheet="没有这张")

    assert run.state == ImportState.REFUSED
    assert "没有这张" in run.problem


def test_the_end_of_a_month_is_read_with_a_note_and_a_day_that_is_none_is_an_error(read):
    run = read(book(清单=(*GOOD, ("BG-2", "书", "2018年6月底"), ("BG-3", "茶", "2018年6月31日"))))

    noted, wrong = run.rows.get(number=3), run.rows.get(number=4)
    assert (noted.verdict, wrong.verdict) == (RowVerdict.NEW, RowVerdict.ERROR)
    assert noted.notes["sent_on"] == "没有写具体日期，按 2018-06-30 理解"
    assert list(wrong.errors) == ["sent_on"]
