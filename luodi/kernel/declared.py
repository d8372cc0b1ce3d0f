"""Where figures, laws, sheets and tables of moves are declared. What is wrong with a declaration is said by
the checks that run when the system starts (`kernel.checks`), in one sentence with file and name, never by an
error in the middle of an import."""

import sys
from collections.abc import Iterable
from pathlib import Path

from django.core.checks import Error

ROOT = Path(__file__).parents[2]
REGISTRIES = (
    "luodi.kernel.declared", "luodi.kernel.figures", "luodi.kernel.sheets.declare",
    "luodi.kernel.transitions",
)  # fmt: skip
"""Modules between a declaration and its registry."""
TAG = "declarations"

PLACES: dict[tuple[str, str], str] = {}
"""(kind, name) → file:line of the declaration."""
REFUSED: list[Error] = []
"""Declarations that could not be taken into a registry."""


def declare(kind: str, name: str, *, known: bool) -> bool:
    """Note where something is declared; False when it is `known` already, which is then a fault."""
    if known:
        refuse(kind, name, f"已在 {PLACES[kind, name]} 声明过")
        return False
    PLACES[kind, name] = _place()
    return True


def refuse(kind: str, name: str, sentence: str) -> None:
    """Remember a declaration that cannot be taken."""
    REFUSED.append(fault(kind, name, sentence, _place()))


def fault(kind: str, name: str, sentence: str, place: str = "") -> Error:
    """One line: file, line, what, and what is wrong with it."""
    where = place or PLACES.get((kind, name), "")
    said = f"{where} {kind} {name}：{sentence}".strip()
    return Error(said, id=f"luodi.{_IDS.get(kind, 'declaration')}")


def faults(kind: str, name: str, sentences: Iterable[str]) -> list[Error]:
    """The same of several sentences."""
    return [fault(kind, name, sentence) for sentence in sentences]


FIGURE, LAW, SHEET, MOVES, TEMPLATE = "数字", "定律", "表", "流转", "简报模板"
_IDS = {FIGURE: "figure", LAW: "law", SHEET: "sheet", MOVES: "moves", TEMPLATE: "template"}


def _place() -> str:
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").startswith(REGISTRIES):
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{shown}:{frame.f_lineno}"
