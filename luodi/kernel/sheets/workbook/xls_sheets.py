"""Old .xls files: password, macros, and how far the sheets reach, read from their records."""

import struct
from typing import Final

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.sentences import gettext_noop as _
from luodi.kernel.sheets.workbook.compound import Broken, Compound
from luodi.kernel.sheets.workbook.extents import Extent

OTHER_OFFICE: Final = {
    "WordDocument": _("Word 文档"),
    "PowerPoint Document": _("PPT 演示文稿"),
    "__properties_version1.0": _("邮件"),
}
BEGIN, SHEET, PASSWORD, MANY_NUMBERS = 0x809, 0x85, 0x2F, 0xBD
# number, text, shared text, short number, formula, truth or error, rich text
CELLS: Final = frozenset({0x03, 0x203, 0x04, 0x204, 0xFD, 0x7E, 0x27E, 0x06, 0x206, 0x406, 0x205, 0xD6})  # fmt: skip


def measure_all(content: bytes, name: str) -> list[Extent]:
    """Return the extents of all sheets; in their order; refuse what is no plain .xls workbook."""
    try:
        compound = Compound(content)
        stream = _workbook_stream(compound, name)
    except Broken as why:
        raise BadFile("wps_et" if name.lower().endswith(".et") else "broken", name=name) from why
    return _measure(stream, name)


def _workbook_stream(compound: Compound, name: str) -> bytes:
    entries = compound.entries
    if "EncryptedPackage" in entries:
        raise BadFile("password", name=name)
    if "_VBA_PROJECT_CUR" in entries:
        raise BadFile("macros", name=name)
    for stream in ("Workbook", "Book"):
        if stream in entries:
            return compound.stream(stream)
    if name.lower().endswith(".et"):
        raise BadFile("wps_et", name=name)
    kinds = [kind for stream, kind in OTHER_OFFICE.items() if stream in entries]
    raise BadFile("not_table", name=name, kind=kinds[0] if kinds else _("其他办公文档"))


def _measure(stream: bytes, name: str) -> list[Extent]:
    """Return the extents in the order of the workbook's list of sheets."""
    listed: list[int] = []
    extents: dict[int, Extent] = {}
    extent = Extent()
    at, end = 0, len(stream) - 8
    while at <= end:
        kind, size, row, column = struct.unpack_from("<HHHH", stream, at)
        if kind in CELLS:
            extent.reach(row, column)
        elif kind == MANY_NUMBERS:
            extent.reach(row, _last_column(stream, at, size, column))
        elif kind == BEGIN:
            extent = extents[at] = Extent()
        elif kind == SHEET:
            listed.append(row + (column << 16))
        elif kind == PASSWORD:
            raise BadFile("password", name=name)
        at += 4 + size
    return [extents.get(start, Extent()) for start in listed]


def _last_column(stream: bytes, at: int, size: int, otherwise: int) -> int:
    last = at + 2 + size  # the last two bytes of the record
    if size < 6 or last + 2 > len(stream):
        return otherwise
    number: int = struct.unpack_from("<H", stream, last)[0]
    return number
