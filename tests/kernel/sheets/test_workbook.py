import codecs
import json
import random
import resource
from contextlib import suppress
from datetime import date, datetime

import openpyxl
import pytest
import xlwt

from luodi.kernel.sheets.workbook import BadFile, Merge, open_workbook
from tests.kernel.sheets.awkward import (
    FILES,
    HEADINGS,
    cells,
    raw_xlsx,
    write_ods,
    write_xlsb,
    write_xlsx_file,
)

ROWS = [("编号", "问题表述"), ("WT-1", "停车难，上学难"), ("WT-2", "“老旧”小区")]


def read(path, name="台账.xlsx", sheet=None, **options):
    with open_workbook(path, name=name) as workbook:
        return list(workbook.rows(sheet, **options))


def test_there_are_at_least_thirty_awkward_files():
    assert len({file.name for file in FILES}) >= 30


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_awkward_file_gets_its_one_sentence(file, tmp_path):
    path = tmp_path / file.name
    file.make(path)

    with pytest.raises(BadFile) as refused, open_workbook(path, name=file.name) as workbook:
        for _row in workbook.rows(fill_merged=True):
            pass

    assert str(refused.value) == file.sentence
    assert refused.value.template % refused.value.details == file.sentence


def test_no_awkward_file_is_held_in_memory(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for file in FILES:
        path = tmp_path / file.name
        if "炸弹" in file.name or "超大" in file.name:
            file.make(path)
            with pytest.raises(BadFile):
                open_workbook(path, name=file.name)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadFile) as refused:
        open_workbook(tmp_path / "x", name="台账.xlsx")

    assert str(refused.value) == "找不到文件“台账.xlsx”，请重新选择文件。"


def test_an_unknown_sheet_is_refused_with_the_names_there_are(tmp_path):
    write_xlsx_file(tmp_path / "a", *ROWS)

    with pytest.raises(BadFile) as refused:
        read(tmp_path / "a", sheet="汇总")

    assert str(refused.value) == (
        "“台账.xlsx”里没有名为“汇总”的工作表，现有：Sheet，请重新选择工作表。"
    )


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("gb18030"),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16-le", "utf-16-be"],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_text_tables_are_read_in_every_encoding_and_delimiter(encode, delimiter, tmp_path):
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in ROWS)
    (tmp_path / "a").write_bytes(encode(text))

    assert read(tmp_path / "a", "表.csv") == ROWS


def test_the_first_line_may_name_the_delimiter(tmp_path):
    (tmp_path / "a").write_text("sep=;\n编号;问题\n1;a,b\n", encoding="utf-8")

    assert read(tmp_path / "a", "表.csv") == [("编号", "问题"), ("1", "a,b")]


def test_a_gb18030_word_that_is_also_valid_utf8_does_not_look_mixed(tmp_path):
    (tmp_path / "a").write_bytes("编号,单位\n1,联通\n".encode("gb18030"))

    assert read(tmp_path / "a", "表.csv") == [("编号", "单位"), ("1", "联通")]


def test_content_decides_and_not_the_extension(tmp_path):
    write_xlsx_file(tmp_path / "a", *ROWS)

    assert read(tmp_path / "a", "台账.csv") == ROWS


def test_cells_keep_their_kind_and_whole_numbers_are_whole(tmp_path):
    day, moment = date(2026, 6, 30), datetime.fromisoformat("2026-06-30 09:32:09")
    row = ("00123", 5, 5.5, True, day, moment, None, "尾")
    write_xlsx_file(tmp_path / "a", row)

    assert read(tmp_path / "a") == [row]
    assert [type(cell) for cell in read(tmp_path / "a")[0][:4]] == [str, int, float, bool]


