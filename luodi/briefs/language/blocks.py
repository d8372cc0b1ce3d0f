"""From the written text to blocks: title, headings numbered by the writer, paragraphs, lists, tables.

Every line is a paragraph, as in an official text. Headings may be typed (一、……) or marked (## ……);
marked ones are numbered here, so that a paragraph left out by a condition leaves no gap.
"""

import re
from collections.abc import Iterator
from typing import Any

from luodi.briefs.language import numerals
from luodi.briefs.language.traced import FIRST_MARK

MARKED = re.compile(r"(#{1,5})\s+(.*)")
TYPED = (
    (1, re.compile(r"[一二三四五六七八九十]+、(?=.{1,40}$)(?!.*[。；，]$)")),
    (2, re.compile(r"（[一二三四五六七八九十]+）(?=.{1,40}$)(?!.*[。；，]$)")),
)
BOLD = re.compile(r"\*\*(.+?)\*\*")
RULE = re.compile(r"\|?[\s:|-]+\|?")
Block = dict[str, Any]


def blocks_of(text: str) -> list[Block]:
    """Blocks of a written text; private characters become places."""
    counts = [0, 0, 0, 0]
    found: list[Block] = []
    lines = [line.strip() for line in text.splitlines()]
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("|"):
            end = at
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            found.append(_table(lines[at:end]))
            at = end
            continue
        if line:
            found.append(_line(line, counts))
        at += 1
    return found


def _line(line: str, counts: list[int]) -> Block:
    if len(line) == 1 and ord(line) >= FIRST_MARK:
        return {"kind": "place", "place": ord(line) - FIRST_MARK}
    if marked := MARKED.fullmatch(line):
        level = len(marked[1]) - 1
        if level == 0:
            return {"kind": "title", "runs": runs_of(marked[2])}
        return {
            "kind": "heading",
            "level": level,
            "runs": [{"text": _number(level, counts)}, *runs_of(marked[2])],
        }
    for level, form in TYPED:
        if form.match(line):
            counts[level - 1] += 1
            counts[level:] = [0] * (4 - level)
            return {"kind": "heading", "level": level, "runs": runs_of(line)}
    if line.startswith(("- ", "* ")):
        return {"kind": "item", "runs": runs_of(line[2:].strip())}
    return {"kind": "text", "runs": runs_of(line)}


def _number(level: int, counts: list[int]) -> str:
    counts[level - 1] += 1
    counts[level:] = [0] * (4 - level)
    number = counts[level - 1]
    if level == 1:
        return f"{numerals.in_chinese(number)}、"
    if level == 2:
        return f"（{numerals.in_chinese(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"


def _table(lines: list[str]) -> Block:
    rows = [
        [runs_of(cell.strip()) for cell in line.strip("|").split("|")]
        for line in lines
        if not RULE.fullmatch(line)
    ]
    return {"kind": "table", "head": rows[0] if rows else [], "rows": rows[1:]}


def runs_of(line: str, *, bold: bool = False) -> list[dict[str, Any]]:
    """Pieces of a line: words, bold words, places of citations."""
    found: list[dict[str, Any]] = []
    at = 0
    for match in BOLD.finditer(line):
        found += _plain(line[at : match.start()], bold)
        found += _plain(match[1], True)
        at = match.end()
    return found + list(_plain(line[at:], bold))


def _plain(text: str, bold: bool) -> Iterator[dict[str, Any]]:
    more = {"bold": True} if bold else {}
    words = ""
    for character in text:
        if ord(character) < FIRST_MARK:
            words += character
            continue
        if words:
            yield {"text": words, **more}
        words = ""
        yield {"place": ord(character) - FIRST_MARK, **more}
    if words:
        yield {"text": words, **more}
