"""Quantities written in other ways: 亿元以上, 1亿5000万元, 翻一番, 一批."""

from __future__ import annotations

import re
from decimal import Decimal

from .grammar import BARE_MONEY, COMPOUND, DOUBLED, OPS_AFTER, VAGUE
from .numerals import parse_number
from .raw import Raw


def bare_money(text: str) -> list[Raw]:
    """亿元以上: the one is not written, and it is always a limit."""
    return [_limit(m) for m in BARE_MONEY.finditer(text)]


def _limit(m: re.Match[str]) -> Raw:
    unit = m["magnitude"] + m["unit"]
    op, after = OPS_AFTER[m["after"]], m["after"]
    return Raw(m.start(), m.end(), m.start(), Decimal(1), unit, op, form="threshold", after=after)


def compounds(text: str) -> list[Raw]:
    """1亿5000万元 is 1.5 亿元."""
    return [
        Raw(m.start(), m.end(), m.start(), value, "亿" + m["unit"])
        for m in COMPOUND.finditer(text)
        if (value := Decimal(m["high"]) + Decimal(m["low"]) / 10000)
    ]


def doublings(text: str) -> list[Raw]:
    """翻一番 is twice, 翻两番 four times."""
    raws = []
    for m in DOUBLED.finditer(text):
        times = parse_number(m["n"]) if m["n"] else Decimal(1)
        if times is not None:
            value = Decimal(2) ** int(times)
            raws.append(Raw(m.start(), m.end(), m.start(), value, "番", form="doubling"))
    return raws


def vague(text: str) -> list[Raw]:
    """一批, 若干, 上百家: listed, never checked."""
    return [
        Raw(m.start(), m.end(), m.start(), None, "", form="vague") for m in VAGUE.finditer(text)
    ]
