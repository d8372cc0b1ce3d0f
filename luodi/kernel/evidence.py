"""Taking in and withdrawing evidence. The content decides the type; the digest is the address."""

import hashlib
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from luodi.kernel import clock
from luodi.kernel.actions import create, edit
from luodi.kernel.choices import EvidenceKind, Visibility
from luodi.kernel.models import Evidence
from luodi.kernel.refusals import NotAllowed, Refused

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # doc, xls, wps, et
)
_CONTROL = {*range(32), 127} - set(b"\t\n\f\r")
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

relied_on: list[Callable[[Evidence], str | None]] = []
"""Rooms add why a piece of evidence may no longer be withdrawn."""


def add_evidence(
    *,
    by: Any,
    title: str,
    kind: str = EvidenceKind.DOCUMENT,
    file: UploadedFile | None = None,
    link: str = "",
    described: str = "",
    taken_on: date | None = None,
    visibility: str = Visibility.INTERNAL,
    on_behalf_of: Any = None,
) -> Evidence:
    """Keep a file or a link as evidence. Refuses what is empty, too large or of no known type."""
    fields: dict[str, Any] = {"link": link, "sha256": hashlib.sha256(link.encode()).hexdigest()}
    if file is not None:
        fields = _keep(file)
    evidence = Evidence(
        title=title or (file.name if file and file.name else link)[:120], kind=kind,
        described=described, taken_on=taken_on, visibility=visibility, added_by=by,
        on_behalf_of=on_behalf_of, **fields,
    )  # fmt: skip
    return create(evidence, by=by, on_behalf_of=on_behalf_of)


def withdraw_evidence(
    evidence: Evidence, *, by: Any, why: str, version: int | None = None
) -> Evidence:
    """Withdraw: the file stays, but proves nothing any more."""
    if evidence.added_by_id != by.pk:
        raise NotAllowed(_("佐证材料只能由上传人撤回。"))
    if not why.strip():
        raise Refused(_("请写明撤回原因。"))
    for reason in relied_on:
        if (sentence := reason(evidence)) is not None:
            raise Refused(sentence)
    changes = {"withdrawn_at": clock.now(), "withdrawn_by": by, "withdrawn_why": why.strip()}
    return edit(evidence, changes, by=by, version=version)


def path_of(evidence: Evidence) -> Path:
    """Where the file lies."""
    return _path(evidence.sha256)


def type_of(head: bytes, file: Any) -> str | None:
    """The content type told by the content itself, or None for what Luodi does not keep."""
    for signature, content_type in _SIGNATURES:
        if head.startswith(signature):
            return content_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _office_type(file)
    return "text/plain" if _is_text(head) else None


def _office_type(file: Any) -> str | None:
    try:
        names = zipfile.ZipFile(file).namelist()
    except zipfile.BadZipFile:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    for folder, content_type in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return content_type
    return None


def _is_text(head: bytes) -> bool:
    if _CONTROL & set(head):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def _keep(file: UploadedFile) -> dict[str, Any]:
    if not file.size:
        raise Refused(_("“%(name)s”是空文件，请重新选择。") % {"name": file.name})
    if file.size > settings.LUODI_MAX_UPLOAD:
        raise Refused(
            _("“%(name)s”有 %(size)d MB，超过 %(limit)d MB 上限，请压缩或拆分后再传。")
            % {"name": file.name, "size": file.size >> 20, "limit": settings.LUODI_MAX_UPLOAD >> 20}
        )
    file.seek(0)
    content_type = type_of(file.read(4096), file)
    if content_type is None:
        raise Refused(
            _(
                "“%(name)s”不是可以存档的类型。请上传图片、PDF、Word、Excel、PPT 或文本文件（不含宏）。"
            )
            % {"name": file.name}
        )
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    _write(file, _path(digest))
    name = Path(file.name or "file").name[:200]
    return {"file_name": name, "content_type": content_type, "size": file.size, "sha256": digest}


def _write(file: UploadedFile, path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    file.seek(0)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as target:
        for chunk in file.chunks():
            target.write(chunk)
    Path(target.name).replace(path)


def _path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest
