"""A file on its way in: uploaded, read into a preview of every cell, confirmed once, perhaps undone.

Rows keep the text of their cells; what a cell means is read again when it is written, so the
preview and the writing cannot disagree. Writing is one transaction: all accepted rows or none.
"""

from luodi.kernel.sheets.importing.applying import apply, start_apply
from luodi.kernel.sheets.importing.previewing import accept, discard, preview, start_preview
from luodi.kernel.sheets.importing.undoing import start_undo, undo, why_not_undo
from luodi.kernel.sheets.importing.uploading import (
    check_may,
    columns_of,
    headings_of,
    upload,
    worksheets_of,
)

__all__ = [
    "accept",
    "apply",
    "check_may",
    "columns_of",
    "discard",
    "headings_of",
    "preview",
    "start_apply",
    "start_preview",
    "start_undo",
    "undo",
    "upload",
    "why_not_undo",
    "worksheets_of",
]
