"""Reads items and decisions from xlsx or csv and writes results as csv."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook


class BadInput(ValueError):
    """The input cannot be used; the message says what, where and how to mend it."""


Row = dict[str, object]
# How a workbook writes characters that XML cannot hold.
_ESCAPE = re.compile(r"_x00[01][0-9A-Fa-f]_")
_ENCODINGS = ("utf-8-sig", "gb18030")
_TIME = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
    r"(?:[T\s]+(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?)?"
)


def read_rows(path: Path) -> list[Row]:
    """Return the rows of the first sheet (xlsx) or of the csv as heading → value."""
    if not path.is_file():
        raise BadInput(f"找不到文件 {path.name}：请检查路径是否写对。")
    table = _read_csv(path) if path.suffix.lower() == ".csv" else _read_sheet(path)
    if not table:
        raise BadInput(f"{path.name} 是空的：第一行应是列名，下面每行一条。")
    heading = [text_of(cell).strip() for cell in table[0]]
    return [dict(zip(heading, row, strict=False)) for row in table[1:] if any(map(text_of, row))]


def _read_sheet(path: Path) -> list[Sequence[object]]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (CalamineError, OSError, IndexError) as why:
        raise BadInput(f"{path.name} 打不开：请另存为 xlsx 或 csv（UTF-8）再试。") from why
    return list(sheet.to_python())


def _read_csv(path: Path) -> list[Sequence[object]]:
    raw = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return list(csv.reader(io.StringIO(raw.decode(encoding), newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise BadInput(f"{path.name} 读不出文字：请另存为 UTF-8 编码的 csv 再试。")


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
