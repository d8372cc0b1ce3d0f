"""Writes RESULTS.md from a sitting."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.review.reviewer import Sitting

PACES = (
    ("practised: 0.6 s a key, 2 s a statement", 0.6, 2.0, 0.0),
    ("steady: 1.0 s a key, 2.5 s a statement", 1.0, 2.5, 0.0),
    ("slow: 1.5 s a key, 3 s a statement", 1.5, 3.0, 0.0),
    ("by screens: 1.5 s a key, 3 s a screen", 1.5, 0.0, 3.0),
)
"""(name, seconds a key, seconds to read a statement, seconds to take in a new screen)."""
GOAL_S = 20 * 60


def write(sitting: Sitting, statements: int, grouped: int, wall_s: float, right: int) -> None:
    """Rewrite the file beside this module."""
    waited = sum(sitting.waits_s)
    lines = [
        "# One person reviews 309 statements by keyboard",
        "",
        "`python -m benchmarks.review`: the sample's statements, ungrouped, in a campaign with the",
        "twelve problems drafted. The scripted reviewer knows the truth, uses the keyboard alone and",
        "decides every statement; times of a person are keys and reading at a stated pace plus the",
        "measured waiting. A statement placed by its digit leaves at once, so its answer is not waited",
        "for; whole screens are.",
        "",
        "| figure | value |",
        "|---|---|",
        f"| statements | {statements} |",
        f"| of these proposed in groups by the engine | {grouped} |",
        f"| under their true problem afterwards (read from the database) | {right} |",
        f"| screens of ten | {sitting.screens} |",
        f"| keystrokes | {sitting.keys} |",
        f"| keystrokes a statement | {sitting.keys / statements:.2f} |",
        *(f"| decisions: {name} | {n} |" for name, n in sitting.decisions.most_common()),
        f"| key to the server's answer, median | {sitting.median_s() * 1000:.0f} ms |",
        f"| waiting until a row is current again, in all | {waited:.0f} s |",
        f"| the scripted sitting, wall clock | {wall_s:.0f} s |",
        f"| load of the machine at the end (1, 5, 15 min) | {_load()} |",
        "",
        "| pace | minutes | under 20 |",
        "|---|---|---|",
        *(_pace(sitting, statements, waited, *pace) for pace in PACES),
        "",
        "Not measured: a living reviewer, who is also unsure, corrects himself and rests.",
        "",
    ]
    Path(__file__).with_name("RESULTS.md").write_text("\n".join(lines), encoding="utf-8")


def _pace(
    sitting: Sitting, statements: int, waited: float, name: str, key: float, read: float,
    screen: float,
) -> str:  # fmt: skip
    total = sitting.keys * key + statements * read + sitting.screens * screen + waited
    return f"| {name} | {total / 60:.1f} | {'yes' if total < GOAL_S else 'no'} |"


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())
