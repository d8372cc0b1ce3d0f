"""Bookmarks: the names in a Word file by which a figure is found again after people edited it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.text.run import Run

PREFIX = "LD_"


def bookmarked(run: "Run", name: str) -> None:
    """Put a run between the two ends of a bookmark. Word wants a number of its own for each."""
    from docx.oxml import parse_xml  # slow import
    from docx.oxml.ns import nsdecls  # slow import

    number = int(name.removeprefix(PREFIX)[:7], 16)
    element: Any = run._r
    start = f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>'
    element.addprevious(parse_xml(start))
    element.addnext(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))
