"""Sheets of an .xlsb file: how far they reach, read from their binary records."""

import struct
from collections.abc import Iterator
from typing import Final

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook.archive import Archive
from luodi.kernel.sheets.workbook.extents import Extent
from luodi.kernel.sheets.workbook.relationships import sheet_targets

ROW, SHEET = 0, 156
VALUES: Final = range(2, 12)  # numbers, texts, truths, errors and results of formulas


def measure(archive: Archive, sheet: str) -> Extent:
    """Return how far a sheet reaches."""
    part = _sheet_parts(archive).get(sheet, "")
    if not archive.has(part):
        raise BadFile("broken", name=archive.name)
    return _measure(archive.read(part))


def _sheet_parts(archive: Archive) -> dict[str, str]:
    targets = sheet_targets(archive, "xl/workbook.bin")
    parts: dict[str, str] = {}
    for kind, record in _records(archive.read("xl/workbook.bin")):
        if kind == SHEET:
            relation, after = _text(record, 8)
            parts[_text(record, after)[0]] = targets.get(relation, "")
    return parts


def _measure(content: bytes) -> Extent:
    extent = Extent()
    row = 0
    for kind, record in _records(content):
        if len(record) < 4 or not (kind == ROW or kind in VALUES):
            continue
        number = struct.unpack_from("<I", record)[0]
        if kind == ROW:
            row = number
        else:
            extent.reach(row, number)
    return extent


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(content):
        kind, at = _packed_number(content, at, 2)
        size, at = _packed_number(content, at, 4)
        yield kind, content[at : at + size]
        at += size


def _text(record: bytes, at: int) -> tuple[str, int]:
    if at + 4 > len(record):
        return "", at
    end = at + 4 + 2 * int.from_bytes(record[at : at + 4], "little")
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


def _packed_number(records: bytes, at: int, longest: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, the low ones first."""
    number = 0
    for place in range(longest):
        if at >= len(records):
            break
        byte = records[at]
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    return number, at
