"""The text that turns a formula into plain text in CSV files, put on and taken off again."""

import re
from typing import Final

# Besides Excel's own signs: full-width ones, and what is skipped before a sign is looked for.
RISKY: Final = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
GUARDED: Final = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    return f"'{text}" if RISKY.match(text) else text


def unguard(text: str) -> str:
    """Take the apostrophe of `guard` off again."""
    return text[1:] if GUARDED.match(text) else text
