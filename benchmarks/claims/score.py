"""Precision, recall, figure and verdict accuracy of the claims engine on labelled sentences.

python benchmarks/claims/score.py FILE.jsonl [--figures FILE.json] [--show]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

from luodi.engines.claims import Finding, check
from luodi.engines.claims.files import read_figures

TESTS = Path(__file__).parents[2] / "tests" / "engines" / "claims"
COUNTED = {"quantity", "growth", "ratio", "delta", "threshold", "ordinal", "target"}
FIELDS = ("value_max", "unit", "unit_base", "op", "kind", "comparison", "figure", "verdict")


def score(sentences: list[dict], figures: list, show: bool = False) -> Counter:
    """Counts over all sentences; a claim is found when it overlaps a label and has its value."""
    counts: Counter = Counter()
    for sentence in sentences:
        findings = check(sentence["text"], figures, sentence["doc_date"], sentence["doc_scope"])
        findings = [f for f in findings if f.claim.kind in COUNTED]
        problems = _score_one(sentence["claims"], findings, counts)
        if show and problems:
            print(sentence["id"], sentence["text"].replace("\n", "⏎"))
            print("".join(f"    {problem}\n" for problem in problems), end="")
    return counts


def _score_one(labels: list[dict], findings: list[Finding], counts: Counter) -> list[str]:
    problems = []
    free = list(findings)
    for label in labels:
        over = [f for f in free if f.claim.start < label["end"] and label["start"] < f.claim.end]
        if label.get("skip"):
            free = [f for f in free if f not in over]
            continue
        counts["labels"] += 1
        hit = next((f for f in over if _equal(f.claim.value, label["value"])), None)
        if hit is None:
            problems.append(f"missed {label['span']!r}")
            continue
        free.remove(hit)
        counts["found"] += 1
        problems += _compare(label, hit, counts)
    for extra in (f for f in free if f.claim.kind != "threshold"):
        counts["extra"] += 1
        counts["false verified"] += extra.verdict == "verified"
        problems.append(f"extra {extra.claim.span!r} {extra.claim.kind} {extra.verdict}")
    return problems


def _compare(label: dict, hit: Finding, counts: Counter) -> list[str]:
    problems = []
    for field in FIELDS:
        expected, got = label[field], _field(hit, field)
        if field == "unit_base" and expected is None:
            continue
        right = _equal(got, expected) if field == "value_max" else got == expected
        counts[field] += right
        counts[f"{field} of"] += 1
        if not right:
            problems.append(
                f"{label['span']!r} {field}: expected {expected}, got {got} ({hit.rule})"
            )
    if label["unit_base"]:
        counts["value_base of"] += 1
        counts["value_base"] += _equal(hit.claim.value_base, label["value_base"])
    if hit.verdict == "verified" and label["verdict"] != "verified":
        counts["false verified"] += 1
        problems.append(f"FALSE VERIFIED {label['span']!r} {hit.figure} {hit.truth}")
    return problems


def _field(hit: Finding, field: str) -> object:
    if field in ("figure", "verdict"):
        return getattr(hit, field)
    if field == "comparison":
        found = hit.claim.comparison
        return found and {"type": found.type, "direction": found.direction}
    return getattr(hit.claim, field)


def _equal(got: Decimal | None, expected: float | None) -> bool:
    if got is None or expected is None:
        return got is None and expected is None
    return abs(float(got) - expected) <= 1e-9 * max(1.0, abs(expected))


def report(counts: Counter) -> str:
    """One line a measure, counts beside shares."""
    found, labels, extra = counts["found"], counts["labels"], counts["extra"]
    precision, recall = found / max(1, found + extra), found / max(1, labels)
    lines = [
        f"labels {labels}  found {found}  extra {extra}",
        f"precision {precision:.4f}  recall {recall:.4f}  F1 {2 * precision * recall / (precision + recall):.4f}",
        *(
            f"{field:<12} {counts[field]}/{counts[f'{field} of']} = {counts[field] / max(1, counts[f'{field} of']):.4f}"
            for field in ("value_base", *FIELDS)
        ),
        f"FALSE VERIFIED {counts['false verified']}",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--figures", type=Path, default=TESTS / "figures.json")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    lines = given.file.read_text(encoding="utf-8").splitlines()
    sentences = [json.loads(line) for line in lines if line.strip()]
    print(report(score(sentences, read_figures(given.figures), given.show)))


if __name__ == "__main__":
    main()
