"""Columns and cells as Excel names them: A, AA, B12."""

import re
from typing import Final

ADDRESS: Final = re.compile(r"\$?([A-Z]{1,7})\$?([0-9]{1,9})")


def column_letter(index: int) -> str:
    """Return the letters of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the column, counted from 0, that these letters name."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def cell_address(row: int, column: int) -> str:
    """Return the address of a cell whose row and column are counted from 0."""
    return f"{column_letter(column)}{row + 1}"


def cell_position(address: str) -> tuple[int, int] | None:
    """Return row and column, counted from 0, of an address such as B12 or $B$12."""
    found = ADDRESS.fullmatch(address)
    return (int(found[2]) - 1, column_index(found[1])) if found else None
