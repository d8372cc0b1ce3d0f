"""Compound files (old .xls and everything encrypted): which streams they hold, and one stream whole."""

import struct
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END: Final = 0xFFFFFFFA  # sector numbers from here on mean "no further sector"
DIRECTORY_ENTRY: Final = 128
STREAM, ROOT = 2, 5


class Broken(Exception):
    """The chains of the file lead nowhere."""


class Compound:
    """The directory of a compound file held in memory."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        try:
            self._read_header()
            self.entries = self._read_directory()
        except (struct.error, IndexError, MemoryError) as why:
            raise Broken from why

    def stream(self, name: str) -> bytes:
        """Return a stream whole, however small."""
        first, size = self.entries[name]
        try:
            if size >= self.mini_cutoff:
                return self._chain(first, self.fat)[:size]
            return self._mini_chain(first)[:size]
        except (struct.error, IndexError) as why:
            raise Broken from why

    def _read_header(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self.content, 30)
        if shift not in (9, 12) or mini_shift > shift:
            raise Broken
        self.sector, self.mini_sector = 1 << shift, 1 << mini_shift
        self.first_directory = struct.unpack_from("<I", self.content, 48)[0]
        self.mini_cutoff, self.first_mini_fat = struct.unpack_from("<II", self.content, 56)
        next_difat = struct.unpack_from("<I", self.content, 68)[0]
        tables = list(struct.unpack_from("<109I", self.content, 76))
        for _round in range(len(self.content) // self.sector):
            if next_difat >= END:
                break
            numbers = self._numbers(self._at(next_difat))
            tables += numbers[:-1]
            next_difat = numbers[-1]
        self.fat = [
            number for table in tables if table < END for number in self._numbers(self._at(table))
        ]

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        raw = self._chain(self.first_directory, self.fat)
        entries: dict[str, tuple[int, int]] = {}
        for at in range(0, len(raw) - DIRECTORY_ENTRY + 1, DIRECTORY_ENTRY):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            if not kind or length > 64:
                continue
            name = raw[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", raw, at + 116)
            entries["/" if kind == ROOT else name] = (first, size)
        return entries

    def _mini_chain(self, first: int) -> bytes:
        mini_fat = self._numbers(self._chain(self.first_mini_fat, self.fat))
        minis = self._chain(self.entries["/"][0], self.fat)
        pieces = [
            minis[number * self.mini_sector : (number + 1) * self.mini_sector]
            for number in _follow(first, mini_fat)
        ]
        return b"".join(pieces)

    def _chain(self, first: int, table: list[int]) -> bytes:
        return b"".join(self._at(number) for number in _follow(first, table))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        if start >= len(self.content):
            raise Broken
        return self.content[start : start + self.sector]

    def _numbers(self, raw: bytes) -> list[int]:
        return list(struct.unpack_from(f"<{len(raw) // 4}I", raw))


def _follow(first: int, table: list[int]) -> list[int]:
    """Return the sectors of a chain; a chain that is longer than its table goes in circles."""
    chain: list[int] = []
    number = first
    while number < END:
        if number >= len(table) or len(chain) > len(table):
            raise Broken
        chain.append(number)
        number = table[number]
    return chain
