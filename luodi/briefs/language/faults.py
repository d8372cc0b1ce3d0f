"""What is wrong with a template, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One mistake; line and column begin at 1, column 0 means the whole line."""

    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        where = f"第 {self.line} 行" + (f"第 {self.column} 列" if self.column else "")
        return f"{where}：{self.sentence}" if self.line else self.sentence


class Faults(Exception):
    """All mistakes found in a template."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("；".join(str(fault) for fault in found))
        self.found = found


class Wrong(Exception):
    """A call that cannot be answered; the page adds the line."""
