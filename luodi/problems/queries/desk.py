"""One screen of the review desk: a group's statements with what they share marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from luodi.engines.consolidation import split_parts
from luodi.listening.choices import StatementState
from luodi.listening.models import Statement
from luodi.problems.models import ConsolidationRun, LinkProposal, ProposedProblem
from luodi.problems.queries.explaining import Piece, explainer_of, marked, said
from luodi.problems.queries.items import item_of
from luodi.problems.queries.runs import by_gain

SHOWN_LINES = 60
"""More proposals of one group follow when these are decided."""
_SHOWN_WORDS = 260
_COMPARED = 5


@dataclass
class Line:
    """A statement on the desk. `pieces` is its text, cut into (words, is it shared)."""

    statement: Statement
    pieces: list[Piece]
    rest: str = ""
    proposal: LinkProposal | None = None
    score: float = 0.0
    parts: int = 1
    """How many things it seems to say."""
    alike: float = 0.0
    """A near miss that a model put here: the cosine of what the two mean."""


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
    alike = dict(map(tuple, group.portrait.get("by_meaning", {}).get("items", ())))
    missed = _statements(near.keys() - {p.statement_id for p in [*waiting, *rest]})
    missed = [s for s in missed if s.state == StatementState.ACCEPTED]
    statements = [p.statement for p in shown] + known + missed
    texts = marked([said(row)[:_SHOWN_WORDS] for row in statements])
    cut = dict(zip([row.pk for row in statements], texts, strict=True))
    return Screen(
        group,
        open=[_line(p.statement, cut[p.statement_id], p, p.score) for p in shown],
        decided=[_line(p.statement, [(said(p.statement), False)], p, p.score) for p in decided],
        known=[_line(s, cut[s.pk]) for s in known],
        near=sorted(
            (_line(s, cut[s.pk], score=near[s.pk], alike=alike.get(s.pk, 0.0)) for s in missed),
            key=lambda n: (-n.score, -n.alike),
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
    explainer = explainer_of(group.run.campaign_id)
    mine = item_of(statement)
    told = [explainer.explain(mine, item_of(other)) for other in others]
    return max(told, key=lambda one: one.score).sentence


def _statements(keys: Iterable[int]) -> list[Statement]:
    rows = Statement.objects.filter(pk__in=list(keys)).select_related("unit", "gathering")
    return list(rows.order_by("pk"))


def _line(
    statement: Statement, pieces: list[Piece], proposal: LinkProposal | None = None,
    score: float = 0.0, alike: float = 0.0,
) -> Line:  # fmt: skip
    parts = len(split_parts(statement.text))
    rest = said(statement)[_SHOWN_WORDS:]
    return Line(statement, pieces, rest, proposal, score, parts, alike)
