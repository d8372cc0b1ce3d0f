"""One screen of the review desk: a group's statements with what they share marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luodi.engines.consolidation import Explainer, mark_shared
from luodi.listening.choices import StatementState
from luodi.listening.models import Statement
from luodi.problems.models import ConsolidationRun, LinkProposal, ProposedProblem
from luodi.problems.queries.items import item_of, statements_to_group
from luodi.problems.queries.runs import by_gain

Piece = tuple[str, bool]
SHOWN_LINES = 60
"""More proposals of one group follow when these are decided."""
_SHOWN_WORDS = 260
_COMPARED = 5
_RARITY_OF = 3000
"""Statements from which it is learnt which words are rare, when a reviewer asks why."""


@dataclass
class Line:
    """A statement on the desk. `pieces` is its text, cut into (words, is it shared)."""

    statement: Statement
    pieces: list[Piece]
    rest: str = ""
    proposal: LinkProposal | None = None
    score: float = 0.0


@dataclass
class Screen:
    """A group as a reviewer sees it."""

    group: ProposedProblem
    open: list[Line]
    decided: list[Line]
    known: list[Line]
    near: list[Line]
    waiting: int


def screen_of(group: ProposedProblem) -> Screen:
    """Read a group: what waits, what was decided, what is known, and the near misses."""
    proposals = group.proposals.select_related(
        "statement__unit", "statement__gathering", "decided_by__person", "decided_problem"
    )
    waiting = list(proposals.open())
    shown = waiting[:SHOWN_LINES]
    rest = [p for p in proposals if p.pk not in {w.pk for w in waiting}]
    decided = [p for p in rest if p.statement.state != StatementState.WITHDRAWN]
    known = _statements(group.known[:3])
    near = {int(key): score for key, score in group.near}
    missed = _statements(near.keys() - {p.statement_id for p in [*waiting, *rest]})
    missed = [s for s in missed if s.state == StatementState.ACCEPTED]
    statements = [p.statement for p in shown] + known + missed
    marked = dict(zip([s.pk for s in statements], _marked(statements), strict=True))
    return Screen(
        group,
        open=[_line(p.statement, marked[p.statement_id], p, p.score) for p in shown],
        decided=[_line(p.statement, [(_said(p.statement), False)], p, p.score) for p in decided],
        known=[_line(s, marked[s.pk]) for s in known],
        near=sorted(
            (_line(s, marked[s.pk], score=near[s.pk]) for s in missed), key=lambda n: -n.score
        ),
        waiting=len(waiting),
    )  # fmt: skip


def next_number(run: ConsolidationRun, after: int | None = None) -> int | None:
    """The group to review next: by expected gain, the one after `after` if that still waits."""
    queue = list(by_gain(run).values_list("number", flat=True))
    if after in queue:
        queue = queue[queue.index(after) + 1 :] + queue[: queue.index(after)]
    return queue[0] if queue else None


def reason_for(group: ProposedProblem, statement: Statement) -> str:
    """Why the engine put a statement with this group, or did not: what it shares with the member
    nearest to it, in one sentence."""
    members = group.proposals.exclude(statement=statement).order_by("-score", "pk")
    keys = [*group.known[:_COMPARED], *members.values_list("statement", flat=True)[:_COMPARED]]
    others = [other for other in _statements(keys) if other.pk != statement.pk]
    if not others:
        return ""
    around = statements_to_group(group.run.campaign_id)[:_RARITY_OF]
    explainer = Explainer.of([item_of(row) for row in around])
    mine = item_of(statement)
    told = [explainer.explain(mine, item_of(other)) for other in others]
    return max(told, key=lambda one: one.score).sentence


def _statements(keys: Iterable[int]) -> list[Statement]:
    rows = Statement.objects.filter(pk__in=list(keys)).select_related("unit", "gathering")
    return list(rows.order_by("pk"))


def _said(statement: Statement) -> str:
    return f"{statement.title}　{statement.text}" if statement.title else statement.text


def _marked(statements: Sequence[Statement]) -> list[list[Piece]]:
    texts = [_said(statement)[:_SHOWN_WORDS] for statement in statements]
    return [_cut(text, spans) for text, spans in zip(texts, mark_shared(texts), strict=True)]


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _line(
    statement: Statement, pieces: list[Piece], proposal: LinkProposal | None = None,
    score: float = 0.0,
) -> Line:  # fmt: skip
    return Line(statement, pieces, _said(statement)[_SHOWN_WORDS:], proposal, score)
