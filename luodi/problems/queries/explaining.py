"""Why two statements stand together, or why one was left out: the engine's words and people's."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from luodi.engines.consolidation import Explainer, Explanation, mark_shared, mask_private
from luodi.listening.models import Statement
from luodi.problems.choices import Decision
from luodi.problems.models import Link, LinkProposal
from luodi.problems.queries.items import item_of, statements_to_group

Piece = tuple[str, bool]
RARITY_OF = 3000
"""Statements from which it is learnt which words are rare, when somebody asks why."""


@dataclass(frozen=True)
class Told:
    """Two statements with what they share marked, and what was decided about them."""

    first: list[Piece]
    second: list[Piece]
    found: Explanation
    decisions: list[str]
    together: bool
    """Whether both are under one problem now."""


def explainer_of(campaign: int) -> Explainer:
    """What is rare in this campaign."""
    around = statements_to_group(campaign)[:RARITY_OF]
    return Explainer.of([item_of(row) for row in around])


def explain_pair(one: Statement, other: Statement) -> Told:
    """What the two share and lack, in words; texts are masked."""
    found = explainer_of(one.campaign_id).explain(item_of(one), item_of(other))
    first, second = marked([mask_private(said(row)) for row in (one, other)])
    homes = Link.objects.open().filter(statement__in=(one.pk, other.pk))
    problems = list(homes.values_list("statement", "problem"))
    mine, theirs = ({p for s, p in problems if s == row.pk} for row in (one, other))
    return Told(first, second, found, _decisions(one, other), bool(mine & theirs))


def said(statement: Statement) -> str:
    """A statement's title and words on one line."""
    return f"{statement.title}　{statement.text}" if statement.title else statement.text


def marked(texts: list[str]) -> list[list[Piece]]:
    """Each text cut into (words, is it shared with another)."""
    return [_cut(text, spans) for text, spans in zip(texts, mark_shared(texts), strict=True)]


def _cut(text: str, spans: list[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _decisions(one: Statement, other: Statement) -> list[str]:
    """What people said about either of the two, newest first."""
    rows = LinkProposal.objects.decided().filter(statement__in=(one.pk, other.pk))
    rows = rows.select_related("statement", "decided_by__person", "decided_problem", "group")
    return [_sentence(row) for row in rows.order_by("-decided_at")[:6]]


def _sentence(row: LinkProposal) -> str:
    told = {
        "code": row.statement.code, "who": row.decided_by, "group": row.group.label,
        "problem": row.decided_problem, "decision": row.get_decision_display(),
    }  # fmt: skip
    if row.decision == Decision.REFUSED:
        return _("%(who)s认定意见%(code)s与“%(group)s”不是同一问题。") % told
    return _("%(who)s把意见%(code)s归到“%(problem)s”（%(decision)s）。") % told
