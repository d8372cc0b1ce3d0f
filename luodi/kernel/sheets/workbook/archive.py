"""Packed files (xlsx, xlsb, ods): what the directory says is checked before anything is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.sentences import gettext_noop as _
from luodi.kernel.sheets.workbook.limits import (
    MAX_ENTRIES,
    MAX_RATIO,
    MAX_UNPACKED,
    MIB,
    RATIO_COUNTS_FROM,
)

CHUNK = 256 * 1024
LOCAL_HEADER = 30
UNPACKED_BY_READER = (".xml", ".rels", ".bin")

FOREIGN_PACKAGES = {
    "word/document.xml": _("Word 文档"),
    "ppt/presentation.xml": _("PPT 演示文稿"),
    "OFD.xml": _("OFD 版式文件"),
    "Index/Document.iwa": _("Numbers 表格"),
}
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


class Archive:
    """A packed file whose parts can be read in pieces, never beyond their declared size."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        try:
            with zipfile.ZipFile(path) as packed:
                listed = packed.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as why:
            raise BadFile("broken", name=name) from why
        # Readers look names up without regard to case, so no two parts may differ by it alone.
        self.entries = {entry.filename.lower(): entry for entry in listed}
        self.unpacked = sum(entry.file_size for entry in listed)
        if len(self.entries) < len(listed):
            raise BadFile("broken", name=name)

    def check(self) -> str:
        """Return "xlsx", "xlsb" or "ods"; refuse everything else and everything out of proportion."""
        self._check_size()
        kind = self._kind()
        if any(entry.flag_bits & 1 for entry in self.entries.values()):
            raise BadFile("password", name=self.name)
        if any(part.rsplit("/", 1)[-1] == "vbaproject.bin" for part in self.entries):
            raise BadFile("macros", name=self.name)
        for part in self.entries:
            if part.endswith(UNPACKED_BY_READER) and not part.startswith("xl/worksheets/sheet"):
                for _piece in self.pieces(part):
                    pass
        return kind

    def has(self, part: str) -> bool:
        """Say whether there is such a part."""
        return part.lower() in self.entries

    def pieces(self, part: str) -> Iterator[bytes]:
        """Unpack one part piece by piece; a part that is longer than declared is refused."""
        entry = self.entries[part.lower()]
        seen = checksum = 0
        for piece in self._unpack(entry):
            seen += len(piece)
            if seen > entry.file_size:
                raise BadFile("broken", name=self.name)
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if seen != entry.file_size or checksum != entry.CRC:
            raise BadFile("broken", name=self.name)

    def read(self, part: str) -> bytes:
        """Return one part whole."""
        if not self.has(part):
            raise BadFile("broken", name=self.name)
        return b"".join(self.pieces(part))

    def _unpack(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        # zipfile stops at the declared size; the reader behind us does not, so we look further.
        with self.path.open("rb") as packed:
            packed.seek(entry.header_offset)
            header = packed.read(LOCAL_HEADER)
            if len(header) < LOCAL_HEADER or header[:4] != b"PK\x03\x04":
                raise BadFile("broken", name=self.name)
            packed.seek(int.from_bytes(header[26:28], "little"), 1)
            packed.seek(int.from_bytes(header[28:30], "little"), 1)
            left = entry.compress_size
            inflate = _inflater(entry.compress_type)
            while left > 0 and (raw := packed.read(min(CHUNK, left))):
                left -= len(raw)
                try:
                    yield from inflate(raw)
                except zlib.error as why:
                    raise BadFile("broken", name=self.name) from why

    def _check_size(self) -> None:
        packed = max(self.path.stat().st_size, 1)
        out_of_proportion = self.unpacked > RATIO_COUNTS_FROM and self.unpacked / packed > MAX_RATIO
        if self.unpacked > MAX_UNPACKED or out_of_proportion or len(self.entries) > MAX_ENTRIES:
            raise BadFile("bomb", name=self.name, size=f"{self.unpacked // MIB:,}")

    def _kind(self) -> str:
        if self.has("xl/workbook.xml"):
            return "xlsx"
        if self.has("xl/workbook.bin"):
            return "xlsb"
        if self.has("mimetype") and self.has("content.xml"):
            if self.read("mimetype").strip() == ODS_TYPE:
                return self._ods()
            raise BadFile("not_table", name=self.name, kind=_("其他办公文档"))
        for part, kind in FOREIGN_PACKAGES.items():
            if self.has(part):
                raise BadFile("not_table", name=self.name, kind=kind)
        if any(part.startswith("xl/") for part in self.entries):
            raise BadFile("broken", name=self.name)
        raise BadFile("not_table", name=self.name, kind=_("压缩包"))

    def _ods(self) -> str:
        manifest = "META-INF/manifest.xml"
        if self.has(manifest) and b"encryption-data" in self.read(manifest):
            raise BadFile("password", name=self.name)
        return "ods"


class _Stored:
    """The unpacker of a part that was stored as it is."""

    def __call__(self, raw: bytes) -> Iterator[bytes]:
        yield raw


class _Deflated:
    """The unpacker of a deflated part, a bounded piece at a time."""

    def __init__(self) -> None:
        self.stream = zlib.decompressobj(-zlib.MAX_WBITS)

    def __call__(self, raw: bytes) -> Iterator[bytes]:
        while raw and not self.stream.eof:
            if piece := self.stream.decompress(raw, CHUNK):
                yield piece
            raw = self.stream.unconsumed_tail


def _inflater(method: int) -> _Stored | _Deflated:
    if method == zipfile.ZIP_STORED:
        return _Stored()
    if method == zipfile.ZIP_DEFLATED:
        return _Deflated()
    raise zlib.error(f"method {method}")
