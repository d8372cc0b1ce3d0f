"""Text tables: comma, tab, semicolon or bar between cells, quotes around them."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Final

from luodi.kernel.sheets.formulas import unguard
from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook.book import Row, Workbook
from luodi.kernel.sheets.workbook.encodings import find_encoding
from luodi.kernel.sheets.workbook.limits import MAX_CELL_LENGTH, Limits

DELIMITERS: Final = ",\t;|"
LOOK: Final = 20
SAMPLE: Final = 256 * 1024


class DelimitedWorkbook(Workbook):
    """A text file: one table, named as the file is; every cell is text, an empty one None."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        super().__init__(name, limits, [Path(name).stem])
        self.path = path
        self.encoding = find_encoding(path, name)
        self.delimiter, self.told = self._find_delimiter()

    def _read(self, sheet: str) -> Iterator[Row]:
        csv.field_size_limit(MAX_CELL_LENGTH)
        with self.path.open(encoding=self.encoding, newline="") as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            if self.told:
                next(reader, None)
            while (row := self._next(reader, reader.line_num + 1)) is not None:
                if len(row) > self.limits.max_columns and any(row[self.limits.max_columns :]):
                    raise BadFile(
                        "too_many_columns", name=self.name, sheet=sheet,
                        columns=len(row), limit=self.limits.max_columns,
                    )  # fmt: skip
                yield tuple([unguard(cell) or None for cell in row])

    def _next(self, reader: Iterator[list[str]], start: int) -> list[str] | None:
        try:
            return next(reader, None)
        except csv.Error as why:
            if "field limit" in str(why):
                long = BadFile("cell_too_long", name=self.name, line=start, limit=MAX_CELL_LENGTH)
                raise long from why
            raise BadFile("bad_quotes", name=self.name, line=start) from why

    def _find_delimiter(self) -> tuple[str, bool]:
        """Return the delimiter, and whether the first line only names it, as Excel's `sep=;` does."""
        with self.path.open(encoding=self.encoding, newline="") as text:
            sample = text.read(SAMPLE)
        first = sample.split("\n", 1)[0].strip()
        if len(first) == 5 and first.startswith("sep="):
            return first[4], True
        return max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter)), False


def _regularity(sample: str, delimiter: str) -> float:
    """Say how alike the rows are when this delimiter parts them; 0 when it parts nothing."""
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in islice(reader, LOOK) if row)
    except csv.Error:
        return 0
    if not widths:
        return 0
    width, often = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
    return 0 if width < 2 else often / widths.total() + min(width, 100) / 1000
