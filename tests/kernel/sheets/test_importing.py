"""A file on its way in: preview of every cell, one confirm, one transaction, undo."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.kernel import actions
from luodi.kernel.choices import ImportState, JobState, RowVerdict
from luodi.kernel.models import ImportRow, ImportRun, Job, TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.sheets import exporting, importing
from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.trail import first_broken
from luodi.kernel.transitions import perform
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel
from tests.parcels.sheets import PARCELS

pytestmark = pytest.mark.django_db
HEADINGS = "编号,名称,重量,寄出日期,备注"


def csv(*lines: str, name: str = "包裹.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def xlsx(*rows, name: str = "包裹.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


@pytest.fixture
def read(people, work):
    """Upload a file as the clerk and read it into a preview."""

    def reading(file, by=None, **options) -> ImportRun:
        by = by or people.clerk
        run = importing.upload(PARCELS, file, by=by, context={"unit": people.street.pk})
        importing.start_preview(run, **options)
        work()
        run.refresh_from_db()
        return run

    return reading


@pytest.fixture
def write(work):
    """Confirm a preview and write it."""

    def writing(run) -> ImportRun:
        importing.start_apply(run)
        work()
        run.refresh_from_db()
        return run

    return writing


def verdicts(run) -> dict[int, str]:
    return dict(run.rows.values_list("number", "verdict"))


def row_of(run, number) -> ImportRow:
    return run.rows.get(number=number)


def exported(records, by, kind="xlsx") -> SimpleUploadedFile:
    with exporting.export(PARCELS, records, by=by, kind=kind) as file:
        return SimpleUploadedFile(f"包裹.{kind}", file.read())


def edited(file, change) -> SimpleUploadedFile:
    """The exported workbook after somebody worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(file.read()))
    change(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("包裹.xlsx", content.getvalue())


def cell_at(sheet, heading, row):
    """The cell of the data row (from 0) under a heading, wherever export put them."""
    for line in sheet.iter_rows():
        for cell in line:
            if cell.value == heading:
                return sheet.cell(cell.row + 1 + row, cell.column)
    raise AssertionError(heading)


def test_a_preview_says_of_each_row_what_it_would_do_and_writes_nothing(people, read):
    ParcelFactory(code="BG-1", title="图书", weight=2, unit=people.street)
    ParcelFactory(code="BG-2", title="茶叶", weight=1, unit=people.street)

    run = read(csv(HEADINGS, "BG-1,图书,2,,", "BG-2,茶叶,1.5,,", "BG-3,瓷器,３,,", "BG-4,,x,,"))

    assert verdicts(run) == {
        2: RowVerdict.SAME, 3: RowVerdict.CHANGED, 4: RowVerdict.NEW, 5: RowVerdict.ERROR,
    }  # fmt: skip
    assert run.counts == {"new": 1, "changed": 1, "same": 1, "error": 1, "stale": 0}
    assert run.state == ImportState.PREVIEW
    assert Parcel.objects.count() == 2
    assert Parcel.objects.get(code="BG-2").weight == 1


def test_a_change_is_shown_cell_by_cell(people, read):
    ParcelFactory(code="BG-1", title="图书", weight=2, unit=people.street, note="轻放")

    row = row_of(read(csv(HEADINGS, "BG-1,图书,2.5,2018年1月2日,轻放")), 2)

    assert set(row.before) == {"weight", "sent_on"}
    assert Decimal(str(row.before["weight"])) == 2
    assert (row.values["weight"], row.values["sent_on"]) == ("2.5", "2018年1月2日")


def test_errors_are_named_by_row_and_column(people, read):
    run = read(
        csv(f"{HEADINGS},单位", "BG-1,,两吨,3/4/2018,,听涛街道", "BG-2,瓷器,1,,瓷器,没有这个单位")
    )

    first, second = row_of(run, 2), row_of(run, 3)
    assert set(first.errors) == {"title", "weight", "sent_on"}
    assert first.errors["title"] == "“名称”不能为空。"
    assert set(second.errors) == {"unit"}


def test_a_rule_about_the_whole_row_speaks_once_its_cells_are_good(read):
    assert row_of(read(csv(HEADINGS, "BG-1,瓷器,1,,瓷器")), 2).errors == {
        "note": "备注不要重复名称。"
    }


def test_a_key_that_comes_twice_is_refused_the_second_time(read):
    run = read(csv(HEADINGS, "BG-1,瓷器,1,,", "BG-2,瓷器,1,,", "BG-1,茶叶,1,,"))

    assert verdicts(run) == {2: "new", 3: "new", 4: "error"}
    assert row_of(run, 4).errors == {"code": "与第2行重复。"}


def test_only_the_accepted_part_is_written(people, read, write):
    run = read(csv(HEADINGS, "BG-1,瓷器,1,,", "BG-2,茶叶,2,,", "BG-3,图书,3,,"))

    importing.accept(run, [3], accepted=False)
    write(run)

    assert list(Parcel.objects.values_list("code", flat=True)) == ["BG-1", "BG-3"]
    assert run.state == ImportState.APPLIED


def test_all_can_be_taken_out_and_in_again_but_never_an_error(read, write):
    run = read(csv(HEADINGS, "BG-1,瓷器,1,,", "BG-2,,2,,"))

    importing.accept(run, None, accepted=False)
    assert run.rows.filter(accepted=True).count() == 0
    importing.accept(run, None, accepted=True)
    importing.accept(run, [3], accepted=True)
    write(run)

    assert [p.code for p in Parcel.objects.all()] == ["BG-1"]


def test_what_is_written_is_in_the_trail_and_belongs_to_who_confirmed(people, read, write):
    run = write(read(csv(HEADINGS, "BG-1,瓷器,1,,")))

    actions_done = list(TrailEvent.objects.order_by("seq").values_list("action", "actor"))
    assert actions_done == [
        ("parcels.parcel.create", "某clerk"),
        ("kernel.import.apply", "某clerk"),
    ]
    assert TrailEvent.objects.first().after == {
        "sheet": "parcels.parcels", "sha256": run.sha256, "rows": 1,
    }  # fmt: skip
    row = row_of(run, 2)
    assert (row.object_id, row.object_version) == (Parcel.objects.get().pk, 1)


def test_one_bad_write_takes_all_back_and_says_why(people, read, write):
    ParcelFactory(code="BG-9", title="茶叶", unit=people.street, state="moving")
    run = read(csv(HEADINGS, "BG-1,瓷器,1,,", "BG-9,茶叶,9,,"))

    write(run)

    assert (run.state, run.problem) == (
        ImportState.PREVIEW, "第3行未能写入，因此未写入任何内容：已寄出的包裹不能改重量。",
    )  # fmt: skip
    assert [p.code for p in Parcel.objects.all()] == ["BG-9"]
    refusal = TrailEvent.objects.first()
    assert (refusal.action, refusal.allowed, refusal.reason) == (
        "kernel.import.apply", False, run.problem,
    )  # fmt: skip


def test_what_the_model_refuses_takes_all_back_too(people, read, write):
    run = read(csv(HEADINGS, "BG-1,瓷器,1,,", "BG-2,茶叶,-1,,"))

    write(run)

    assert run.state == ImportState.PREVIEW
    assert run.problem.startswith("写入时发现问题，未写入任何内容：")
    assert Parcel.objects.count() == 0


def test_a_second_confirm_is_refused(people, read, write):
    run = read(csv(HEADINGS, "BG-1,瓷器,1,,"))
    importing.start_apply(run)

    with pytest.raises(Refused, match="这份导入已经确认过了，请勿重复提交。"):
        importing.start_apply(run)

    assert Job.objects.filter(name="kernel.import_apply").count() == 1


def test_a_written_run_is_neither_read_nor_written_again(people, read, write, work):
    run = write(read(csv(HEADINGS, "BG-1,瓷器,1,,")))

    with pytest.raises(Refused, match="不能重新读取"):
        importing.start_preview(run)
    with pytest.raises(Refused, match="不能放弃"):
        importing.discard(run)
    Job.objects.filter(name="kernel.import_apply").update(state=JobState.QUEUED)
    work()

    assert Parcel.objects.count() == 1
    assert ImportRow.objects.count() == 1


def test_a_late_repeat_of_the_job_does_not_write_what_was_undone(people, read, write, work):
    run = write(read(csv(HEADINGS, "BG-1,瓷器,1,,")))
    importing.undo(run, by=people.clerk, why="传错了")
    Job.objects.filter(name="kernel.import_apply").update(state=JobState.QUEUED)

    work()

    run.refresh_from_db()
    assert run.state == ImportState.UNDONE
    assert Parcel.objects.filter(withdrawn=False).count() == 0


def test_undo_withdraws_what_was_made_and_puts_back_what_was_changed(people, read, write):
    ParcelFactory(code="BG-1", title="图书", weight=2, unit=people.street)
    run = write(read(csv(HEADINGS, "BG-1,画册,3,2018-01-02,", "BG-2,瓷器,1,,")))
    assert Parcel.objects.get(code="BG-1").title == "画册"

    importing.undo(run, by=people.clerk, why="传错了")

    run.refresh_from_db()
    first, second = Parcel.objects.order_by("code")
    assert (first.title, first.weight, first.sent_on) == ("图书", 2, None)
    assert (second.withdrawn, second.note) == (True, "传错了")
    assert run.state == ImportState.UNDONE
    assert TrailEvent.objects.first().action == "kernel.import.undo"


@pytest.mark.parametrize("code", ["BG-1", "BG-2"], ids=["changed row", "new row"])
def test_undo_is_refused_once_somebody_went_on(people, read, write, code):
    ParcelFactory(code="BG-1", title="图书", weight=2, unit=people.street)
    run = write(read(csv(HEADINGS, "BG-1,画册,2,,", "BG-2,瓷器,1,,")))
    actions.edit(Parcel.objects.get(code=code), {"note": "改"}, by=people.clerk, version=None)

    with pytest.raises(Refused, match=r"^第\d行的记录在导入后又被修改，不能整体撤销。$"):
        importing.undo(run, by=people.clerk, why="传错了")

    assert Parcel.objects.get(code="BG-1").title == "画册"
    assert Parcel.objects.filter(withdrawn=True).count() == 0
    assert TrailEvent.objects.first().allowed is False


def test_undo_is_refused_once_a_record_was_moved(people, read, write):
    run = write(read(csv(HEADINGS, "BG-2,瓷器,1,,")))
    perform(Parcel.objects.get(), "send", by=people.clerk, sent_on=date(2018, 1, 2))

    with pytest.raises(Refused, match="不能整体撤销"):
        importing.undo(run, by=people.clerk, why="传错了")


def test_a_row_of_an_older_version_is_stale_and_not_taken(people, read, write):
    parcel = ParcelFactory(code="BG-1", title="图书", unit=people.street)
    file = exported(Parcel.objects.all(), people.clerk)
    actions.edit(parcel, {"note": "别人写的"}, by=people.clerk, version=1)

    run = read(edited(file, lambda s: setattr(cell_at(s, "名称", 0), "value", "画册")))

    row = run.rows.get()
    assert (row.verdict, row.accepted, row.object_version) == (RowVerdict.STALE, False, 2)
    assert set(row.before) == {"title", "note"}
    importing.accept(run, None, accepted=True)
    write(run)
    assert Parcel.objects.get().title == "图书"


def test_a_change_after_the_preview_refuses_the_whole_import(people, read, write):
    parcel = ParcelFactory(code="BG-1", title="图书", unit=people.street)
    run = read(csv(HEADINGS, "BG-1,画册,2,,", "BG-2,瓷器,1,,"))
    actions.edit(parcel, {"note": "别人写的"}, by=people.clerk, version=1)

    write(run)

    assert run.state == ImportState.PREVIEW
    assert run.problem.startswith("第2行未能写入，因此未写入任何内容：这条记录刚被别人改过")
    assert Parcel.objects.get().title == "图书"


def test_half_a_table_sorted_is_noticed(people, read):
    for n in (1, 2):
        ParcelFactory(code=f"BG-{n}", title=f"第{n}件", unit=people.street)
    file = exported(Parcel.objects.order_by("code"), people.clerk)

    def swap_codes(sheet):
        a, b = cell_at(sheet, "编号", 0), cell_at(sheet, "编号", 1)
        a.value, b.value = b.value, a.value

    run = read(edited(file, swap_codes))

    assert [r.verdict for r in run.rows.all()] == [RowVerdict.ERROR] * 2
    assert run.rows.first().errors == {
        "code": "“BG-2”与这一行原来的“BG-1”不是同一条记录，可能只排序了部分列，请整表排序后再导入。"
    }


def test_a_record_of_another_unit_is_not_found_by_its_hidden_key(people, read):
    ParcelFactory(code="BG-1", title="图书", unit=people.other)
    file = exported(Parcel.objects.all(), people.stranger)

    row = read(file).rows.get()

    assert row.errors == {"code": "没有找到编号为“BG-1”的记录，或您无权修改它。"}


def test_states_do_not_travel_in_files(people, read, write):
    ParcelFactory(code="BG-1", title="图书", unit=people.street)
    file = exported(Parcel.objects.all(), people.clerk)

    run = read(edited(file, lambda s: setattr(cell_at(s, "状态", 0), "value", "已送达")))

    assert verdicts(run) == {run.rows.get().number: RowVerdict.SAME}
    assert "state" not in run.rows.get().values


def test_formula_text_goes_out_and_comes_back_as_text(people, read):
    ParcelFactory(code="BG-1", title="=1+1", note="@SUM(A1)", unit=people.street)

    for kind in ("xlsx", "csv"):
        run = read(exported(Parcel.objects.all(), people.clerk, kind))
        assert [r.verdict for r in run.rows.all()] == [RowVerdict.SAME], kind


def test_a_formula_typed_into_a_file_is_its_text(people, read, write):
    write(read(csv(HEADINGS, "BG-1,=HYPERLINK(1),1,,")))

    assert Parcel.objects.get().title == "=HYPERLINK(1)"


def test_nobody_imports_for_another_unit(people, read):
    with pytest.raises(NotAllowed, match="只有本单位填报员可以导入。"):
        read(csv(HEADINGS, "BG-1,瓷器,1,,"), by=people.stranger)
    assert ImportRun.objects.count() == 0


def test_a_right_lost_between_preview_and_confirm_stops_the_writing(people, read, write):
    run = read(csv(HEADINGS, "BG-1,瓷器,1,,"))
    people.clerk.roles.update(until=date(2017, 1, 1))

    write(run)

    assert (run.state, run.problem) == (ImportState.PREVIEW, "只有本单位填报员可以导入。")
    assert Parcel.objects.count() == 0


def test_a_refused_file_is_not_kept(people, settings):
    with pytest.raises(BadFile):
        importing.upload(
            PARCELS, SimpleUploadedFile("包裹.xlsx", b"\xff\xd8\xff not a table"),
            by=people.clerk, context={"unit": people.street.pk},
        )  # fmt: skip

    assert list(Path(settings.UPLOAD_DIR).iterdir()) == []


def test_a_file_without_rows_is_refused_when_it_is_read(read):
    run = read(xlsx(HEADINGS.split(",")))

    assert (run.state, run.problem) == (
        ImportState.REFUSED,
        "“包裹.xlsx”的表头下面没有数据行，请检查是否选对了工作表。",
    )


def test_columns_are_found_by_other_names_or_by_hand(read):
    run = read(csv("货号,品名", "BG-1,瓷器"), mapping={"code": "货号"})

    assert verdicts(run) == {2: RowVerdict.NEW}
    assert row_of(run, 2).values == {"code": "BG-1", "title": "瓷器"}


def test_a_file_may_be_read_again_with_other_columns(people, read, work):
    run = read(csv("编号,品名,重量", "BG-1,瓷器,x"))
    assert run.counts["error"] == 1

    importing.start_preview(run, mapping={"weight": ""})
    work()

    run.refresh_from_db()
    assert run.counts["new"] == 1
    assert run.rows.count() == 1


def test_merged_titles_and_merged_cells_are_read_as_people_see_them(people, read):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["包裹登记表"],
        HEADINGS.split(","),
        ["BG-1", "瓷器", 1, None, "云台路街道"],
        ["BG-2", None, 2],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("F3:F4")
    content = io.BytesIO()
    book.save(content)

    run = read(SimpleUploadedFile("包裹.xlsx", content.getvalue()))

    assert verdicts(run) == {3: "new", 4: "new"}
    assert row_of(run, 4).values["title"] == "瓷器"


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")),
    min_size=1, max_size=30,
).map(str.strip).filter(lambda s: s and not s.startswith("#"))  # fmt: skip


