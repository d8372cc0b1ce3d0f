"""The law of the language: no digit that nobody can trace. Read from the template's own tokens."""

import unicodedata
from collections.abc import Iterator

from jinja2.exceptions import TemplateSyntaxError

from luodi.briefs.language.faults import Fault, Faults
from luodi.briefs.language.sandbox import Cage, new_environment, parsed
from luodi.briefs.language.targets import HOW, is_written_well
from luodi.briefs.language.traced import FIRST_MARK

TRACED_CALLS = ("fig", "yoy", "date", "lit", "units")
OWN_TAGS = ("period", "table", "chart", "records")
COMPARING = ("<", ">", "<=", ">=", "==", "!=")
OPEN, CLOSE = ("(", "[", "{"), (")", "]", "}")


def lint(source: str) -> list[Fault]:
    """Every mistake that can be found without a figure; an empty list means it may be tried."""
    cage = new_environment()
    marks = list(_marks(source))
    try:
        parsed(cage, source)
        return marks + list(_untraced(cage, source))
    except Faults as faults:
        return marks + faults.found


def is_digit(character: str) -> bool:
    """0–9, full-width, circled, Roman numerals; not 三, which is a word."""
    return unicodedata.category(character) in ("Nd", "No", "Nl") and character != "〇"


def _marks(source: str) -> Iterator[Fault]:
    for at, character in enumerate(source):
        if ord(character) >= FIRST_MARK:
            yield Fault(*_place(source, at), "正文里有不能使用的字符，请删去")


def _untraced(cage: Cage, source: str) -> Iterator[Fault]:
    reader = _Reader()
    at = 0
    try:
        tokens = list(cage.lexer.tokeniter(source, None))
    except TemplateSyntaxError as error:
        yield Fault(error.lineno or 0, 0, f"写法不对（{error.message}）")
        return
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    for _line, kind, text in tokens:
        at = source.find(text, at)
        for offset, sentence in reader.read(kind, text):
            yield Fault(*_place(source, at + offset), sentence)
        at += len(text)


class _Reader:
    """Walks the tokens and knows whether a digit here stands inside a traced call."""

    def __init__(self) -> None:
        self.tag = ""
        self.calls: list[bool] = []
        self.last = self.before = ""

    def read(self, kind: str, text: str) -> Iterator[tuple[int, str]]:
        """Offsets of digits in this token that nobody can trace."""
        if kind == "data":
            yield from runs_of_digits(text, '请改用 fig(…) 引用，或用 lit("…") 注明是手写')
            return
        if kind in ("block_begin", "variable_begin"):
            self.tag, self.calls, self.last = "" if kind == "block_begin" else "{{", [], ""
            return
        if kind in ("whitespace", "comment", "comment_begin", "comment_end"):
            return
        if (self.tag, self.before, self.last) == ("chart", "target", "="):
            yield from () if is_written_well(kind, text) else ((0, HOW),)
        if kind == "name" and not self.tag:
            self.tag = text
        elif kind == "operator" and text in OPEN:
            self.calls.append(self._traced() or self.last in TRACED_CALLS or self._is_filter)
        elif kind == "operator" and text in CLOSE and self.calls:
            self.calls.pop()
        elif kind in ("integer", "float", "string") and not self._may():
            yield from runs_of_digits(text, "数字不能直接写，请放进 fig(…)、date(…) 或 lit(…)")
        self._is_filter = kind == "name" and self.last == "|"
        self.before, self.last = self.last, text

    _is_filter = False

    def _traced(self) -> bool:
        return bool(self.calls and self.calls[-1])

    def _may(self) -> bool:
        compares = self.last in COMPARING
        return self.tag in OWN_TAGS or self._traced() or compares


def runs_of_digits(text: str, how: str) -> Iterator[tuple[int, str]]:
    """One fault a run of digits, naming the digits."""
    at = 0
    while at < len(text):
        if not is_digit(text[at]):
            at += 1
            continue
        end = at
        while end < len(text) and (
            is_digit(text[end])
            or (text[end] in ".．,，" and end + 1 < len(text) and is_digit(text[end + 1]))
        ):
            end += 1
        yield at, f"“{text[at:end]}”没有出处，{how}"
        at = end


def _place(source: str, at: int) -> tuple[int, int]:
    before = source[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
