"""Processor seconds to check 4,000 characters against 300 figures, median of ten runs.

python benchmarks/claims/speed.py
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from luodi.engines.claims import Figure, check, extract
from luodi.engines.claims.files import read_figures

TESTS = Path(__file__).parents[2] / "tests" / "engines" / "claims"
CHARACTERS, FIGURES, RUNS = 4000, 300, 10
STREETS = ["松岭", "望海", "北桥", "南湖", "东塔", "西苑"]


def long_text() -> str:
    """Labelled sentences one after the other, up to 4,000 characters."""
    lines = (TESTS / "sentences_look.jsonl").read_text(encoding="utf-8").splitlines()
    text = "\n\n".join(json.loads(line)["text"] for line in lines)
    return text[:CHARACTERS]


def many_figures() -> list[Figure]:
    """The test figures, and the same again for six streets, so that names compete."""
    known = read_figures(TESTS / "figures.json")
    streets = [
        replace(figure, key=f"{figure.key}.{street}", scope=f"{street}街道")
        for street in STREETS
        for figure in known
    ]
    return [*known, *streets][:FIGURES]


def seconds(work: Callable[[], object]) -> float:
    """Median processor time of ten runs: other work on the machine does not count."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    figures = many_figures()
    page = ((TESTS / "article.txt").read_text(encoding="utf-8") * 9)[:CHARACTERS]
    for name, text in (("newspaper page", page), ("only figures", long_text())):
        found = len(extract(text, "2022-11-08", "青屏区"))
        alone = seconds(lambda text=text: extract(text, "2022-11-08", "青屏区"))
        whole = seconds(lambda text=text: check(text, figures, "2022-11-08", "青屏区"))
        print(f"{name}: {len(text)} characters, {found} claims and tags, {len(figures)} figures")
        print(f"  extract {alone:.3f} s   check {whole:.3f} s")


if __name__ == "__main__":
    main()
