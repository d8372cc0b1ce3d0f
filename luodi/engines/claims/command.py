"""luodi claims FILE [--figures FILE]: numeric claims of texts, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from . import Claim, Figure, Finding, check, extract
from .files import BadInput, Text, read_figures, read_texts
from .pipeline import as_date

DONE, FOUND, BAD = 0, 1, 2
_DESCRIPTION = "从文字中找出数字主张；给出 --figures 时逐条核对。输入 .jsonl（每行 id、text、doc_date、doc_scope）或 .txt、.docx；每个文本输出一行 JSON。"


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0: done; 1: a claim is contradicted; 2: bad input, said in one line."""
    given = _parser().parse_args(argv)
    try:
        figures = read_figures(given.figures) if given.figures else None
        texts = [_with_defaults(text, given) for text in read_texts(given.file)]
    except (BadInput, ValueError) as error:
        sys.stderr.write(f"luodi claims：{error}\n")
        return BAD
    contradicted = False
    for row in _rows(texts, figures):
        contradicted |= any(claim.get("verdict") == "contradicted" for claim in row["claims"])
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return FOUND if contradicted else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="luodi claims", description=_DESCRIPTION)
    parser.add_argument("file", type=Path, metavar="FILE", help=".jsonl、.txt 或 .docx")
    parser.add_argument(
        "--figures",
        type=Path,
        metavar="FILE",
        help="已知指标的 JSON：键 → label、value、unit、period、scope、previous、aliases",
    )
    parser.add_argument("--date", metavar="2018-11-08", help="没有 doc_date 的文本的成文日期")
    parser.add_argument(
        "--scope", metavar="市南区", default="", help="没有 doc_scope 的文本所说的地方"
    )
    return parser


def _with_defaults(text: Text, given: argparse.Namespace) -> Text:
    as_date(given.date)
    return replace(
        text, doc_date=text.doc_date or given.date, doc_scope=text.doc_scope or given.scope
    )


def _rows(texts: Sequence[Text], figures: list[Figure] | None) -> Iterator[dict[str, Any]]:
    for text in texts:
        if figures is None:
            claims = [_claim(c) for c in extract(text.text, text.doc_date, text.doc_scope)]
        else:
            claims = [_finding(f) for f in check(text.text, figures, text.doc_date, text.doc_scope)]
        yield {"id": text.id, "claims": claims}


def _claim(claim: Claim) -> dict[str, Any]:
    compared = claim.comparison
    return {
        "start": claim.start,
        "end": claim.end,
        "span": claim.span,
        "value": _number(claim.value),
        "value_max": _number(claim.value_max),
        "value_base": _number(claim.value_base),
        "unit": claim.unit,
        "unit_base": claim.unit_base,
        "op": claim.op,
        "kind": claim.kind,
        "comparison": {"type": compared.type, "direction": compared.direction}
        if compared
        else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    row = _claim(finding.claim)
    row |= {"figure": finding.figure, "verdict": finding.verdict, "truth": _number(finding.truth)}
    return row | {"rule": finding.rule}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
