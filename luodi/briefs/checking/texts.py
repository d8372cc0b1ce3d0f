"""The words of a file somebody sent: text, Word or PDF, told apart by content."""

from pathlib import Path

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from luodi.engines.claims.files import BadInput, decoded, docx_text
from luodi.kernel.refusals import Refused

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TXT = "text/plain"
PDF_PAGES = 500


def words_of(path: Path, content_type: str, name: str) -> str:
    """The text of a kept file; `Refused` with one sentence when it has none."""
    try:
        text = _read(path, content_type, name)
    except BadInput as bad:
        raise Refused(str(bad)) from None
    if not text.strip():
        raise Refused(_("“%(name)s”里没有文字；扫描件请先识别成文字再送核。") % {"name": name})
    return text


def type_of(path: Path) -> str:
    """By the first bytes, for files that were not taken in as evidence."""
    with path.open("rb") as file:
        head = file.read(5)
    return PDF if head == b"%PDF-" else DOCX if head.startswith(b"PK\x03\x04") else TXT


def _read(path: Path, content_type: str, name: str) -> str:
    if content_type == PDF:
        return _of_pdf(path, name)
    if content_type == DOCX:
        return docx_text(path, name)
    if content_type == TXT:
        return decoded(path, name)
    raise Refused(_("“%(name)s”不是 .txt、.docx 或 .pdf；请另存为其中一种。") % {"name": name})


def _of_pdf(path: Path, name: str) -> str:
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(_("“%(name)s”设了密码；请去掉密码后再送核。") % {"name": name})
        if len(reader.pages) > PDF_PAGES:
            raise Refused(
                _("“%(name)s”超过 %(n)d 页；请拆开后再送核。") % {"name": name, "n": PDF_PAGES}
            )
        return "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, RecursionError):
        raise Refused(
            _("“%(name)s”不是完好的 PDF；请重新导出后再送核。") % {"name": name}
        ) from None
