from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.kernel.sheets.headings import Heading, find_headings
from luodi.kernel.sheets.values import BadValue
from luodi.kernel.sheets.workbook import open_workbook
from luodi.kernel.sheets.writing import KEY_COLUMN, OutColumn, write_csv, write_xlsx

TWO = [OutColumn("编号"), OutColumn("问题表述")]
NASTY = [
    "=1+1", "+86", "-5", "@某人", "\t缩进", "＝全角", "'=已有撇号", "''=两个", "'只是引号", "370202199001011234",
    "第一行\n第二行", "\n开头换行", "😀👨‍👩‍👧", "　全角空格　", "_x000D_", "_x005F_x0041_", "a,b;c\td|e", '说"好"', '"', "<b>&amp;",
    "00123", "1e5", "#N/A", "TRUE", "sep=;", "\u2028", "]]>",
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\u200b\u2060\ufffe\uffff")
        | st.sampled_from("\n\t=+-@'，。"),
        max_size=20,
    ),
)  # fmt: skip
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 (cells know no zone)
    lambda moment: moment.replace(microsecond=0)
)


def round_trip(tmp_path, write, rows, suffix):
    path = tmp_path / f"a{suffix}"
    write(path, rows)
    with open_workbook(path, name=path.name) as workbook:
        found = find_headings(workbook.rows(), [Heading("a", "编号"), Heading("b", "问题表述")])
        return list(workbook.rows())[found.header_row + 1 :]


def to_xlsx(path, rows):
    write_xlsx(path, title="台账", headings=TWO, rows=rows)


def to_csv(path, rows):
    write_csv(path, headings=TWO, rows=rows)


def expected(rows):
    return [tuple(text.replace("\u2028", "\n") or None for text in row) for row in rows]


ROWS = st.lists(st.tuples(TEXT.filter(str.strip), TEXT), min_size=1, max_size=8)


@settings(deadline=None, max_examples=25)
@given(rows=ROWS)
def test_text_comes_back_from_xlsx_as_it_went(rows, tmp_path_factory):
    back = round_trip(tmp_path_factory.mktemp("x"), to_xlsx, rows, ".xlsx")

    assert back == expected(rows)


@settings(deadline=None, max_examples=100)
@given(rows=ROWS)
def test_text_comes_back_from_csv_as_it_went(rows, tmp_path_factory):
    back = round_trip(tmp_path_factory.mktemp("c"), to_csv, rows, ".csv")

    assert back == expected(rows)


@pytest.mark.parametrize("text", NASTY, ids=repr)
def test_every_nasty_text_survives_both_ways(text, tmp_path):
    rows = [(text, "x"), ("x", text)]

    assert round_trip(tmp_path, to_xlsx, rows, ".xlsx") == expected(rows)
    assert round_trip(tmp_path, to_csv, rows, ".csv") == expected(rows)


