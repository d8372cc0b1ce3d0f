"""Taking a file in: kept under its digest, opened far enough to say which column is which."""

import hashlib
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from luodi.kernel.models import ImportRun
from luodi.kernel.refusals import NotAllowed
from luodi.kernel.sheets.declare import SHEETS, Sheet
from luodi.kernel.sheets.headings import Heading, find_headings
from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.values import clean_text
from luodi.kernel.sheets.workbook import Workbook, open_workbook
from luodi.kernel.sheets.writing import KEY_COLUMN

SHOWN_ROWS = 8
TOP_ROWS, TOP_TEXT = 40, 500
"""So many rows, and characters of a cell, are kept for the page that asks which column is which."""


def upload(sheet: Sheet, file: UploadedFile, *, by: Any, context: dict[str, Any]) -> ImportRun:
    """Keep an uploaded file and open it far enough to say that it is a table."""
    check_may(sheet, by, context)
    path, digest = _keep(file)
    name = Path(file.name or "").name[:200]
    try:
        with open_workbook(path, name=name, max_bytes=settings.LUODI_MAX_UPLOAD) as book:
            worksheet = _first_with_headings(sheet, book)
            known = seen(book, worksheet)
    except BadFile:
        forget(path)
        raise
    return ImportRun.objects.create(
        sheet=sheet.key, by=by, file_name=name, path=str(path), sha256=digest, context=context,
        worksheet=worksheet, known=known,
    )  # fmt: skip


def check_may(sheet: Sheet, by: Any, context: dict[str, Any]) -> None:
    """Refuse who may not import this sheet here."""
    if sheet.create is None and sheet.change is None:
        raise NotAllowed(_("“%(sheet)s”只能导出。") % {"sheet": sheet.label})
    if sheet.may and (why := sheet.may(by, context)):
        raise NotAllowed(why)


def forget(path: Path) -> None:
    """Remove a file that no import speaks of."""
    if not ImportRun.objects.filter(path=str(path)).exists():
        path.unlink(missing_ok=True)


def _keep(file: UploadedFile) -> tuple[Path, str]:
    if file.size and file.size > settings.LUODI_MAX_UPLOAD:
        limit = settings.LUODI_MAX_UPLOAD >> 20
        raise BadFile("too_large", name=file.name, size=f"{file.size / 2**20:.1f}", limit=limit)
    digest = hashlib.sha256()
    folder = Path(settings.UPLOAD_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as target:
        for chunk in file.chunks():
            digest.update(chunk)
            target.write(chunk)
    path = folder / digest.hexdigest()
    Path(target.name).replace(path)
    return path, digest.hexdigest()


def _first_with_headings(sheet: Sheet, book: Workbook) -> str:
    problem: BadFile | None = None
    for name in book.sheet_names:
        try:
            find_headings(book.rows(name, fill_merged=True), headings_of(sheet)).require()
        except BadFile as error:
            problem = problem or error
        else:
            return name
    if problem is None or problem.code in ("missing_columns", "no_headings"):
        return book.sheet_names[0]  # the mapping page asks which column is which
    raise problem


def headings_of(sheet: Sheet) -> list[Heading]:
    """What is looked for in the file: the importable columns and the hidden key."""
    return [
        Heading("_key", KEY_COLUMN),
        *(Heading(c.key, str(c.label), tuple(c.aliases), c.required) for c in sheet.importable),
    ]


def seen(book: Workbook, worksheet: str, tops: dict[str, Any] | None = None) -> dict[str, Any]:
    """What `ImportRun.known` keeps of an opened file, so that its pages need not open it again."""
    rows = islice(book.rows(worksheet, fill_merged=True), TOP_ROWS)
    top = [[clean_text(cell)[:TOP_TEXT] for cell in row] for row in rows]
    return {
        "sheets": book.known,
        "names": list(book.sheet_names),
        "tops": (tops or {}) | {worksheet: top},
    }


def columns_of(
    run: ImportRun, limit: int = SHOWN_ROWS
) -> tuple[dict[str, int], list[str], list[list[str]]]:
    """For the mapping page: (key → column found), the file's headings, the first rows."""
    sheet, top = SHEETS[run.sheet], _known(run)["tops"][run.worksheet]
    try:
        found = find_headings(top, headings_of(sheet), mapping=run.mapping or None)
        header, columns = found.header_row, found.columns
    except BadFile:
        header, columns = 0, {}
    return columns, top[header] if top else [], top[header + 1 : header + 1 + limit]


def worksheets_of(run: ImportRun) -> list[str]:
    """The sheets of the file."""
    names: list[str] = _known(run)["names"]
    return names


def _known(run: ImportRun) -> dict[str, Any]:
    """Nearly always kept; a sheet chosen later whose reading was refused at once is opened here."""
    known: dict[str, Any] = run.known
    if run.worksheet in known.get("tops", {}):
        return known
    with open_run(run) as book:
        return seen(book, run.worksheet)


def open_run(run: ImportRun) -> Workbook:
    """The file of an import, open."""
    return open_workbook(
        run.path,
        name=run.file_name,
        max_bytes=settings.LUODI_MAX_UPLOAD,
        known=run.known.get("sheets"),
    )
