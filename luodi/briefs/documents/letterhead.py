"""An office's own Word template: its red head stays, the same tags work, `{{ body }}` is the text."""

from io import BytesIO
from typing import Any

from luodi.briefs.documents.word import official_paper
from luodi.briefs.queries.layout import Layout


def on_letterhead(layout: Layout, address: str) -> bytes:
    return official_paper(layout, address)


def _unused(_x: BytesIO, _y: Any) -> None: ...
