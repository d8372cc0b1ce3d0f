from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from luodi.engines.claims.command import main

FIGURES = {
    "invest": {
        "label": "利用内资",
        "value": 81.73,
        "unit": "亿元",
        "period": "2018-01..2018-09",
        "scope": "市南区",
        "previous": 75.82,
    },
    "later": {"label": "尚无数据", "value": None, "unit": "个", "period": None, "scope": None},
}
TEXT = "1至9月，市南区利用内资81.73亿元，同比增长7.8%。"


@pytest.fixture
def figures(tmp_path) -> Path:
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(FIGURES, ensure_ascii=False), encoding="utf-8")
    return path


def _lines(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _row(text: str = TEXT, id: object = 7) -> dict:
    return {"id": id, "text": text, "doc_date": "2018-11-08", "doc_scope": "市南区"}


def test_one_object_a_line_goes_in_and_one_comes_out(tmp_path, capsys):
    code = main([str(_lines(tmp_path, _row(), _row("没有数字。", "b")))])

    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert code == 0
    assert second == {"id": "b", "claims": []}
    assert first["id"] == 7
    assert first["claims"][1] == {
        "start": 12,
        "end": 19,
        "span": "81.73亿元",
        "value": 81.73,
        "value_max": None,
        "value_base": 8173000000,
        "unit": "亿元",
        "unit_base": "元",
        "op": "eq",
        "kind": "quantity",
        "comparison": None,
    }
    assert first["claims"][2]["comparison"] == {"type": "yoy_pct", "direction": "up"}


def test_with_figures_every_claim_has_figure_verdict_and_truth(tmp_path, capsys, figures):
    code = main([str(_lines(tmp_path, _row())), "--figures", str(figures)])

    claims = json.loads(capsys.readouterr().out)["claims"]
    assert code == 0
    assert [(c["span"], c["figure"], c["verdict"]) for c in claims] == [
        ("1至9月", None, "no_record"),
        ("81.73亿元", "invest", "verified"),
        ("7.8%", "invest", "verified"),
    ]
    assert claims[1]["truth"] == 81.73


def test_a_contradicted_claim_makes_the_exit_code_one(tmp_path, capsys, figures):
    wrong = _row(TEXT.replace("81.73", "87.13"))

    code = main([str(_lines(tmp_path, wrong)), "--figures", str(figures)])

    assert code == 1
    assert json.loads(capsys.readouterr().out)["claims"][1]["truth"] == 81.73


def test_a_plain_text_is_one_object_in_utf8_or_gb18030(tmp_path, capsys, figures):
    for encoding in ("utf-8", "gb18030"):
        path = tmp_path / "简报.txt"
        path.write_bytes(TEXT.encode(encoding))

        code = main([str(path), "--figures", str(figures), "--date", "2018-11-08"])

        row = json.loads(capsys.readouterr().out)
        assert (code, row["id"]) == (0, "简报")
        assert [c["verdict"] for c in row["claims"]] == ["no_record", "verified", "verified"]


def test_a_docx_is_read_paragraph_by_paragraph(tmp_path, capsys):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>共签约</w:t></w:r><w:r><w:t>12个。</w:t></w:r></w:p><w:p><w:r><w:t>开工8个。</w:t></w:r></w:p></w:body></w:document>'
    path = tmp_path / "简报.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", body)

    assert main([str(path)]) == 0
    claims = json.loads(capsys.readouterr().out)["claims"]
    assert [(c["start"], c["span"]) for c in claims] == [(3, "12个"), (10, "8个")]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.jsonl", b"{", "第 1 行：不是 JSON"),
        ("a.jsonl", b'{"id": 1}', "第 1 行：缺少文字字段 text"),
        (
            "a.jsonl",
            '{"text": "x", "doc_date": "上周"}'.encode(),
            "doc_date 写作 '上周'，应写成 2018-11-08",
        ),
        ("a.jsonl", b'{"text": "x", "doc_date": 5}', "doc_date 写作 5"),
        ("a.jsonl", b'{"text": "x", "doc_scope": 5}', "doc_scope 应是文字"),
        ("a.txt", b"\xff\xff\xff", "既不是 UTF-8 也不是 GB18030"),
        ("a.docx", b"PK", "不是完好的 docx"),
    ],
)
def test_a_bad_file_gives_one_clear_sentence_and_code_two(
    tmp_path, capsys, name, content, sentence
):
    path = tmp_path / name
    path.write_bytes(content)

    code = main([str(path)])

    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert sentence in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[]", "应是一个 JSON 对象"),
        ("{", "不是 JSON"),
        ('{"a": 1}', "指标 a：应是一个 JSON 对象"),
        ('{"a": {"value": "很多"}}', "指标 a：value 应是数"),
        ('{"a": {"value": true}}', "指标 a：value 应是数"),
        ('{"a": {"value": 1, "aliases": "x"}}', "aliases 应是列表"),
    ],
)
def test_a_bad_figures_file_gives_one_clear_sentence(tmp_path, capsys, content, sentence):
    figures = tmp_path / "figures.json"
    figures.write_text(content, encoding="utf-8")

    code = main([str(_lines(tmp_path, _row())), "--figures", str(figures)])

    assert code == 2
    assert sentence in capsys.readouterr().err


def test_a_missing_file_is_said(tmp_path, capsys):
    assert main([str(tmp_path / "没有.txt")]) == 2
    assert "打不开" in capsys.readouterr().err


def test_the_engine_runs_as_a_module_and_without_django(tmp_path):
    path = _lines(tmp_path, _row())
    program = "import sys; sys.modules['django'] = None; sys.modules['numpy'] = None; from luodi.engines.claims.command import main; sys.exit(main(sys.argv[1:]))"

    blocked = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, check=False
    )
    module = subprocess.run(
        [sys.executable, "-m", "luodi.engines.claims", str(path)], capture_output=True, check=False
    )

    assert (blocked.returncode, module.returncode) == (0, 0)
    assert blocked.stdout == module.stdout
