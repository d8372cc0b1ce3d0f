"""Reads items and decisions from xlsx or csv and writes results as csv."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook


class BadInput(ValueError):
    """The input cannot be used; the message says what, where and how to mend it."""


Row = dict[str, object]
# How a workbook writes characters that XML cannot hold.
_ESCAPE = re.compile(r"_x00[01][0-9A-Fa-f]_")
_ENCODINGS = ("utf-8-sig", "gb18030")
_PIECE = 1 << 20
_TIME = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
    r"(?:[T\s]+(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?)?"
)


def read_rows(path: Path) -> list[Row]:
    """Return the rows of the first sheet (xlsx) or of the csv as heading → value."""
    return list(iterate_rows(path))


def iterate_rows(path: Path) -> Iterator[Row]:
    """Yield the rows one by one, so that a large csv is never held whole."""
    if not path.is_file():
        raise BadInput(f"找不到文件 {path.name}：请检查路径是否写对。")
    table = _csv_lines(path) if path.suffix.lower() == ".csv" else _sheet_lines(path)
    first = next(table, None)
    if first is None:
        raise BadInput(f"{path.name} 是空的：第一行应是列名，下面每行一条。")
    heading = [text_of(cell).strip() for cell in first]
    for line in table:
        if any(map(text_of, line)):
            yield dict(zip(heading, line, strict=False))


def _sheet_lines(path: Path) -> Iterator[Sequence[object]]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (CalamineError, OSError, IndexError) as why:
        raise BadInput(f"{path.name} 打不开：请另存为 xlsx 或 csv（UTF-8）再试。") from why
    yield from sheet.to_python()


def _csv_lines(path: Path) -> Iterator[Sequence[object]]:
    with path.open(encoding=_encoding(path), newline="") as text:
        try:
            yield from csv.reader(text)
        except csv.Error as why:
            raise _unreadable(path) from why


def _encoding(path: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as text:
                while text.read(_PIECE):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise _unreadable(path)


def _unreadable(path: Path) -> BadInput:
    return BadInput(f"{path.name} 读不出文字：请另存为 UTF-8 编码的 csv 再试。")


def text_of(cell: object) -> str:
    """Return a cell as text; whole numbers lose the point that Excel gave them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    return _ESCAPE.sub("", text) if "_x00" in text else text


def time_of(cell: object) -> datetime | None:
    """Return a cell as a moment, or None when it holds no date that can be read."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, datetime.min.time())
    found = _TIME.match(text_of(cell).strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - local time
    except ValueError:
        return None


def write_rows(path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a csv in plain UTF-8 that never holds half a result."""
    waiting = path.with_name(path.name + ".part")
    try:
        with waiting.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(heading)
            writer.writerows(rows)
        waiting.replace(path)
    except OSError as why:
        raise BadInput(
            f"写不了 {path.name}：请检查文件夹是否存在、文件是否被别的程序打开。"
        ) from why
