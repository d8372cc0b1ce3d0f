"""Freezing: the page is written once more from all records of the scope, and kept as an edition."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from luodi.briefs.choices import CitationKind
from luodi.briefs.language import Fault, Faults, Page
from luodi.briefs.language.traced import Asked
from luodi.briefs.models import Brief, Citation, Edition
from luodi.briefs.queries.chain import content_of
from luodi.briefs.queries.editions import blocks_with_anchors, citations_of
from luodi.briefs.queries.writing import page_of
from luodi.kernel import actions, publication
from luodi.kernel.figures import FIGURES, values_of
from luodi.kernel.reader import EVERYTHING


def freeze(brief: Brief, *, by: Any) -> Edition:
    """The edition of this brief as of now, counted with the checker's eyes. Raises `Faults` when the
    text cannot be written, or when the checker does not see all that stands behind its figures."""
    page = page_of(brief, by)
    _sees_everything(page)
    citations = citations_of(page, brief.code)
    _keep_figures(page, citations, by)
    blocks = blocks_with_anchors(page, citations)
    edition = Edition(
        brief=brief, number=brief.editions.count() + 1, source=brief.source, blocks=blocks,
        content_hash=content_of(brief.source, blocks, citations), made_by=by,
    )  # fmt: skip
    edition = actions.create(edition, by=by)
    for citation in citations:
        citation.edition = edition
    # Rows of the edition: its content_hash, which is in the trail, covers each of them.
    Citation.objects.bulk_create(citations, batch_size=500)
    return edition


def _sees_everything(page: Page) -> None:
    """Who sees less than there is could not check what is printed."""
    figures = [one for one in page.cited if one.asked and one.kind == CitationKind.FIGURE]
    whole = values_of({one.asked for one in figures if one.asked}, EVERYTHING)
    for one in figures:
        if one.asked and whole[one.asked].number != one.number:
            sentence = _("您看不到“%(figure)s”的全部记录，请由能看到的人核对") % {
                "figure": one.label
            }
            raise Faults([Fault(0, 0, sentence)])


def _keep_figures(page: Page, citations: Sequence[Citation], by: Any) -> None:
    """A snapshot for every different figure, and of a year-on-year for the year before too."""
    cited = [one for one in citations if one.kind in (CitationKind.FIGURE, CitationKind.CHANGE)]
    asked: dict[int, list[Asked]] = {}
    for citation in cited:
        its = page.cited[citation.position].asked
        if its is not None:
            before = [(its[0], its[1].shifted(-1))] if citation.kind == CitationKind.CHANGE else []
            asked[citation.position] = [its, *before]
    wanted = list(dict.fromkeys(one for many in asked.values() for one in many))
    frozen = publication.freeze_all(by, [(FIGURES[key], context) for key, context in wanted])
    kept = dict(zip(wanted, frozen, strict=True))
    for citation in cited:
        snapshots = [kept[one] for one in asked.get(citation.position, ())]
        citation.snapshot, citation.before, *_none = [*snapshots, None, None]
        if citation.snapshot is not None:
            citation.evidence_hash = citation.snapshot.evidence_hash
