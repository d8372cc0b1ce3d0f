"""Sheets of an OpenDocument file: how far each reaches, repeats counted as they will be unrolled."""

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook.archive import Archive
from luodi.kernel.sheets.workbook.extents import Extent
from luodi.kernel.sheets.workbook.xml_parts import feed, local, xml_reader


def measure_all(archive: Archive) -> dict[str, Extent]:
    """Return the extent of every sheet, by its name."""
    return _Walk(archive.name).through(archive)


class _Walk:
    """One walk through all the tables of a document."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.extents: dict[str, Extent] = {}
        self.extent = Extent()
        self.row = self.row_repeat = self.column = 0
        self.parser = xml_reader(name)
        self.parser.StartElementHandler = self._start

    def through(self, archive: Archive) -> dict[str, Extent]:
        feed(self.parser, archive.pieces("content.xml"), self.name)
        return self.extents

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "table":
            self.extent = Extent()
            self.extents[_plain(attributes).get("name", "")] = self.extent
            self.row = self.row_repeat = 0
        elif tag == "table-row":
            self.row += self.row_repeat
            self.row_repeat = self._repeat(attributes, "number-rows-repeated")
            self.column = 0
        elif tag in ("table-cell", "covered-table-cell"):
            self.column += self._repeat(attributes, "number-columns-repeated")
            if "value-type" in _plain(attributes):
                self._reach()
        elif tag == "p":
            self._reach()

    def _reach(self) -> None:
        if self.row_repeat and self.column:
            self.extent.reach(self.row + self.row_repeat - 1, self.column - 1)

    def _repeat(self, attributes: dict[str, str], key: str) -> int:
        text = _plain(attributes).get(key, "1")
        if not text.isdecimal() or len(text) > 9:
            raise BadFile("broken", name=self.name)
        return int(text)


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    return {local(key): value for key, value in attributes.items()}