CELLS = st.lists(
    st.tuples(
        WORDS,
        WORDS | st.just("") | st.sampled_from(["=1+1", "'=1", "-", "+86 532", "@甲", "1e5", "001"]),
        st.decimals(0, 99999, places=2),
        st.none() | st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    ).filter(lambda cells: cells[0] != cells[1]),
    min_size=1, max_size=6,
)  # fmt: skip


def law(examples):
    """A law tried so many times; the fixtures are the same for all of them."""
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, suppress_health_check=quiet)


def comes_back(people, work, kind, cells) -> None:
    made = [
        ParcelFactory(title=title, note=note, weight=weight, sent_on=day, unit=people.street)
        for title, note, weight, day in cells
    ]
    file = exported(Parcel.objects.filter(pk__in=[p.pk for p in made]), people.clerk, kind)

    run = importing.upload(PARCELS, file, by=people.clerk, context={"unit": people.street.pk})
    importing.start_preview(run)
    work()

    rows = [(r.verdict, r.errors, r.before) for r in run.rows.all()]
    assert rows == [(RowVerdict.SAME, {}, {})] * len(made)


@law(15)
@given(cells=CELLS)
def test_what_was_exported_as_csv_comes_back_the_same(people, work, cells):
    comes_back(people, work, "csv", cells)


@law(3)
@given(cells=CELLS)
def test_what_was_exported_as_xlsx_comes_back_the_same(people, work, cells):
    comes_back(people, work, "xlsx", cells)


def test_after_all_of_this_the_trail_is_whole(people, read, write):
    run = write(read(csv(HEADINGS, "BG-1,瓷器,1,,", "BG-2,茶叶,2,,")))
    importing.undo(run, by=people.clerk, why="传错了")

    assert first_broken() is None
