"""Choices, lists and yes or no."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final, TypeVar

from luodi.kernel.sheets.sentences import BadValue, Note
from luodi.kernel.sheets.values.texts import Parsed, clean_text, is_nothing, plain_text, same_key

Value = TypeVar("Value")

YES: Final = frozenset(
    {"是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true", "1", "已", "需要"}
)
NO: Final = frozenset({"否", "无", "没有", "不是", "错", "×", "✗", "✘", "☐", "x", "n", "no", "false", "0", "未", "不需要"})  # fmt: skip
SEPARATORS: Final = "、，,；;\n/／"
OPENING, CLOSING = "（(【[〔<《“", "）)】]〕>》”"
SHOWN: Final = 12


def parse_choice(value: object, choices: Mapping[str, Value]) -> Parsed[Value | None]:
    """Read one of the choices (label → value), spaces, width and case aside; empty is None."""
    text = plain_text(value)
    if not text:
        return Parsed(None)
    if text in choices:
        return Parsed(choices[text])
    by_key = {same_key(str(label)): meaning for label, meaning in choices.items()}
    if same_key(text) in by_key:
        return Parsed(by_key[same_key(text)])
    labels = [str(label) for label in choices]
    allowed = "、".join(labels[:SHOWN]) + ("……" if len(labels) > SHOWN else "")
    if near := get_close_matches(text, labels, n=1):
        raise BadValue("not_choice_near", value=text, near=near[0], allowed=allowed)
    raise BadValue("not_choice", value=text, allowed=allowed)


def parse_list(value: object, *, separators: str = SEPARATORS) -> Parsed[list[str]]:
    """Read a list with any of the usual separators; those inside brackets part nothing."""
    text = clean_text(value)
    plain_text(value)  # refuses a failed formula
    items = [item.strip(" \u3000\t") for item in _split(text, separators)]
    items = [item for item in items if item and not (is_nothing(item) and len(items) == 1)]
    single = list(dict.fromkeys(items))
    return Parsed(single, Note("repeated") if len(single) < len(items) else None)


def parse_yes_no(value: object) -> Parsed[bool | None]:
    """Read 是/否, 有/无, √/×, Y/N, 1/0; an empty cell is None."""
    text = plain_text(value).casefold()
    if text in YES or text in NO:
        return Parsed(text in YES)
    if not text:
        return Parsed(None)
    raise BadValue("not_yes_no", value=clean_text(value))


def _split(text: str, separators: str) -> Sequence[str]:
    depth, pieces, piece = 0, [], ""
    for sign in text:
        if sign in separators and depth == 0:
            pieces.append(piece)
            piece = ""
            continue
        if sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth = max(depth - 1, 0)
        piece += sign
    pieces.append(piece)
    # An opening bracket that is never closed must not swallow the rest of the list.
    return pieces if depth == 0 else re.split(f"[{re.escape(separators)}]", text)
