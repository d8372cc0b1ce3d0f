"""What a file really is, told by its first bytes and never by its name."""

import re
from pathlib import Path
from typing import Final

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.sentences import gettext_noop as _
from luodi.kernel.sheets.workbook.compound import MAGIC

PACKED: Final = b"PK\x03\x04"
EMPTY_PACKED: Final = b"PK\x05\x06"

FOREIGN: Final = (
    (b"%PDF", _("PDF 文件")),
    (b"\x89PNG", _("图片")),
    (b"\xff\xd8\xff", _("图片")),
    (b"GIF8", _("图片")),
    (b"BM", _("图片")),
    (b"II*\x00", _("图片")),
    (b"{\\rtf", _("RTF 文档")),
    (b"Rar!", _("压缩包")),
    (b"7z\xbc\xaf", _("压缩包")),
    (b"\x1f\x8b", _("压缩包")),
    (EMPTY_PACKED, _("空的压缩包")),
    (b"SQLite format 3\x00", _("数据库文件")),
    (b"MZ", _("程序")),
    (b"\x7fELF", _("程序")),
)
WEB_PAGE: Final = re.compile(rb"\s*(<!doctype html|<html|<head|<meta|<table|<style)", re.IGNORECASE)
XML_TABLE: Final = re.compile(rb"Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet")
XML: Final = re.compile(rb"\s*<\?xml")
BYTE_MARK: Final = b"\xef\xbb\xbf"
LOOK: Final = 4096


def look_inside(path: Path, name: str) -> str:
    """Return "packed", "compound" or "text"; refuse what is plainly something else."""
    with path.open("rb") as file:
        head = file.read(LOOK)
    if head.startswith(PACKED):
        return "packed"
    if head.startswith(MAGIC):
        return "compound"
    for mark, kind in FOREIGN:
        if head.startswith(mark) and (len(mark) > 2 or _is_binary(head)):
            raise BadFile("not_table", name=name, kind=kind)
    text = head.removeprefix(BYTE_MARK)
    if XML.match(text) and XML_TABLE.search(text):
        raise BadFile("xml_table", name=name)
    if WEB_PAGE.match(text):
        raise BadFile("web_page", name=name)
    if XML.match(text):
        raise BadFile("not_table", name=name, kind=_("XML 文件"))
    return "text"


def _is_binary(head: bytes) -> bool:
    return b"\x00" in head
