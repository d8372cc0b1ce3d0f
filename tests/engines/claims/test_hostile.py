"""A true number that is changed, moved or broken is never called verified; no text is too odd to read."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.engines.claims import Figure, Finding, check, extract
from luodi.engines.claims.files import read_figures

HERE = Path(__file__).parent
UNITS = {
    "次": "条", "场": "条", "件": "人", "起": "人", "人": "个", "名": "个", "位": "个", "支": "个", "个": "人",
    "天": "期", "亿元": "亿美元", "万元": "万美元", "元": "美元", "亿美元": "亿元", "万美元": "万元", "%": "个百分点",
    "个百分点": "%", "家": "人", "户": "人", "所": "人", "万人次": "万人", "万吨": "万亩", "部": "公里", "公里": "米",
}  # fmt: skip
PERIODS = {
    "前三季度": ["前两季度", "一季度", "2021年前三季度", "三季度", "国庆假期"],
    "上半年": ["下半年", "1—5月", "2020年上半年", "5月份"],
    "1至9月": ["1至8月", "2至9月", "2019年至2021年"],
    "1—9月": ["1—8月", "9月"],
    "2023年": ["2021年", "2019年", "2021—2023年", "2023年“五一”假期"],
}
PLACES = {
    "全县": ["全省", "全国", "石桥镇", "云山县", "高新区"],
    "全区": ["全市", "全省", "金桥街道", "高新区", "江北区", "全国"],
    "我区": ["我市", "江北区"],
}
NOISE = [" ", "\n", "\u3000", "\u200b", "\u00ad", "\ufe0f", "\t"]


@dataclass(frozen=True)
class Case:
    """A labelled sentence with the figures it is held against and what was found in it."""

    text: str
    date: str
    place: str
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]

    def verified_at(self, text: str, at: int) -> list[Finding]:
        found = check(text, self.figures, self.date, self.place)
        return [f for f in found if f.claim.start <= at < f.claim.end and f.verdict == "verified"]


@cache
def cases() -> list[Case]:
    found = []
    for part, figures_file in (("look", "figures.json"), ("open", "figures_hands.json")):
        figures = tuple(read_figures(HERE / figures_file))
        for line in (HERE / f"sentences_{part}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            text, day, place = row["text"], row["doc_date"], row["doc_scope"]
            findings = tuple(check(text, figures, day, place))
            found.append(Case(text, day, place, figures, findings))
    return found


@cache
def claims(verdict: str) -> list[tuple[Case, Finding]]:
    return [
        (case, finding)
        for case in cases()
        for finding in case.findings
        if finding.verdict == verdict and finding.claim.value is not None
    ]


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_no_changed_digit_of_an_exact_number_stays_verified(data):
    case, finding = data.draw(st.sampled_from(claims("verified")))
    claim = finding.claim
    digits = [claim.start + m.start() for m in re.finditer("[0-9]", claim.span)]
    if claim.op != "eq" or not digits:
        return
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != case.text[at]]))

    assert case.verified_at(case.text[:at] + other + case.text[at + 1 :], at) == []


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_no_number_stays_verified_in_another_unit(data):
    case, finding = data.draw(st.sampled_from(claims("verified")))
    claim = finding.claim
    unit = re.sub(r".*\d", "", claim.span)
    if unit not in UNITS:
        return
    text = case.text[: claim.end - len(unit)] + UNITS[unit] + case.text[claim.end :]

    assert case.verified_at(text, claim.start) == []


@settings(deadline=None, max_examples=50)
@pytest.mark.parametrize("words", [PERIODS, PLACES], ids=["period", "place"])
@given(st.data())
def test_no_number_stays_verified_for_another_period_or_place(words, data):
    case, finding = data.draw(st.sampled_from(claims("verified")))
    start = finding.claim.start
    said = [(case.text.rfind(word, 0, start), word) for word in words if word in case.text[:start]]
    # Only what governs the number: nothing dated and no other place may stand between.
    governed = [(at, word) for at, word in said if re.search("[年月底末镇]|街道|全|江南|泽川|区", case.text[at + len(word) : start]) is None]  # fmt: skip
    if not governed:
        return
    at, word = max(governed)
    other = data.draw(st.sampled_from(words[word]))
    text = case.text[:at] + other + case.text[at + len(word) :]

    assert case.verified_at(text, start + len(other) - len(word)) == []


@settings(deadline=None, max_examples=60)
@given(st.data(), st.sampled_from(NOISE))
def test_broken_lines_and_blanks_in_a_number_verify_nothing_that_was_not(data, noise):
    verdict = data.draw(st.sampled_from(["contradicted", "no_record"]))
    case, finding = data.draw(st.sampled_from(claims(verdict)))
    start, end = finding.claim.start, finding.claim.end
    at = data.draw(st.integers(start + 1, max(start + 1, end - 1)))
    text = case.text[:at] + noise + case.text[at:]

    assert case.verified_at(text, start) == []


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_full_width_digits_verify_nothing_that_was_not(data):
    verdict = data.draw(st.sampled_from(["contradicted", "no_record"]))
    case, finding = data.draw(st.sampled_from(claims(verdict)))
    start, end = finding.claim.start, finding.claim.end
    wide = case.text[start:end].translate({c: c + 0xFEE0 for c in range(0x30, 0x3A)})

    assert case.verified_at(case.text[:start] + wide + case.text[end:], start) == []


ODD = [
    "",
    "1234567890" * 50,
    "😀🎉👩‍👩‍👧👍🏽 12个😀",
    "\ud800 前三季度加装电梯99部 \udfff",
    "前三季度，全區利用內資99.9億元，引進項目99個，增長9.9個百分點，到賬3.1萬美元。",
    "In 2025 the GDP rose 9.9% to RMB 999 billion（加装电梯99部）.",
    "加装\u00ad电梯9\u200b9\u200b部，利用内\u00ad资9\ufeff9亿元",
    "利用内资99&nbsp;亿元&#44;加装电梯&#57;9部&lt;b&gt;99&lt;/b&gt;",
    "<td>加装电梯</td><td>99</td><td>部</td>",
    "\x00\x01\x02加装电梯99部\x7f",
    "٩٩部 ९९部 ⅔ Ⅻ ㊈ 九九八十一 〇〇〇 亿亿亿元 万万万 %%%",
    "第" * 500 + "个" * 500,
    "分别" * 300 + "1个、2个",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_an_odd_text_is_read_and_nothing_in_it_is_verified(text):
    figures = read_figures(HERE / "figures_hands.json")

    findings = check(text, figures, "2025-10-22", "明湖区")

    assert [f.claim.span for f in findings if f.verdict == "verified"] == []
    assert all(text[f.claim.start : f.claim.end] == f.claim.span for f in findings)


def test_a_long_text_takes_time_in_proportion():
    page = "\n\n".join(case.text for case in cases())[:8000]

    def seconds(text: str) -> float:
        start = time.process_time()
        extract(text, "2022-11-08", "青屏区")
        return time.process_time() - start

    short = min(seconds(page) for _ in range(3))

    assert seconds(page * 8) < 8 * 2.5 * short
