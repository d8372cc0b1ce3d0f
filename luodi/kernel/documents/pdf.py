"""Word → PDF by LibreOffice, where it is installed; fonts that are missing are replaced by open ones."""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from luodi.kernel.documents.page import DIGITS, FANG_SONG, HEI, KAI, SONG
from luodi.kernel.refusals import Refused

LONGEST_S = 90
OPEN_FONTS = {
    FANG_SONG: ("FandolFang", "Noto Serif CJK SC"),
    SONG: ("Noto Serif CJK SC",),
    KAI: ("LXGW WenKai", "FandolKai", "Noto Serif CJK SC"),
    HEI: ("Noto Sans CJK SC",),
    DIGITS: ("Noto Serif CJK SC",),
}
"""Named font → open ones, best first."""
_one_at_a_time = Lock()


class NoConverter(Refused):
    """This server has no LibreOffice."""


def converter() -> str | None:
    """The program, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdf_of(docx: bytes) -> bytes:
    """The file as PDF. Raises `NoConverter` when LibreOffice is missing, `Refused` when it fails."""
    program = converter()
    if program is None:
        raise NoConverter(_("本服务器没有安装 LibreOffice，不能生成 PDF，请下载 Word。"))
    with _one_at_a_time, tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(docx)
        with _fonts_replaced(Path(folder)) as environment:
            command = [
                program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
                f"-env:UserInstallation=file://{_profile()}", "--convert-to", "pdf:writer_pdf_Export",
                "--outdir", folder, str(source),
            ]  # fmt: skip
            try:
                subprocess.run(
                    command, env=environment, capture_output=True, timeout=LONGEST_S, check=True
                )
            except (subprocess.SubprocessError, OSError):
                raise Refused(_("PDF 没有生成成功，请稍后再试，或先下载 Word。")) from None
        made = Path(folder) / "paper.pdf"
        if not made.exists():
            raise Refused(_("PDF 没有生成成功，请稍后再试，或先下载 Word。"))
        return made.read_bytes()


@cache
def replaced_fonts() -> dict[str, str]:
    """Named font → the open one a PDF of this server uses instead; empty where all are installed."""
    installed = _installed()
    found = {}
    for named, choices in OPEN_FONTS.items():
        if named not in installed:
            found[named] = next((name for name in choices if name in installed), "")
    return found


def _installed() -> set[str]:
    if shutil.which("fc-list") is None:
        return set()
    done = subprocess.run(
        ["fc-list", "--format", "%{family}\n"], capture_output=True, text=True, check=False
    )
    return {name.strip() for line in done.stdout.splitlines() for name in line.split(",")}


@cache
def _profile() -> Path:
    """LibreOffice's own settings, kept while this process lives: a fresh profile costs seconds."""
    folder = tempfile.mkdtemp(prefix="luodi-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@contextmanager
def _fonts_replaced(folder: Path) -> Iterator[dict[str, str]]:
    """An environment in which fontconfig answers the named fonts with the open ones."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(named)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(used)}</string></edit></match>'
        for named, used in replaced_fonts().items()
        if used
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{rules}</fontconfig>',
        encoding="utf-8",
    )
    yield os.environ | {"FONTCONFIG_FILE": str(path), "HOME": str(folder), "LANG": "C.UTF-8"}
