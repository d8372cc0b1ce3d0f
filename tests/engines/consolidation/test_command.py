"""`luodi consolidate` on files."""

import csv

import openpyxl
import pytest

from luodi.engines.consolidation.command import main

HEADING = ["编号", "标题", "正文"]


@pytest.fixture
def book(tmp_path, town):
    path = tmp_path / "messages.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(HEADING)
    for item in town:
        workbook.active.append([item.id, item.title, item.body])
    workbook.save(path)
    return path


def run(book, tmp_path, *more):
    out = tmp_path / "out.csv"
    code = main(
        [str(book), "--text", "标题", "--text", "正文", "--id", "编号", "--out", str(out), *more]
    )
    text = out.read_text(encoding="utf-8") if out.exists() else ""
    return code, list(csv.DictReader(text.splitlines()))


def test_every_row_of_the_file_comes_out_in_order_with_its_problem(book, tmp_path, town):
    code, rows = run(book, tmp_path)

    assert code == 0
    assert list(rows[0]) == ["id", "problem", "label", "theme", "category", "heat"]
    assert [row["id"] for row in rows] == [item.id for item in town]
    assert rows[0]["problem"] == rows[1]["problem"] != ""
    assert rows[5]["problem"] == ""


def test_csv_in_gb18030_gives_the_same_as_the_workbook(book, tmp_path, town):
    path = tmp_path / "messages.csv"
    with path.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows([HEADING, *((i.id, i.title, i.body) for i in town)])

    assert run(path, tmp_path) == run(book, tmp_path)


def test_a_repeated_id_keeps_both_rows(tmp_path):
    path = tmp_path / "twice.csv"
    path.write_text("编号,标题,正文\n7,路灯坏了,\n7,公园关门,\n", encoding="utf-8")

    _, rows = run(path, tmp_path)

    assert [row["id"] for row in rows] == ["7", "7"]


def test_decisions_and_scheme_are_read_from_files(book, tmp_path):
    decisions, scheme = tmp_path / "decisions.csv", tmp_path / "scheme.csv"
    decisions.write_text("kind,items,text\ntogether,c1 h1,\nname,c1,住房与医保\n", encoding="utf-8")
    scheme.write_text("一级,二级\n环境,噪音污染\n", encoding="utf-8")

    _, rows = run(book, tmp_path, "--decisions", str(decisions), "--scheme", str(scheme))

    found = {row["id"]: row for row in rows}
    assert found["c1"]["problem"] == found["h1"]["problem"]
    assert found["c1"]["label"] == "住房与医保"
    assert found["a1"]["category"] == "环境/噪音污染"


def test_progress_is_shown_and_an_explanation_printed(book, tmp_path, capsys):
    run(book, tmp_path, "--explain", "a1")

    shown = capsys.readouterr()
    assert shown.err.endswith("[########################] 4/4 完成\n")
    assert shown.out.splitlines()[0].startswith("a1 在问题 P")
    assert shown.out.splitlines()[1].startswith("  a2：两条都提到“")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.csv", None, "找不到文件 none.csv：请检查路径是否写对。\n"),
        ("empty.csv", b"", "empty.csv 是空的：第一行应是列名，下面每行一条。\n"),
        ("broken.xlsx", b"no", "broken.xlsx 打不开：请另存为 xlsx 或 csv（UTF-8）再试。\n"),
        (
            "other.csv",
            "甲,乙\n1,2\n".encode(),
            "other.csv 没有“标题”这一列：现有的列是 甲、乙。\n",
        ),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(tmp_path, capsys, name, content, sentence):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    code, rows = run(path, tmp_path)

    assert (code, rows) == (2, [])
    assert capsys.readouterr().err == sentence
