"""The language of brief templates: official Markdown with figures that are traced by construction.

`write(source, numbers, setting)` → a `Page`: blocks of text and, for everything that is no plain
word, what it is and where it came from. A digit nobody can trace is an error with line and column.
"""

from luodi.briefs.language.faults import Fault, Faults
from luodi.briefs.language.lint import lint
from luodi.briefs.language.page import Page, Setting, write
from luodi.briefs.language.titles import title_faults
from luodi.briefs.language.traced import Numbers, Traced

__all__ = [
    "Fault",
    "Faults",
    "Numbers",
    "Page",
    "Setting",
    "Traced",
    "lint",
    "title_faults",
    "write",
]
