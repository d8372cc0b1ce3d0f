"""A column to write, the values it takes, and text as files can hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from os import PathLike
from typing import IO, Final, TypeAlias

from luodi.kernel.sheets.values.texts import LINE_BREAK, UNSEEN

KEY_COLUMN: Final = "code@version"

OutValue: TypeAlias = str | int | float | Decimal | bool | date | datetime | time | None
Target: TypeAlias = str | PathLike[str] | IO[bytes]


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column to write: its heading, its width in characters, what may be picked in it."""

    label: str
    width: float = 16
    choices: Sequence[str] = ()
    merge_down: bool = False  # equal neighbours, under equal columns to the left, become one cell
    wrap: bool = True
    number_format: str = ""


def tidy(text: str) -> str:
    """Make line breaks alike and leave out what no file can hold; every word stays."""
    text = UNSEEN.sub("", LINE_BREAK.sub("\n", text))
    return text.encode("utf-8", "replace").decode("utf-8")
