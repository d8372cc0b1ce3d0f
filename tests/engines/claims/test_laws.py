"""Laws that hold for any text: offsets, stability under layout, no exception."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.engines.claims import Figure, check, consistency, extract

SENTENCES = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "sentences_look.jsonl").read_text("utf-8").splitlines()
]
PIECES = st.sampled_from(
    [
        "1至9月",
        "同比增长",
        "7.8%",
        "81.73",
        "亿元",
        "三",
        "个",
        "第",
        "余",
        "近",
        "以上",
        "其中",
        "分别",
        "、",
        "，",
        "。",
        "\n",
        "每支",
        "10人",
        "百分之",
        "万",
        "亿",
        "十",
        "年",
        "2018年",
        "月",
        "日",
        "-",
        "〔",
        "〕",
        "号",
        "“",
        "”",
        "(",
        ")",
        "%",
        "个百分点",
        "翻番",
        "市南区",
        "全区",
        "去年同期",
        "利用内资",
        "\u200b",
        "１２",
        "③",
        "美元",
        "12:30",
        "至",
        "到",
        "—",
        "目标",
        "力争",
        "倍",
        "成",
        "零",
        "两",
    ]
)
FIGURES = [
    Figure("a", "利用内资", Decimal(8173000000), "元", "2018-01..2018-09", "市南区", Decimal(75)),
    Figure("b", "项目", Decimal(10), "个", "不知何时", "", Decimal(0)),
]


def _readings(text: str) -> list[tuple]:
    return [(c.value, c.value_max, c.unit, c.op, c.kind, c.comparison) for c in extract(text)]


@settings(deadline=None, max_examples=120)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_exception_and_spans_are_slices(text):
    for claim in extract(text, date(2018, 11, 8), "市南区"):
        assert text[claim.start : claim.end] == claim.span


@settings(deadline=None, max_examples=150)
@given(
    st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["2018-11-08", "2020-02-29", None])
)
def test_any_heap_of_official_words_is_checked_without_an_exception(text, day):
    findings = check(text, FIGURES, day, "市南区")

    assert [f.claim for f in findings] == extract(text, day, "市南区")
    assert all(f.verdict in ("verified", "contradicted", "no_record") for f in findings)
    assert all(text[f.claim.start : f.claim.end] == f.claim.span for f in findings)
    consistency([f.claim for f in findings])


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(SENTENCES).filter(lambda s: " " not in s and "\n" not in s), st.data())
def test_a_blank_anywhere_between_chinese_characters_changes_nothing(text, data):
    places = [i for i in range(1, len(text)) if not (text[i - 1].isascii() and text[i].isascii())]
    at = data.draw(st.sampled_from(places))
    blank = data.draw(st.sampled_from([" ", "\u3000", "\t", "\u200b"]))

    assert _readings(text[:at] + blank + text[at:]) == _readings(text)


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(SENTENCES).filter(lambda s: " " not in s and "\n" not in s), st.data())
def test_a_line_broken_inside_a_clause_changes_nothing(text, data):
    places = [
        i
        for i in range(1, len(text))
        if text[i - 1] not in "。！？!?；;：:…”》」』）)"
        and text[i] not in "一二三四五六七八九十（(0123456789"
        and not (text[i - 1].isascii() and text[i].isascii())
    ]
    at = data.draw(st.sampled_from(places))

    assert _readings(text[:at] + "\n" + text[at:]) == _readings(text)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES))
def test_reading_is_deterministic_and_paragraphs_do_not_change_each_others_numbers(first, second):
    both = first + "\n\n\n。\n" + second

    assert [r[:4] for r in _readings(first)] + [r[:4] for r in _readings(second)] == [
        r[:4] for r in _readings(both)
    ]
