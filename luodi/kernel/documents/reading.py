"""A Word file somebody brought, read back: its paragraphs, and which words stand inside our bookmarks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from luodi.kernel.documents.bookmarks import PREFIX
from luodi.kernel.documents.text import Piece

if TYPE_CHECKING:
    from docx.document import Document

UNPACKED_AT_MOST = 128 * 1024 * 1024
NOT_WORD = "not a Word file"
NOTES = ("footnotes", "endnotes")
LEFT_OUT = ("del", "moveFrom", "Fallback", "tabs")
"""Words that were deleted or moved away, the second copy of a text box for old readers, tab stops."""


@dataclass(frozen=True)
class Read:
    """A file: which edition it was made from, its paragraphs in pieces, bookmark → text."""

    identifier: str
    paragraphs: list[list[Piece]]
    bookmarks: dict[str, str]


def open_document(file: IO[bytes]) -> "Document":
    """A Word file somebody brought. Raises `ValueError` for anything else."""
    from docx import Document  # slow import
    from docx.opc.exceptions import PackageNotFoundError  # slow import

    try:
        with ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_AT_MOST:
                raise ValueError(NOT_WORD)
        file.seek(0)
        return Document(file)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise ValueError(NOT_WORD) from error


def read_document(file: IO[bytes]) -> Read:
    """The words of a Word file as they read with all tracked changes accepted: body, text boxes, notes.
    Raises `ValueError` for anything else than a Word file."""
    document = open_document(file)
    reader = _Reader()
    for root in (document.element.body, *_notes(document)):
        reader.read(root)
    return Read(document.core_properties.identifier or "", reader.paragraphs, reader.bookmarks)


def _notes(document: "Document") -> Iterator[Any]:
    """Footnotes and endnotes, which Word keeps in parts of their own."""
    from docx.oxml import parse_xml  # slow import

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(NOTES):
            yield parse_xml(relation.target_part.blob)


@dataclass
class _Reader:
    """Walks the nodes in order; knows the paragraph it is in and the bookmarks that are open."""

    paragraphs: list[list[Piece]] = field(default_factory=list)
    bookmarks: dict[str, str] = field(default_factory=dict)
    _open: dict[str, str] = field(default_factory=dict)
    _own: dict[Any, list[Piece]] = field(default_factory=dict)

    def read(self, root: Any) -> None:
        """One part of the file."""
        from docx.oxml.ns import qn  # slow import

        names = ("p", "bookmarkStart", "bookmarkEnd", "t", "tab", "br", "cr")
        kinds = {qn(f"w:{name}"): name for name in names}
        left_out = {node for node in root.iter() if _local(node) in LEFT_OUT}
        for node in root.iter(*kinds):
            if left_out and any(above in left_out for above in node.iterancestors()):
                continue
            self._take(kinds[node.tag], node, qn)

    def _take(self, kind: str, node: Any, qn: Any) -> None:
        if kind == "p":
            self._own[node] = []
            self.paragraphs.append(self._own[node])
        elif kind == "bookmarkStart":
            name = node.get(qn("w:name"), "")
            if name.startswith(PREFIX):
                self._open[node.get(qn("w:id"))] = name
                self.bookmarks[name] = ""
        elif kind == "bookmarkEnd":
            self._open.pop(node.get(qn("w:id")), None)
        elif (own := next((p for p in node.iterancestors() if p in self._own), None)) is not None:
            self._say(self._own[own], node.text or "" if kind == "t" else " ")

    def _say(self, paragraph: list[Piece], words: str) -> None:
        anchor = next(reversed(self._open.values()), "")
        for name in self._open.values():
            self.bookmarks[name] += words
        if words:
            paragraph.append(Piece(words, anchor=anchor))


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
