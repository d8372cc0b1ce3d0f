"""Bookmarks: the names in a Word file by which a figure is found again after people edited it."""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any
from zipfile import BadZipFile

if TYPE_CHECKING:
    from docx.document import Document
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


def open_document(file: IO[bytes]) -> "Document":
    """A Word file somebody brought. Raises `ValueError` for anything else."""
    from docx import Document  # slow import
    from docx.opc.exceptions import PackageNotFoundError  # slow import

    try:
        return Document(file)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise ValueError("not a Word file") from error


def read_document(file: IO[bytes]) -> tuple[str, dict[str, str]]:
    """(identifier, bookmark → its text) of a Word file. Raises `ValueError` for anything else."""
    document = open_document(file)
    return document.core_properties.identifier or "", dict(_bookmarks(document.element.body))


def _bookmarks(body: Any) -> Iterator[tuple[str, str]]:
    """Every text between the two ends of a bookmark, in the order of the ends."""
    from docx.oxml.ns import qn  # slow import

    open_ones: dict[str, tuple[str, list[str]]] = {}
    start, end, name, number = (
        qn(f"w:{n}") for n in ("bookmarkStart", "bookmarkEnd", "name", "id")
    )
    for element in body.iter(start, end, qn("w:t"), qn("w:delText")):
        if element.tag == start and element.get(name, "").startswith(PREFIX):
            open_ones[element.get(number)] = (element.get(name), [])
        elif element.tag == end and element.get(number) in open_ones:
            found, texts = open_ones.pop(element.get(number))
            yield found, "".join(texts)
        elif element.tag == qn("w:t"):
            for _found, texts in open_ones.values():
                texts.append(element.text or "")
