"""What people decided, as the engine's constraints and as a last check on what it proposes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from luodi.engines.consolidation import Decision as Constraint
from luodi.problems.choices import Decision
from luodi.problems.models import Link, LinkProposal, Problem, ProposedProblem


@dataclass
class Constraints:
    """Everything people have decided in a campaign.

    together  problem → its statements: one matter, and no other problem's
    apart     statement → statements it is not the same as
    names     problem → the title a person gave it; group names before there is a problem
    """

    together: dict[int, list[int]]
    apart: dict[int, set[int]]
    names: dict[int, str]
    group_names: list[tuple[list[int], str]] = field(default_factory=list)

    def for_engine(self) -> list[Constraint]:
        """As the engine's decisions, in a fixed order."""
        rows = [Constraint("together", _ids(m)) for m in self.together.values() if len(m) > 1]
        anchors = [min(members) for members in self.together.values()]
        if len(anchors) > 1:
            rows.append(Constraint("apart", _ids(anchors)))
        pairs = {tuple(sorted((a, b))) for a, others in self.apart.items() for b in others}
        rows += [Constraint("apart", _ids(pair)) for pair in sorted(pairs)]
        rows += [Constraint("pin", _ids(self.together[p][:1])) for p in self.together]
        rows += [Constraint("name", _ids(self.together[p]), t) for p, t in self.names.items()]
        return rows + [Constraint("name", _ids(m), label) for m, label in self.group_names]

    def allowed(self, linked: Sequence[int], free: Iterable[int]) -> list[int]:
        """Those of `free` that nobody set apart from the linked ones or from those before them."""
        kept = set(linked)
        chosen = []
        for key in free:
            if not self.apart.get(key, set()) & kept:
                chosen.append(key)
                kept.add(key)
        return chosen


def constraints_of(campaign: int) -> Constraints:
    """Read every link, refusal and name of a campaign."""
    together: dict[int, list[int]] = defaultdict(list)
    links = Link.objects.open().filter(problem__campaign=campaign).order_by("problem", "statement")
    for problem, statement in links.values_list("problem", "statement"):
        together[problem].append(statement)
    names = dict(Problem.objects.filter(pk__in=together).order_by("pk").values_list("pk", "title"))
    return Constraints(dict(together), _apart(campaign), names, _group_names(campaign))


def _apart(campaign: int) -> dict[int, set[int]]:
    """A refused statement is not the same as what was kept of its group; if nothing was, no two
    of the group are the same."""
    refused: dict[int, list[int]] = defaultdict(list)
    kept: dict[int, list[int]] = defaultdict(list)
    for group, statement, decision in _decisions(campaign):
        if decision == Decision.REFUSED:
            refused[group].append(statement)
        elif decision in (Decision.ACCEPTED, Decision.OPEN):
            kept[group].append(statement)
    known = dict(ProposedProblem.objects.filter(pk__in=refused).values_list("pk", "known"))
    apart: dict[int, set[int]] = defaultdict(set)
    for group, members in refused.items():
        for other in [*kept[group], *known[group]] or members:
            for statement in members:
                if statement != other:
                    apart[statement].add(other)
                    apart[other].add(statement)
    return dict(apart)


def _decisions(campaign: int) -> Iterable[tuple[int, int, str]]:
    refused = LinkProposal.objects.filter(
        group__run__campaign=campaign, decision=Decision.REFUSED
    ).values("group")
    rows = LinkProposal.objects.filter(group__in=refused).order_by("group", "statement")
    return rows.values_list("group", "statement", "decision")


def _group_names(campaign: int) -> list[tuple[list[int], str]]:
    named = ProposedProblem.objects.filter(
        run__campaign=campaign, named_by__isnull=False, problem=None
    ).order_by("pk")
    return [
        (
            list(group.proposals.order_by("statement").values_list("statement", flat=True)),
            group.label,
        )
        for group in named
    ]


def _ids(keys: Iterable[int]) -> tuple[str, ...]:
    return tuple(str(key) for key in keys)
