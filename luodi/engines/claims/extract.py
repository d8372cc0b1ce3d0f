"""Clean text → raw quantities: number, unit and qualifier, nothing yet attached."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from .grammar import (
    AROUND_BEFORE,
    LASTING,
    LIST_HEAD,
    NOT_A_UNIT,
    ONE_COUNTS,
    OPS_AFTER,
    OPS_BEFORE,
    PERCENT_WORDS,
    QUANTITY,
    RANGE,
)
from .numerals import DIGITS, leading_unit, parse_number
from .rare_forms import bare_money, compounds, doublings, vague
from .raw import Raw

# GDP386.52亿元: codes like ISO9001 are masked before.
_ACRONYM = re.compile(r"(?:^|[^A-Za-z\d])[A-Z]{3}$")


def extract_quantities(text: str, readable: str) -> list[Raw]:
    """Quantities in order of place; `readable` is the text with masks and periods blanked out."""
    taken = bytearray(len(text))
    found: list[Raw] = []
    for finder in (_ranges, _percent_words, compounds, _quantities, bare_money, doublings, vague):
        for raw in finder(readable):
            if not any(taken[raw.start : raw.end]):
                taken[raw.start : raw.end] = b"\1" * (raw.end - raw.start)
                found.append(raw)
    found += _list_heads(readable, found, taken)
    return sorted(found, key=lambda raw: raw.start)


def _ranges(text: str) -> list[Raw]:
    raws = []
    for m in RANGE.finditer(text):
        low, high = parse_number(m["low"]), parse_number(m["high"])
        moved = re.search(r"[由从自]$", text[: m.start()][-1:]) is not None
        plain = (m["unit1"] or m["unit"]) == m["unit"] and (m["mag1"] or m["mag2"]) == m["mag2"]
        if low is None or high is None or low >= high or moved or not plain:
            continue
        if _cut_off(text, m.start("low")) or not _unit_stands(text, m):
            continue
        unit = (m["mag2"] or "") + m["unit"]
        raw = Raw(m.start(), m.end(), m.start(), low, unit, "range", high, after=m["after"] or "")
        raws.append(raw)
    return raws


def _percent_words(text: str) -> list[Raw]:
    raws = []
    for m in PERCENT_WORDS.finditer(text):
        value = parse_number(m["number"])
        if value is not None:
            op, after = _op(text, m, more=False), m["after"] or ""
            raws.append(Raw(_begin(text, m), m.end(), m.start("head"), value, "%", op, after=after))
    return raws


def _quantities(text: str) -> list[Raw]:
    raws = []
    pos = 0
    while m := QUANTITY.search(text, pos):
        pos = m.end()
        raw = _quantity(text, m)
        if raw is None:
            pos = max(m.start("number") + 1, m.start() + 1)
        else:
            raws.append(raw)
    return raws


def _quantity(text: str, m: re.Match[str]) -> Raw | None:
    value = _value(text, m)
    if value is None or _cut_off(text, m.start("number")) or not _unit_stands(text, m):
        return None
    if not m["number"][-1:].isdigit() and not m["magnitude"] and not _chinese_counts(text, m):
        return None
    unit = _unit(text, m)
    if m["ordinal"]:
        return Raw(m.start("ordinal"), m.end(), m.start("number"), value, unit, form="ordinal")
    op = _op(text, m, more=bool(m["more"] or m["more2"] or m["more3"]))
    top = value + leading_unit(value) if op == "gt_near" else None
    start = m.start("number") if value < 0 else _begin(text, m)
    return Raw(start, m.end(), m.start("number"), value, unit, op, top, after=m["after"] or "")


def _value(text: str, m: re.Match[str]) -> Decimal | None:
    """The number as written; a minus counts only behind 增长 and the like, elsewhere it is a dash."""
    written = m["number"]
    plain = written.lstrip("-")
    value = parse_number(plain) if plain else Decimal(1) if m["magnitude"] else None
    if value is None:
        return None
    if m["half"]:
        value += Decimal(5 if m["half"] == "半" else DIGITS[m["half"]]) / 10
    return -value if written.startswith("-") and _signed(text, m) else value


def _signed(text: str, m: re.Match[str]) -> bool:
    return re.search(r"(?:增长|增速|增幅|为|率)$", text[: m.start("number")][-4:]) is not None


def _unit(text: str, m: re.Match[str]) -> str:
    """The unit as written; in 0.3 个、0.8 个百分点 the first 个 is short for 个百分点."""
    unit = (m["magnitude"] or "") + m["unit"]
    if unit == "个" and "." in m["number"] and re.match(r"[^,。;]{0,12}个百分点", text[m.end() :]):
        return "个百分点"
    return unit


def _cut_off(text: str, at: int) -> bool:
    """The number is the tail of something longer: 十八, A4, 1.2.3, 初三."""
    before = text[max(0, at - 1) : at]
    if before in ("数", "初", "周", "几") and not text[at].isdigit():
        return True
    if _ACRONYM.search(text[max(0, at - 4) : at]):
        return False
    return bool(before) and (
        before in "零〇一二两三四五六七八九十百千万亿几." or (before.isascii() and before.isalnum())
    )


def _unit_stands(text: str, m: re.Match[str]) -> bool:
    """The unit is a unit here and not the head of a word: 三位于, 两家庭."""
    unit = m["unit"]
    rule = NOT_A_UNIT.get(unit)
    after = text[m.end("unit") : m.end("unit") + 4]
    if unit == "个月" and not LASTING.search(text[: m.start("number")][-6:]):
        return False
    return not (rule and rule.match(after))


def _chinese_counts(text: str, m: re.Match[str]) -> bool:
    """A Chinese numeral counts; a lone 一, or a bare 百/千, does so only beside a counting verb."""
    written = m["number"]
    if m["ordinal"]:
        return True
    if written == "一":
        if m["unit"] in ("成", "倍", "元", "美元"):
            return m["unit"] != "成"
        return (
            bool(ONE_COUNTS.search(text[: m.start("number")][-5:]))
            and not m["more"]
            and m["unit"] not in ("批", "番")
        )
    if written[0] in "百千" and len(written) == 1:
        return bool(m["more"] or m["before"] or m["more2"])
    return True


def _begin(text: str, m: re.Match[str]) -> int:
    """Where the qualifier starts; 签约 and 附近 are no qualifiers."""
    if m["before"] and _misread(text, m):
        return m.start("head") if "head" in m.re.groupindex else m.start("number")
    return m.start()


def _misread(text: str, m: re.Match[str]) -> bool:
    return bool(AROUND_BEFORE.search(text[max(0, m.start() - 1) : m.end("before")]))


def _op(text: str, m: re.Match[str], *, more: bool) -> str:
    before = "" if m["before"] and _misread(text, m) else (m["before"] or "")
    if m["after"] in OPS_AFTER and before not in OPS_BEFORE:
        return OPS_AFTER[m["after"]]
    if before in OPS_BEFORE and not (more and before in ("近", "约", "达")):
        return OPS_BEFORE[before]
    return "gt_near" if more else "eq"


def _list_heads(text: str, found: list[Raw], taken: bytearray) -> list[Raw]:
    """分别为 12、15 和 18 个: the first numbers take the unit of the next one."""
    by_number = {raw.number_at: raw for raw in found if raw.form == "quantity"}
    heads: list[Raw] = []
    for m in reversed(list(LIST_HEAD.finditer(text))):
        nearby = text[max(0, m.start() - 30) : m.start()]
        follower = by_number.get(m.end() + (2 if text.startswith("以及", m.end()) else 1))
        value = parse_number(m["number"])
        if (
            follower is None
            or value is None
            or "分别" not in nearby
            or any(taken[m.start() : m.end()])
        ):
            continue
        if _cut_off(text, m.start()):
            continue
        raw = replace(
            follower,
            start=m.start(),
            end=m.end(),
            number_at=m.start(),
            value=value,
            value_max=None,
            op="eq",
            after="",
        )
        by_number[raw.number_at] = raw
        heads.append(raw)
    return heads
