"""Briefs: the list, one brief, its versions, one of its figures."""

from difflib import unified_diff
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.briefs.actions.permission import may_write
from luodi.briefs.choices import BriefState
from luodi.briefs.filters import BriefFilter
from luodi.briefs.language import Faults
from luodi.briefs.models import Brief, BriefText
from luodi.briefs.queries.layout import layout_of, live_url
from luodi.briefs.queries.sources import sources_of
from luodi.briefs.queries.verification import verify
from luodi.briefs.sheets import REGISTER
from luodi.briefs.tables import TONE_OF_STATE, BriefTable
from luodi.briefs.views.paper import paper_of
from luodi.kernel.documents import converter, replaced_fonts
from luodi.kernel.lists import list_page
from luodi.kernel.moves import buttons

PEOPLE = ("drafted_by__person", "checked_by__person", "signed_by__person", "published_by__person")


def brief_or_404(request: HttpRequest, pk: int) -> Brief:
    """The brief, if the reader may see it."""
    related = ("campaign__host_unit", "unit", "edition", "template", *PEOPLE)
    seen = Brief.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(seen, pk=pk)


def crumbs_of(brief: Brief) -> list[tuple[Any, str]]:
    """The way back to a brief."""
    return [(_("简报"), reverse("briefs:briefs")), (brief.title, brief.get_absolute_url())]


@login_required
@require_GET
def brief_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, Brief.objects.visible_to(request.user), title=_("简报"), table=BriefTable,
        filterset=BriefFilter, template="briefs/brief_list.html", export=REGISTER.key,
        show=lambda rows: rows.select_related("drafted_by__person"),
        may_write=may_write(request.user),
    )  # fmt: skip


@login_required
@require_GET
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """The brief as it reads: frozen from its check on, before that as it would be today."""
    found = brief_or_404(request, pk)
    context: dict[str, Any] = {}
    try:
        layout = layout_of(found, request.user)
        context = {
            "paper": paper_of(layout), "sources": sources_of(layout), "written": layout.written,
        }  # fmt: skip
    except Faults as faults:
        context = {"faults": faults.found}
    is_draft = found.state == BriefState.DRAFT
    return render(request, "briefs/brief.html", context | {
        "title": found.title, "brief": found, "moves": buttons(found, request.user),
        "subtitle": f"{found.masthead} {found.issue_label}", "has_pdf": converter() is not None,
        "fonts": replaced_fonts(),
        "tone": TONE_OF_STATE[BriefState(found.state)], "is_draft": is_draft,
        "may_edit": is_draft and may_write(request.user, found.campaign_id),
        "sees_versions": BriefText.objects.visible_to(request.user).exists(),
        "crumbs": [(_("简报"), reverse("briefs:briefs"))],
    })  # fmt: skip


@login_required
@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every saved text, each beside the one before."""
    found = brief_or_404(request, pk)
    if not BriefText.objects.visible_to(request.user).exists():
        raise Http404
    texts = list(found.texts.select_related("made_by__person").order_by("number"))
    shown = [
        (text, _changes(texts[at - 1].source if at else "", text.source))
        for at, text in enumerate(texts)
    ]
    return render(request, "briefs/versions.html", {
        "title": _("历史版本"), "subtitle": found.title, "brief": found, "versions": shown[::-1],
        "crumbs": crumbs_of(found),
    })  # fmt: skip


@login_required
@require_GET
def citation(request: HttpRequest, pk: int, anchor: str) -> HttpResponse:
    """One figure of a brief: published, today's, the difference, and which records moved."""
    found = brief_or_404(request, pk)
    if found.edition is None:
        raise Http404
    cited = get_object_or_404(found.edition.citations.select_related("snapshot"), anchor=anchor)
    report = verify(found, request.user, only=anchor)
    finding = next(iter(report.findings), None)
    return render(request, "briefs/citation.html", {
        "title": cited.label or cited.shown, "subtitle": found.title, "brief": found, "citation": cited,
        "finding": finding, "live_url": live_url(cited), "crumbs": crumbs_of(found),
    })  # fmt: skip


def _changes(old: str, new: str) -> list[tuple[str, str]]:
    """(+, − or blank; line) of what changed, with two lines round it."""
    lines = unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
    return [
        (line[:1].strip(), line[1:]) for line in lines if not line.startswith(("---", "+++", "@@"))
    ]
