import random

import pytest

from luodi.kernel.sheets.headings import Heading, find_headings
from luodi.kernel.sheets.workbook import BadFile

LEDGER = [
    Heading("code", "编号", ("问题编号",), required=True),
    Heading("title", "问题表述", ("问题", "存在问题")),
    Heading("leader", "牵头领导", ("包挂领导",)),
    Heading("due", "完成时限", ("整改时限",)),
    Heading("money", "金额（万元）"),
]
ROW = ["编号", "问题表述", "牵头领导", "完成时限", "金额（万元）"]
DATA = ["WT-1", "停车难", "某某", "6月底", 5]


def columns_of(*rows, **options):
    return find_headings(rows, LEDGER, **options).columns


def test_headings_are_found_under_merged_titles_and_remarks():
    title = ["某区问题整改台账"] * 5
    found = find_headings([title, ["填报单位：某街道"], [], ROW, DATA], LEDGER)

    assert found.header_row == 3
    assert found.columns == {"code": 0, "title": 1, "leader": 2, "due": 3, "money": 4}
    assert (found.unknown, found.missing, found.duplicates) == ([], [], [])


@pytest.mark.parametrize(
    "spelling",
    ["完成时限", " 完成 时限 ", "完成\n时限", "完成　时限", "*完成时限：", "完成时限（年月日）", "【完成时限】", "整改时限(必填)"],
)  # fmt: skip
def test_a_heading_is_known_in_every_spelling(spelling):
    row = ["编号", spelling.replace("【完成时限】", "完成时限【例：6月底】")]

    assert columns_of(row)["due"] == 1


def test_letters_are_known_in_full_width_and_any_case():
    found = find_headings([["ＩＤ", "名称"]], [Heading("id", "id"), Heading("name", "名称")])

    assert found.columns == {"id": 0, "name": 1}


def test_a_unit_in_brackets_counts_when_the_label_has_one():
    assert "money" not in columns_of(["编号", "金额（元）"])
    assert columns_of(["编号", "金额(万元)"])["money"] == 1


def test_columns_may_stand_in_any_order():
    order = list(range(5))
    for seed in range(20):
        random.Random(seed).shuffle(order)
        row = [ROW[at] for at in order]

        columns = columns_of(["标题"], row, DATA)

        assert [row[columns[one.key]] for one in LEDGER] == ROW


@pytest.mark.parametrize("filled", [True, False])
def test_two_rows_of_headings_are_read_together(filled):
    headings = [
        Heading("code", "编号"),
        Heading("plan", "计划时间"),
        Heading("done", "完成时间"),
        Heading("note", "备注"),
    ]
    top = (
        ["编号", "计划", "完成", "完成", "备注"]
        if filled
        else ["编号", "计划", "完成", None, "备注"]
    )
    low = (
        ["编号", "时间", "时间", "单位", "备注"] if filled else [None, "时间", "时间", "单位", None]
    )

    found = find_headings([["标题"] * 5, top, low, ["1", "a", "b", "c", "d"]], headings)

    assert found.header_row == 2
    assert found.columns == {"code": 0, "plan": 1, "done": 2, "note": 4}
    assert found.unknown == ["完成/单位"]


def test_a_second_row_that_only_splits_unknown_columns_is_no_data():
    top = ["编号", "问题表述", "进展", "进展"]
    low = ["编号", "问题表述", "一季度", "二季度"]

    assert find_headings([top, low, ["WT-1", "停车难", 1, 2]], LEDGER).header_row == 1


def test_a_label_goes_before_an_alias_and_the_other_column_is_unknown():
    found = find_headings([["编号", "问题", "问题表述"]], LEDGER)

    assert found.columns["title"] == 2
    assert found.unknown == ["问题"]
    assert found.duplicates == []


def test_a_column_that_is_there_twice_is_refused_by_its_letters():
    found = find_headings([["编号", "问题表述", "牵头领导", "问题表述"]], LEDGER)

    with pytest.raises(BadFile) as refused:
        found.require()

    assert found.columns["title"] == 1
    assert str(refused.value) == ("表头里“问题表述”出现了多次（B、D 列），请只保留一列后重新上传。")


def test_a_missing_required_column_is_named_with_the_row():
    found = find_headings([["标题"], ["问题表述", "牵头领导"]], LEDGER)

    with pytest.raises(BadFile) as refused:
        found.require()

    assert [heading.key for heading in found.missing] == ["code"]
    assert str(refused.value) == "第 2 行的表头里缺少这些列：“编号”，请补上后重新上传。"


def test_a_table_without_headings_is_refused():
    with pytest.raises(BadFile) as refused:
        find_headings([["甲", "乙"], ["丙", "丁"]], LEDGER)

    assert str(refused.value) == (
        "前 30 行里没有找到表头，表头中应有：编号、问题表述、牵头领导、完成时限、金额（万元），"
        "请补上表头后重新上传。"
    )


def test_no_row_beyond_the_look_is_read():
    rows = iter([ROW] + [DATA] * 99)

    find_headings(rows, LEDGER, look=5)

    assert len(list(rows)) == 95


def test_a_mapping_names_headings_or_letters_and_leaves_columns_out():
    rows = [["标题"], ["留言编号", "留言详情", "编号", "问题表述"], ["1", "2", "3", "4"]]
    mapping = {"code": "留言编号", "title": "b", "leader": ""}

    found = find_headings(rows, LEDGER, mapping=mapping)

    assert found.header_row == 1
    assert found.columns == {"code": 0, "title": 1}
    assert found.unknown == ["编号", "问题表述"]


def test_a_mapping_by_letters_alone_needs_no_known_heading():
    found = find_headings(
        [["标题"], ["甲", "乙"], ["1", "2"]], LEDGER, mapping={"code": "A", "due": "B"}
    )

    assert (found.header_row, found.columns) == (1, {"code": 0, "due": 1})


def test_a_mapped_column_that_is_not_there_is_refused():
    with pytest.raises(BadFile) as refused:
        find_headings([ROW], LEDGER, mapping={"code": "流水号"})

    assert str(refused.value) == "表头里没有找到您指定的列“流水号”，请重新选择。"
