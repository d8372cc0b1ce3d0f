"""Thirty awkward files through the page: each gets its one sentence, and nothing is saved."""

from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.kernel.choices import ImportState
from luodi.kernel.models import ImportRow, ImportRun
from tests.kernel.sheets.awkward import FILES, write_xlsx_file
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db
PAGE = "/sheets/parcels.parcels/import/"


@pytest.fixture
def send(client, people):
    client.force_login(people.clerk)

    def sending(path):
        with path.open("rb") as file:
            return client.post(PAGE, {"file": file, "unit": people.street.pk})

    return sending


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_awkward_file_gets_its_one_sentence_and_nothing_is_saved(
    client, send, work, tmp_path, file
):
    path = tmp_path / file.name
    file.make(path)

    response = send(path)

    if response.status_code == 302:  # a table at its top: what is wrong is found while reading
        run = ImportRun.objects.get()
        client.post(f"/imports/{run.pk}/read/", {"map-code": "1", "map-title": "2"})
        work()
        run.refresh_from_db()
        told = [run.problem]
        assert run.state == ImportState.REFUSED
        assert run.problem in client.get(run.get_absolute_url()).content.decode()
    else:
        assert response.status_code == 422
        told = response.context["form"].errors["file"]
    assert told == [file.sentence]
    assert (Parcel.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_a_good_file_goes_from_the_page_into_the_records(client, send, work, tmp_path):
    path = tmp_path / "包裹.xlsx"
    write_xlsx_file(
        path, ("包裹登记表",), ("编号", "名称", "重量"), ("BG-1", "瓷器", "２"), ("BG-2", "", 1)
    )

    run_page = send(path).url
    assert "名称" in client.get(run_page).content.decode()
    client.post(f"{run_page}read/", {"map-code": "编号", "map-title": "名称", "map-weight": "重量"})
    work()
    preview = client.get(run_page)
    assert preview.context["ready"] == 1
    assert "“名称”不能为空。" in preview.content.decode()
    client.post(f"{run_page}confirm/")
    work()

    assert [p.code for p in Parcel.objects.all()] == ["BG-1"]
    assert client.post(f"{run_page}confirm/").status_code == 409
    assert client.post(f"{run_page}undo/", {"reason": "传错了"}).status_code == 302
    assert "撤销中" in client.get(run_page).content.decode()
    assert client.post(f"{run_page}undo/").status_code == 409
    work()
    assert Parcel.objects.get().withdrawn is True
    assert "已撤销" in client.get(run_page).content.decode()


def test_an_import_is_a_page_of_ones_own(client, people, send, tmp_path):
    path = tmp_path / "包裹.csv"
    path.write_text("编号,名称\nBG-1,瓷器\n")
    run_page = send(path).url

    client.force_login(people.head)

    assert client.get(run_page).status_code == 404
    for act in ("read", "accept", "confirm", "undo", "discard"):
        assert client.post(f"{run_page}{act}/").status_code == 404


def test_who_may_not_import_is_told_so(client, people):
    client.force_login(people.office)
    file = SimpleUploadedFile("包裹.csv", "编号,名称\nBG-1,瓷器\n".encode())

    response = client.post(PAGE, {"file": file, "unit": people.street.pk})

    assert response.status_code in (403, 422)
    assert ImportRun.objects.count() == 0


def test_a_sheet_that_does_not_exist_is_not_found(client, people):
    client.force_login(people.clerk)

    assert client.get("/sheets/no.such/import/").status_code == 404
    assert client.get("/sheets/no.such/export/").status_code == 404


def test_the_page_that_asks_for_columns_does_not_open_the_file_again(client, send, tmp_path):
    path = tmp_path / "两张表.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["填表说明"])
    table = book.create_sheet("包裹表")
    table.append(["编号", "品名", "备注"])
    table.append(["BG-1", "瓷" * 5000, "易碎"])
    book.save(path)
    page = send(path).headers["Location"]
    run = ImportRun.objects.get()
    Path(run.path).unlink()

    shown = client.get(page)

    assert shown.context["worksheets"] == ["说明", "包裹表"]
    assert shown.context["all_headings"] == ["编号", "品名", "备注"]
    assert [line["chosen"] for line in shown.context["lines"]][:2] == ["编号", "品名"]
    assert shown.context["rows"] == [["BG-1", "瓷" * 500, "易碎"]]
