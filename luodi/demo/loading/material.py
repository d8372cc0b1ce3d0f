"""Reads the written material of the sample district."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data"


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The rows of `data/<name>.csv`, as written."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def several(cell: str) -> list[str]:
    """The values of a cell that may hold more than one."""
    return [value for value in cell.split("、") if value]


def day(cell: str) -> date:
    """A day as the material writes it."""
    return date.fromisoformat(cell)


def day_or_none(cell: str) -> date | None:
    """A day, or None for an empty cell."""
    return date.fromisoformat(cell) if cell else None
