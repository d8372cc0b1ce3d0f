"""The encoding of a text table: UTF-8, UTF-16 or GB18030, and the line where two are mixed."""

import codecs
import re
from pathlib import Path
from typing import Final

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.sentences import gettext_noop as _

# A GB18030 line may by chance be valid UTF-8, but then it does not spell Chinese.
CHINESE: Final = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
SAMPLE: Final = 64 * 1024


def find_encoding(path: Path, name: str) -> str:
    """Return an encoding that reads the whole file; refuse binary content and mixed encodings."""
    with path.open("rb") as table:
        sample = table.read(SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _readable(path, name, "utf-16")
    if CONTROLS.search(sample):
        raise BadFile("not_table", name=name, kind=_("无法识别的内容"))
    return "utf-8-sig" if _is_utf8(path, name) else _readable(path, name, "gb18030")


def _is_utf8(path: Path, name: str) -> bool:
    first_utf8 = first_other = 0
    with path.open("rb") as table:
        for number, line in enumerate(table, start=1):
            if line.isascii():
                continue
            try:
                spells_chinese = CHINESE.search(line.decode("utf-8")) is not None
            except UnicodeDecodeError:
                first_other = first_other or number
            else:
                first_utf8 = first_utf8 or (number if spells_chinese else 0)
    if first_utf8 and first_other:
        raise BadFile("mixed_encodings", name=name, line=max(first_utf8, first_other))
    return not first_other


def _readable(path: Path, name: str, encoding: str) -> str:
    """Read the file through once, so that a later reader meets no surprise."""
    lines = 0
    try:
        with path.open(encoding=encoding) as table:
            for _line in table:
                lines += 1
    except UnicodeError as why:
        raise BadFile("bad_encoding", name=name, line=_bad_line(path, encoding, lines)) from why
    return encoding


def _bad_line(path: Path, encoding: str, after: int) -> int:
    """Return the first line that fails alone; text is decoded ahead of the line being read."""
    if encoding == "gb18030":
        with path.open("rb") as table:
            for number, line in enumerate(table, start=1):
                try:
                    line.decode(encoding)
                except UnicodeDecodeError:
                    return number
    return after + 1
