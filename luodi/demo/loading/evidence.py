"""The files behind the evidence: a text as it is written, a photograph as a small painted picture."""

import random
import struct
import zlib
from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.kernel.choices import EvidenceKind, Visibility

KINDS = {
    "照片": EvidenceKind.PHOTO,
    "文件": EvidenceKind.DOCUMENT,
    "数据": EvidenceKind.DATA,
    "会议记录": EvidenceKind.MINUTES,
    "公告": EvidenceKind.NOTICE,
}
VISIBILITY = {"内部": Visibility.INTERNAL, "可公开": Visibility.PUBLISHABLE}
WIDTH, HEIGHT = 320, 200
SKY, GROUND = (226, 232, 240), (148, 163, 150)


def file_of(row: dict[str, str]) -> SimpleUploadedFile:
    """What was handed in: for a photograph a picture, else the text itself."""
    if KINDS[row["kind"]] == EvidenceKind.PHOTO:
        return SimpleUploadedFile(f"{row['code']}.png", picture(row["code"]))
    text = f"{row['title']}\n\n{row['text']}\n"
    return SimpleUploadedFile(f"{row['code']}.txt", text.encode())


def picture(seed: str) -> bytes:
    """A street under a pale sky, the same for the same seed: houses of different heights, a road."""
    lines = b"".join(b"\x00" + line for line in _street(random.Random(seed)))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _street(chance: random.Random) -> Iterator[bytes]:
    houses = [(chance.randint(70, 150), chance.randint(120, 200)) for _ in range(8)]
    for y in range(HEIGHT):
        row = bytearray()
        for x in range(0, WIDTH, 4):
            height, shade = houses[x * len(houses) // WIDTH]
            window = (x // 4) % 3 == 1 and (y // 6) % 3 == 1
            colour = SKY if y < HEIGHT - height else (shade + 20 * window,) * 3
            row += bytes(GROUND if y > HEIGHT - 30 else colour) * 4
        yield bytes(row)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
