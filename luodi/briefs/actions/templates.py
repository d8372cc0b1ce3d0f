"""Making and editing templates; every saved text is kept as a version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from luodi.briefs.actions.permission import must_write
from luodi.briefs.documents.letterhead import check_letterhead
from luodi.briefs.language import lint
from luodi.briefs.models import BriefTemplate, TemplateText
from luodi.kernel import actions
from luodi.kernel.evidence import add_evidence


def make_template(
    *, by: Any, letterhead: UploadedFile | None = None, **fields: Any
) -> BriefTemplate:
    """A new template. Raises `ValidationError` on `source` with line and column of every fault."""
    with actions.refusals_kept("briefs.brieftemplate.create", None, by=by), transaction.atomic():
        must_write(by)
        check_text(fields["source"])
        template = actions.create(BriefTemplate(letterhead=_kept(letterhead, by), **fields), by=by)
        _keep_text(template, by)
        return template


def edit_template(
    template: BriefTemplate, changes: dict[str, Any], *, by: Any, version: int | None,
    letterhead: UploadedFile | None = None,
) -> BriefTemplate:  # fmt: skip
    """Change a template; briefs already drafted from it keep their own text."""
    with actions.refusals_kept("briefs.brieftemplate.edit", template, by=by), transaction.atomic():
        must_write(by)
        check_text(changes.get("source", template.source))
        before = template.source
        if letterhead is not None:
            changes = changes | {"letterhead": _kept(letterhead, by)}
        template = actions.edit(template, changes, by=by, version=version)
        if template.source != before:
            _keep_text(template, by)
        return template


def check_text(source: str) -> None:
    """Refuse a text with faults, each with its line and column."""
    if found := lint(source):
        raise ValidationError({"source": [str(fault) for fault in found]})


def _kept(file: UploadedFile | None, by: Any) -> Any:
    if file is not None:
        try:
            check_letterhead(file)
        except ValidationError as error:
            raise ValidationError({"letterhead": error.messages}) from None
    return add_evidence(by=by, title="", file=file) if file is not None else None


def _keep_text(template: BriefTemplate, by: Any) -> None:
    number = template.texts.count() + 1
    text = TemplateText(template=template, number=number, source=template.source, made_by=by)
    actions.create(text, by=by)