def test_old_xls_is_read(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    sheet.write_merge(3, 4, 0, 0, "WT-3")
    sheet.write(4, 1, date(2026, 6, 30), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(tmp_path / "a")

    with open_workbook(tmp_path / "a", name="台账.xls") as workbook:
        assert workbook.sheet_names == ["台账"]
        assert workbook.merged() == [Merge(3, 0, 4, 0)]
        assert list(workbook.rows(fill_merged=True))[3:] == [
            ("WT-3", None),
            ("WT-3", date(2026, 6, 30)),
        ]


def test_binary_workbooks_are_read(tmp_path):
    write_xlsb(tmp_path / "a", (0, 0, "编号"), (0, 1, "金额"), (1, 0, "WT-1"), (1, 1, 5.0))

    assert read(tmp_path / "a") == [("编号", "金额"), ("WT-1", 5)]


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_a_damaged_file_is_read_or_refused_and_nothing_else(suffix, tmp_path):
    path = tmp_path / "a"
    if suffix == "xlsx":
        write_xlsx_file(path, *ROWS)
    else:
        book = xlwt.Workbook()
        book.add_sheet("台账").write(0, 0, "编号")
        book.save(path)
    whole, chance = path.read_bytes(), random.Random(7)

    for _ in range(30):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(
            bytes(damaged[: chance.choice([len(whole), chance.randrange(1, len(whole))])])
        )
        with suppress(BadFile):
            read(path, fill_merged=True)


def test_open_document_tables_are_read_with_their_repeats(tmp_path):
    def cell(text, repeat=1):
        many = f'table:number-columns-repeated="{repeat}"'
        return f'<table:table-cell {many} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    tail = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    write_ods(
        tmp_path / "a", f"<table:table-row>{cell('编号')}{cell('问题', 2)}</table:table-row>{tail}"
    )

    assert read(tmp_path / "a") == [("编号", "问题", "问题")]


def test_ghost_rows_are_trimmed_and_blank_rows_inside_stay(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["A4"], workbook.active["A2000"] = "编号", "WT-1", "  "
    workbook.active["A9000"].number_format = "0.00"
    workbook.save(tmp_path / "a")

    assert read(tmp_path / "a") == [("编号",), (), (), ("WT-1",)]


def test_merged_cells_are_filled_down_and_right_only_when_asked(tmp_path):
    workbook = openpyxl.Workbook()
    for row in [("标题", None, None), ("停车", "甲", "乙"), (None, "丙", "丁")]:
        workbook.active.append(row)
    workbook.active.merge_cells("A1:C1")
    workbook.active.merge_cells("A2:A3")
    workbook.save(tmp_path / "a")

    assert read(tmp_path / "a") == [("标题", None, None), ("停车", "甲", "乙"), (None, "丙", "丁")]
    assert read(tmp_path / "a", fill_merged=True) == [
        ("标题", "标题", "标题"),
        ("停车", "甲", "乙"),
        ("停车", "丙", "丁"),
    ]


def test_hidden_sheets_are_not_offered(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.create_sheet("选项").sheet_state = "hidden"
    workbook.create_sheet("汇总")
    workbook.save(tmp_path / "a")

    with open_workbook(tmp_path / "a", name="a") as opened:
        assert opened.sheet_names == ["Sheet", "汇总"]


def test_a_failed_formula_is_no_empty_cell(tmp_path):
    raw_xlsx(
        tmp_path / "a",
        f'<row r="1">{cells("甲")}<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    )

    assert read(tmp_path / "a") == [("甲", None, "#DIV/0!")]


def test_a_formula_whose_result_is_an_empty_text_has_been_calculated(tmp_path):
    raw_xlsx(
        tmp_path / "a", f'<row r="1">{cells("甲")}<c r="B1" t="str"><f>""</f><v></v></c></row>'
    )

    assert read(tmp_path / "a") == [("甲", None)]


def test_formulas_with_results_are_read_as_their_results(tmp_path):
    raw_xlsx(tmp_path / "a", '<row r="1"><c r="A1"><f>2+3</f><v>5</v></c></row>')

    assert read(tmp_path / "a") == [(5,)]


def test_rows_can_be_read_again_and_again(tmp_path):
    write_xlsx_file(tmp_path / "a", *ROWS)

    with open_workbook(tmp_path / "a", name="a") as workbook:
        assert list(workbook.rows()) == list(workbook.rows()) == ROWS


def test_the_caller_sets_the_limits(tmp_path):
    write_xlsx_file(tmp_path / "a", *ROWS)

    with (
        pytest.raises(BadFile) as rows,
        open_workbook(tmp_path / "a", name="a", max_rows=2) as book,
    ):
        list(book.rows())
    with pytest.raises(BadFile) as columns:
        open_workbook(tmp_path / "a", name="a", max_columns=1).rows()
    with pytest.raises(BadFile) as size:
        open_workbook(tmp_path / "a", name="a", max_bytes=100)

    assert [one.value.code for one in (rows, columns, size)] == [
        "too_many_rows",
        "too_many_columns",
        "too_large",
    ]


def test_what_was_found_out_about_a_file_is_not_found_out_again(tmp_path):
    path = tmp_path / "a"
    raw_xlsx(
        path, f'<row r="1">{cells("编号")}</row><row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'
    )
    with open_workbook(path, name="a") as book:
        rows, known = list(book.rows()), json.loads(json.dumps(book.known))

    assert (rows, known) == (
        [("编号",), ("#N/A",)], {"台账": {"rows": 2, "columns": 1, "errors": [[1, 0, "#N/A"]]}},
    )  # fmt: skip
    known["台账"]["errors"][0][2] = "#REF!"
    with open_workbook(path, name="a", known=known) as book:
        assert list(book.rows()) == [("编号",), ("#REF!",)]
    with open_workbook(path, name="a", known={"另一张": {}}) as book:
        assert list(book.rows()) == rows


@pytest.mark.parametrize("limit", [{"max_rows": 1}, {"max_columns": 1}])
def test_limits_hold_for_a_file_that_is_known(tmp_path, limit):
    path = tmp_path / "a"
    write_xlsx_file(path, HEADINGS, ("WT-1", "停车难", "6月底"))
    with open_workbook(path, name="a") as book:
        list(book.rows())
        known = book.known

    with pytest.raises(BadFile), open_workbook(path, name="a", known=known, **limit) as book:
        list(book.rows())
