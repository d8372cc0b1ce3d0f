"""Which part of a packed workbook holds which sheet."""

import posixpath

from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook.archive import Archive
from luodi.kernel.sheets.workbook.xml_parts import feed, local, xml_reader


def sheet_targets(archive: Archive, workbook: str) -> dict[str, str]:
    """Return the parts that the workbook points to, by relation.

    A package whose main part is another one is refused: the reader would follow that one.
    """
    main = [
        posixpath.normpath(entry.get("Target", "").lstrip("/"))
        for entry in elements(archive, "_rels/.rels", "Relationship")
        if entry.get("Type", "").endswith("/officeDocument")
    ]
    if [part.lower() for part in main] != [workbook]:
        raise BadFile("broken", name=archive.name)
    relations = f"xl/_rels/{posixpath.basename(workbook)}.rels"
    return {
        entry.get("Id", ""): _resolve(entry.get("Target", ""))
        for entry in elements(archive, relations, "Relationship")
    }


def elements(archive: Archive, part: str, wanted: str) -> list[dict[str, str]]:
    """Return the attributes, without prefixes, of all elements of one kind."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == wanted:
            found.append({local(key): value for key, value in attributes.items()})

    parser = xml_reader(archive.name)
    parser.StartElementHandler = start
    feed(parser, [archive.read(part)], archive.name)
    return found


def _resolve(target: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
