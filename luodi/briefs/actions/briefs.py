"""Drafting and editing a brief; every saved text is kept as a version."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luodi.briefs.actions.permission import must_write
from luodi.briefs.choices import BriefState
from luodi.briefs.language import title_faults
from luodi.briefs.language.periods import Period
from luodi.briefs.models import Brief, BriefTemplate, BriefText
from luodi.kernel import actions, clock, codes
from luodi.kernel.refusals import Refused
from luodi.listening.models import Campaign


def draft_brief(
    *, by: Any, campaign: Campaign, title: str, template: BriefTemplate | None = None, **fields: Any
) -> Brief:
    """A draft from a template, or with a text of its own (`source`). Raises `ValidationError` on
    `title` for a digit that is not of the brief's days."""
    with actions.refusals_kept("briefs.brief.create", None, by=by), transaction.atomic():
        must_write(by, campaign.pk)
        if template is not None:
            given = {
                "source": template.source, "kind": template.kind, "masthead": template.masthead,
                "letterhead": template.letterhead,
            }  # fmt: skip
            fields = given | {
                name: value for name, value in fields.items() if value not in ("", None)
            }
        code = codes.next_code(f"JB-{clock.today().year}", width=3)
        _check_title(title, fields.get("start"), fields.get("end"))
        brief = Brief(
            code=code, campaign=campaign, title=title, template=template, drafted_by=by, **fields
        )
        brief = actions.create(brief, by=by)
        _keep_text(brief, by)
        return brief


def edit_brief(brief: Brief, changes: dict[str, Any], *, by: Any, version: int | None) -> Brief:
    """Change a draft; what was checked is opened again by sending it back."""
    with actions.refusals_kept("briefs.brief.edit", brief, by=by), transaction.atomic():
        must_write(by, brief.campaign_id)
        if brief.state != BriefState.DRAFT:
            raise Refused(_("简报已经核对，要改请先退回修改。"))
        said = {name: changes.get(name, getattr(brief, name)) for name in ("title", "start", "end")}
        _check_title(**said)
        before = brief.source
        brief = actions.edit(brief, changes, by=by, version=version)
        if brief.source != before:
            _keep_text(brief, by)
        return brief


def _check_title(title: str, start: date | None, end: date | None) -> None:
    """Refuse digits in a title that are not of the brief's own days, each with its column."""
    if found := title_faults(title, Period(start, end)):
        raise ValidationError({"title": [str(fault) for fault in found]})


def _keep_text(brief: Brief, by: Any) -> None:
    number = brief.texts.count() + 1
    actions.create(BriefText(brief=brief, number=number, source=brief.source, made_by=by), by=by)
