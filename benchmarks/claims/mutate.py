"""Every number of an article changed five ways: how many false articles are flagged.

python benchmarks/claims/mutate.py ARTICLE.txt FIGURES.json --date 2018-11-08 --scope 市南区 [--show]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from luodi.engines.claims import Claim, Figure, Finding, check
from luodi.engines.claims.files import read_figures

UNITS = {
    "次": "条", "条": "次", "类": "期", "期": "次", "人": "个", "名": "个", "位": "个", "支": "个", "个": "支",
    "天": "期", "亿元": "亿美元", "亿美元": "亿元", "%": "个百分点", "大类": "条",
}  # fmt: skip
CHINESE = "一二三四五六七八九"
PERIOD = re.compile(r"近日|11月1日|10月28日|第三阶段|1至9月|1至10月|截至目前")


@dataclass(frozen=True)
class Mutant:
    """An article in which one number says something else; `at` is where that number stands now."""

    way: str
    text: str
    at: int
    was: str


def mutants(text: str, claims: list[Claim]) -> Iterator[Mutant]:
    """Five false articles for every counted number."""
    for claim in claims:
        number = re.search(rf"\d+(?:\.\d+)?|[{CHINESE}]", claim.span)
        if number is None:
            continue
        for way, changed in _numbers(number[0]):
            at = claim.start + number.start()
            yield Mutant(
                way, text[:at] + changed + text[at + len(number[0]) :], claim.start, claim.span
            )
        yield _unit(text, claim)
        yield _period(text, claim)


def _numbers(written: str) -> list[tuple[str, str]]:
    if written in CHINESE:
        n = CHINESE.index(written)
        return [
            ("±1", CHINESE[n + 1 if n < 8 else n - 1]),
            ("digits", CHINESE[(n + 4) % 9]),
            ("×10", "十" if n == 0 else CHINESE[n] + "十"),
        ]
    digits = written.replace(".", "")
    one = _leading(written) if written.endswith("0") else _last(written)
    return [("±1", one), ("digits", _swapped(written, digits)), ("×10", _times_ten(written))]


def _last(written: str) -> str:
    last = int(written[-1])
    return written[:-1] + str(last + 1 if last < 9 else last - 1)


def _leading(written: str) -> str:
    """200余 and 40余 claim their leading digit."""
    first = int(written[0])
    return str(first + 1 if first < 9 else first - 1) + written[1:]


def _swapped(written: str, digits: str) -> str:
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1] and not (i == 0 and digits[1] == "0"):
            swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
            dot = written.find(".")
            return swapped if dot < 0 else swapped[:dot] + "." + swapped[dot:]
    return str(int(digits[0]) % 9 + 3) + written[1:]


def _times_ten(written: str) -> str:
    whole, dot, fraction = written.partition(".")
    return (
        whole + "0"
        if not dot
        else whole + fraction[0] + ("." + fraction[1:] if fraction[1:] else "")
    )


def _unit(text: str, claim: Claim) -> Mutant:
    unit = claim.unit.split("/")[0]
    at = text.rfind(unit[-1], claim.start, claim.end)
    size = len(unit) if text[at - len(unit) + 1 : at + 1] == unit else 1
    start = at - size + 1
    changed = UNITS.get(unit, "支")
    return Mutant("unit", text[:start] + changed + text[at + 1 :], claim.start, claim.span)


def _period(text: str, claim: Claim) -> Mutant:
    """The period before the number is another year's; where none is said, last year's is put there."""
    paragraph = text.rfind("\n", 0, claim.start) + 1
    said = list(PERIOD.finditer(text, paragraph, claim.start))
    wrong = {
        "1至9月": "1至8月",
        "1至10月": "1至8月",
        "11月1日": "10月1日",
        "10月28日": "9月28日",
        "第三阶段": "第二阶段",
    }
    if said and said[-1][0] in wrong:
        start, end, new = said[-1].start(), said[-1].end(), wrong[said[-1][0]]
    elif said:
        start, end, new = said[-1].start(), said[-1].end(), "2016年"
    else:
        start = end = (
            max(text.rfind(stop, paragraph, claim.start) for stop in "。,，") + 1 or paragraph
        )
        start = end = max(start, paragraph)
        new = "2016年"
    return Mutant(
        "period",
        text[:start] + new + text[end:],
        claim.start + len(new) - (end - start),
        claim.span,
    )


def counted(findings: list[Finding]) -> list[Finding]:
    """Claims whose truth can be asked for."""
    return [f for f in findings if f.claim.kind in ("quantity", "growth", "ratio", "delta")]


def run(text: str, figures: list[Figure], date: str, scope: str, show: bool = False) -> Counter:
    """Verdicts on the changed number, by way of change."""
    base = counted(check(text, figures, date, scope))
    counts: Counter = Counter()
    counts["claims"] = len(base)
    counts["claims verified"] = sum(f.verdict == "verified" for f in base)
    for mutant in mutants(text, [f.claim for f in base]):
        findings = counted(check(mutant.text, figures, date, scope))
        hit = [f for f in findings if f.claim.start <= mutant.at + 1 and mutant.at < f.claim.end]
        verdict = hit[0].verdict if hit else "not found"
        counts[verdict] += 1
        counts[f"{mutant.way}: {verdict}"] += 1
        if show and verdict in ("verified", "not found"):
            now = hit[0].claim.span if hit else ""
            print(
                f"{verdict}: {mutant.way} {mutant.was} → {now} {hit and (hit[0].figure, hit[0].claim.period)}"
            )
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", type=Path)
    parser.add_argument("figures", type=Path)
    parser.add_argument("--date", required=True)
    parser.add_argument("--scope", default="")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    text = given.article.read_text(encoding="utf-8")
    counts = run(text, read_figures(given.figures), given.date, given.scope, given.show)
    for name, count in sorted(counts.items()):
        print(f"{name:<24} {count}")


if __name__ == "__main__":
    main()
