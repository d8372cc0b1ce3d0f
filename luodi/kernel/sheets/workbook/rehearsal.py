"""Every file is tried in a process of its own first: the reader's crash would take the server along.

On some damaged .xls files calamine aborts the whole process instead of raising an exception.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

from luodi.kernel.sheets.sentences import BadFile

SECONDS: Final = 120
MEMORY: Final = 3 * 1024**3

TRY: Final = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from python_calamine import CalamineWorkbook
try:
    with open(sys.argv[1], "rb") as file:
        book = CalamineWorkbook.from_filelike(file)
    for name in sys.argv[2:]:
        sheet = book.get_sheet_by_name(name)
        sheet.merged_cell_ranges
        for row in sheet.iter_rows():
            pass
except MemoryError:
    raise
except Exception:
    pass  # the real reading knows what it means; a panic is no Exception
"""


def rehearse(path: Path, name: str, *sheets: str) -> None:
    """Open the file, and read these sheets, where a crash does no harm; refuse a file that crashes."""
    command = [sys.executable, "-I", "-c", TRY, str(path.absolute()), *sheets]
    try:
        tried = subprocess.run(
            command, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as why:
        raise BadFile("broken", name=name) from why
    if tried.returncode:
        raise BadFile("broken", name=name)