@settings(deadline=None, max_examples=25)
@given(
    values=st.lists(
        st.one_of(
            st.integers(-(10**15) + 1, 10**15 - 1),
            st.floats(-1e9, 1e9).map(lambda number: round(number, 4)),
            st.dates(date(1950, 1, 1), date(2100, 1, 1)),
            MOMENTS.filter(lambda moment: moment.time().isoformat() != "00:00:00"),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_numbers_and_dates_come_back_from_xlsx_as_they_went(values, tmp_path_factory):
    back = round_trip(
        tmp_path_factory.mktemp("n"), to_xlsx, [("x", one) for one in values], ".xlsx"
    )

    assert [row[1] for row in back] == values


def test_long_numbers_stay_text_and_truths_become_words(tmp_path):
    rows = [("x", 370202199001011234), ("x", Decimal("1.50")), ("x", True), ("x", None)]

    assert [row[1] for row in round_trip(tmp_path, to_xlsx, rows, ".xlsx")] == [
        "370202199001011234",
        1.5,
        "是",
        None,
    ]


def test_control_characters_are_left_out_and_line_breaks_are_alike(tmp_path):
    rows = [("a\x00b\x07c", "一\r\n二\r三")]

    assert round_trip(tmp_path, to_xlsx, rows, ".xlsx") == [("abc", "一\n二\n三")]
    assert round_trip(tmp_path, to_csv, rows, ".csv") == [("abc", "一\n二\n三")]


def written(**options):
    content = BytesIO()
    write_xlsx(content, **({"title": "整改台账", "headings": TWO, "rows": []} | options))
    workbook = openpyxl.load_workbook(content)
    return workbook, workbook.worksheets[0]


def test_text_that_looks_like_a_formula_is_quoted_text():
    _workbook, sheet = written(rows=[("=HYPERLINK(1)", "停车难")])

    assert (sheet["A3"].data_type, sheet["A3"].value) == ("s", "=HYPERLINK(1)")
    assert (sheet["A3"].quotePrefix, sheet["B3"].quotePrefix) == (True, False)


def test_the_key_goes_to_a_hidden_first_column():
    _workbook, sheet = written(rows=[("WT-1@3", "WT-1", "停车难")], key_column=KEY_COLUMN)

    assert sheet.column_dimensions["A"].hidden is True
    assert [cell.value for cell in sheet[2]] == ["code@version", "编号", "问题表述"]
    assert [cell.value for cell in sheet[3]] == ["WT-1@3", "WT-1", "停车难"]
    assert (sheet["B1"].value, [str(one) for one in sheet.merged_cells]) == ("整改台账", ["B1:C1"])


def test_the_sheet_prints_on_landscape_a4_with_its_headings_on_every_page():
    _workbook, sheet = written(title="整改/台账[2026]", freeze_columns=1)

    assert sheet.title == "整改 台账 2026"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$2", "B3")


def test_choices_become_a_list_to_pick_from():
    headings = [OutColumn("编号"), OutColumn("类别", width=30, choices=("民生，服务", "营商"))]
    workbook, sheet = written(headings=headings, rows=[("1", "营商")])

    rule = sheet.data_validations.dataValidation[0]
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "'选项'!$A$1:$A$2", "B3:B503")
    assert [row[0].value for row in workbook["选项"]] == ["民生，服务", "营商"]
    assert workbook["选项"].sheet_state == "hidden"
    assert sheet.column_dimensions["B"].width == 30


def test_equal_neighbours_are_merged_down_within_the_columns_to_their_left(tmp_path):
    headings = [
        OutColumn("类别", merge_down=True),
        OutColumn("问题", merge_down=True),
        OutColumn("措施"),
    ]
    rows = [
        ("甲", "停车", 1),
        ("甲", "停车", 2),
        ("乙", "停车", 3),
        ("乙", "上学", 4),
        ("", "上学", 5),
    ]
    path = tmp_path / "a.xlsx"
    write_xlsx(path, title="台账", headings=headings, rows=rows)

    with open_workbook(path, name="a") as workbook:
        merges = [f"{m.top}{m.left}-{m.bottom}{m.right}" for m in sorted(workbook.merged())]
        filled = list(workbook.rows(fill_merged=True))[2:]

    assert merges == ["00-02", "20-30", "21-31", "40-50"]
    assert filled == [row if row[0] else (None, *row[1:]) for row in rows]


def test_text_that_no_cell_can_hold_is_refused_and_never_cut():
    with pytest.raises(BadValue) as refused:
        written(rows=[("x", "长" * 32_768)])

    assert str(refused.value) == (
        "第 3 行“问题表述”有 32768 字，超过 Excel 一格 32767 字的上限，请改为导出 CSV。"
    )


def test_a_stream_that_breaks_leaves_no_temporary_file(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))

    def broken():
        yield ("1", "停车难")
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError):
        write_xlsx(BytesIO(), title="台账", headings=TWO, rows=broken())

    assert list(folder.iterdir()) == []


def test_rows_are_counted_and_may_come_from_a_stream():
    rows = ((str(number), "x") for number in range(7))

    assert write_xlsx(BytesIO(), title="台账", headings=TWO, rows=rows) == 7


def test_csv_has_a_byte_order_mark_and_guards_formulas_but_not_numbers():
    content = BytesIO()

    write_csv(content, headings=TWO, rows=[("=1", -5), ("+x", date(2026, 6, 30))])

    assert content.getvalue().decode("utf-8-sig") == (
        "编号,问题表述\r\n'=1,-5\r\n'+x,2026-06-30\r\n"
    )
    assert content.getvalue()[:3] == b"\xef\xbb\xbf"
