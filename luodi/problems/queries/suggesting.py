"""Which problem a statement nobody grouped might belong to: words learnt from what people linked.

The engine joins only what is plainly one matter at one place. What is left over is placed by a
person, who is spared the search: problems are ranked by the pairs of letters a statement shares
with their words and with the statements already under them (cosine of log counts × rarity, one
centroid a problem). A suggestion moves nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from luodi.listening.choices import StatementKind, StatementState
from luodi.listening.models import Statement
from luodi.problems.choices import Decision
from luodi.problems.models import Link, LinkProposal, Problem
from luodi.problems.queries.explaining import said
from luodi.problems.queries.problems import targets_for
from luodi.problems.queries.runs import latest_run

LEARNT_FROM = 40
"""Statements of a problem, the latest, that its words are learnt from."""
ORDERED = 600
"""Statements put in order at once, so that like ones follow one another."""
SHOWN = 9
"""Suggestions a statement: one key each."""
_OWN_WORDS = 1.6
_UNREAD = 20

Weights = dict[str, float]


@dataclass(frozen=True)
class Suggestion:
    """A statement with the problems it may belong to, the likeliest first."""

    statement: Statement
    problems: list[Problem]


def singles_of(campaign: int) -> list[int]:
    """Keys of accepted statements under no problem that no open proposal of the latest run holds."""
    rows = Statement.objects.filter(campaign=campaign, state=StatementState.ACCEPTED)
    rows = rows.exclude(kind=StatementKind.PRAISE)
    rows = rows.exclude(pk__in=Link.objects.open().values("statement"))
    if run := latest_run(campaign):
        proposed = LinkProposal.objects.filter(group__run=run, decision=Decision.OPEN)
        rows = rows.exclude(pk__in=proposed.values("statement"))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def suggestions_for(campaign: int, keys: Sequence[int]) -> list[Suggestion]:
    """Rank the campaign's problems for each of these statements, in the order of the keys."""
    if not keys:
        return []
    found = Statement.objects.select_related("unit", "gathering").in_bulk(keys)
    statements = [found[key] for key in keys if key in found]
    model = _Words.of(campaign, statements)
    return [
        Suggestion(row, [model.problems[key] for key, _score in model.ranked(said(row))[:SHOWN]])
        for row in statements
    ]


def alike_first(campaign: int, keys: Sequence[int]) -> list[int]:
    """The same keys, those that seem to belong together side by side, the surest first."""
    if not (head := list(keys[:ORDERED])):
        return []
    texts = {row.pk: said(row) for row in Statement.objects.filter(pk__in=head)}
    model = _Words.of(campaign, Statement.objects.filter(pk__in=head))
    if not model.problems:
        return list(keys)
    order: list[tuple[int, float, int]] = []
    for key in head:
        problem, score = model.ranked(texts[key])[0]
        order.append((problem, -score, key))
    return [key for _problem, _score, key in sorted(order)] + list(keys[ORDERED:])


@dataclass
class _Words:
    """What the problems' words weigh; every problem's weights have length one."""

    problems: dict[int, Problem]
    rarity: Mapping[str, float]
    by_pair: dict[str, list[tuple[int, float]]]

    @staticmethod
    def of(campaign: int, unplaced: Iterable[Statement]) -> "_Words":
        """Learn from the problems' own words and from the statements people put under them."""
        problems = {problem.pk: problem for problem in targets_for(campaign).order_by("code")}
        own = {key: f"{p.title} {p.description} {p.cause} {p.place}" for key, p in problems.items()}
        linked = _linked(campaign)
        texts = [*(said(row) for row in unplaced), *(t for some in linked.values() for t in some)]
        held = Counter(pair for text in texts for pair in set(_pairs(text)))
        rarity = {pair: log((len(texts) + _UNREAD) / (n + 1)) for pair, n in held.items()}
        unknown = log(len(texts) + _UNREAD)
        centroids: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for key in problems:
            total: Weights = defaultdict(float)
            _add(total, _weights(own[key], rarity, unknown), _OWN_WORDS)
            for text in linked.get(key, ()):
                _add(total, _weights(text, rarity, unknown), 1.0)
            length = sqrt(sum(weight * weight for weight in total.values())) or 1.0
            for pair, weight in total.items():
                centroids[pair].append((key, weight / length))
        return _Words(problems, rarity, centroids)

    def ranked(self, text: str) -> list[tuple[int, float]]:
        """(problem, likeness), the likeliest first; all problems, whatever they share."""
        scores = dict.fromkeys(self.problems, 0.0)
        for pair, weight in _weights(text, self.rarity, 0.0).items():
            for key, own in self.by_pair.get(pair, ()):
                scores[key] += weight * own
        return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))


def _linked(campaign: int) -> dict[int, list[str]]:
    rows = Link.objects.open().filter(problem__campaign=campaign).order_by("-since", "-pk")
    told: dict[int, list[str]] = defaultdict(list)
    for link in rows.select_related("statement")[: LEARNT_FROM * 200]:
        if len(told[link.problem_id]) < LEARNT_FROM:
            told[link.problem_id].append(said(link.statement))
    return told


def _weights(text: str, rarity: Mapping[str, float], unknown: float) -> Weights:
    counted = Counter(_pairs(text))
    found = {pair: (1 + log(n)) * rarity.get(pair, unknown) for pair, n in counted.items()}
    length = sqrt(sum(weight * weight for weight in found.values())) or 1.0
    return {pair: weight / length for pair, weight in found.items()}


def _add(total: Weights, more: Weights, times: float) -> None:
    for pair, weight in more.items():
        total[pair] += weight * times


def _pairs(text: str) -> list[str]:
    return [a + b for a, b in pairwise(text) if (a + b).isalnum()]
