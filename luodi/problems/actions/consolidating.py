"""Starting a run of the engine and keeping what it proposes, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luodi.engines.consolidation import Consolidation
from luodi.engines.consolidation import Problem as Group
from luodi.kernel import clock, trail
from luodi.kernel.jobs import start_job
from luodi.kernel.refusals import Refused
from luodi.listening.choices import StatementState
from luodi.listening.models import Campaign, Statement
from luodi.problems.actions.assisting import Beside
from luodi.problems.actions.attempts import require_office, whole
from luodi.problems.choices import Outside, RunState
from luodi.problems.models import (
    ConsolidationRun,
    Link,
    LinkProposal,
    ProposedProblem,
)
from luodi.problems.queries import (
    Constraints,
    busy_run,
    constraints_of,
    latest_run,
    members_of,
    portrait_told,
    statements_to_group,
)


def start_consolidation(*, campaign: Campaign, by: Any) -> ConsolidationRun:
    """Queue a run over a campaign's statements; one at a time."""
    with whole("problems.consolidationrun.start", campaign, by=by):
        require_office(by, campaign)
        Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        if busy_run(campaign.pk):
            raise Refused(_("这项专项工作正在归并计算，请等它完成。"))
        if not statements_to_group(campaign.pk).filter(state=StatementState.ACCEPTED).exists():
            raise Refused(_("没有待归并的意见。"))
        label = _("归并计算：%(campaign)s") % {"campaign": campaign}
        job = start_job("problems.consolidate", label=label, by=by, campaign=campaign.pk)
        run = ConsolidationRun.objects.create(
            campaign=campaign, by=by, job=job, started_at=clock.now()
        )
        trail.record("problems.consolidationrun.start", run, by=by)
    return run


@transaction.atomic
def store_groups(
    run: ConsolidationRun, found: Consolidation, *, input_hash: str, beside: Beside | None = None
) -> None:
    """Keep the groups and proposals of a finished run; the run is then ready to be reviewed.

    What extras propose `beside` is kept with each group under the model's name.

    People went on working while the engine computed, so what they decided is read again here:
    linked statements are context, and what was refused is not proposed again.
    """
    before = latest_run(run.campaign_id)
    decided = constraints_of(run.campaign_id)
    sorted_out = _Sorting(decided, _free(run.campaign_id), beside or Beside())
    groups = [sorted_out.group(run, n, problem) for n, problem in enumerate(found.problems, 1)]
    made = ProposedProblem.objects.bulk_create(groups, batch_size=500)
    proposals = [
        LinkProposal(group=group, statement_id=key, score=sorted_out.scores[key])
        for group in made
        for key in sorted_out.proposed[group.number]
    ]
    LinkProposal.objects.bulk_create(proposals, batch_size=1000)
    run.engine_version, run.input_hash = found.engine_version, input_hash
    run.counts = {
        "statements": sum(len(p.members) for p in found.problems) + len(found.alone),
        "groups": len(made), "alone": len(found.alone), "proposals": len(proposals),
        "conflicts": [c.reason for c in found.conflicts][:50],
    }  # fmt: skip
    run.difference = difference(run, before)
    run.state, run.ended_at = RunState.DONE, clock.now()
    run.save()
    trail.record("problems.consolidationrun.finish", run, by=run.by, after=run.counts)


class _Sorting:
    """Sorts each group's members into linked context, proposals and near misses."""

    def __init__(self, decided: Constraints, free: set[int], beside: Beside) -> None:
        self.decided, self.free, self.beside = decided, free, beside
        self.problem_of = {s: p for p, members in decided.together.items() for s in members}
        self.proposed: dict[int, list[int]] = {}
        self.scores: dict[int, float] = {}

    def group(self, run: ConsolidationRun, number: int, found: Group) -> ProposedProblem:
        """A group to keep; it continues the problem most of its linked members belong to."""
        self.scores |= {int(k): s for k, s in zip(found.members, found.scores, strict=True)}
        keys = [int(key) for key in found.members]
        problem = self._continued(keys)
        known = [key for key in keys if problem and self.problem_of.get(key) == problem]
        best_first = sorted(self.free.intersection(keys), key=lambda k: (-self.scores[k], k))
        chosen = self.decided.allowed(known, best_first)
        if not known and len(chosen) < 2:
            chosen = []
        self.proposed[number] = chosen
        near = [(k, s) for k, s in found.near if int(k) in self.free]
        near += [(str(k), self.scores[k]) for k in best_first if k not in chosen]
        alike = self._alike(found, {int(k) for k, _score in near})
        near += [(str(k), 0.0) for k, _cosine in alike]
        return ProposedProblem(
            run=run, number=number, engine_id=found.id[:40], label=found.label[:200],
            theme=found.theme[:100], category=found.category[:100], heat=found.heat,
            places=list(found.places), organisations=list(found.organisations),
            near=[[int(k), round(s, 4)] for k, s in near], known=known, problem_id=problem,
            portrait=portrait_told(found) | self._worded(found, alike),
            reviewed_at=None if chosen else clock.now(),
        )  # fmt: skip

    def _alike(self, found: Group, near: Collection[int]) -> list[tuple[int, float]]:
        """Lone statements that mean nearly the same, unless somebody set them apart from this."""
        members = {int(key) for key in found.members}
        told = [(int(key), cosine) for key, cosine in self.beside.near.get(found.id, ())]
        return [
            (key, cosine)
            for key, cosine in told
            if key in self.free and key not in near
            and not self.decided.apart.get(key, set()) & members
        ]  # fmt: skip

    def _worded(self, found: Group, alike: Sequence[tuple[int, float]]) -> dict[str, Any]:
        """What extras propose for this group, with the name of the model that does."""
        told: dict[str, Any] = {}
        if alike:
            by = self.beside.by(Outside.EMBEDDING)
            told["by_meaning"] = {"by": by, "items": [list(pair) for pair in alike]}
        if label := self.beside.labels.get(found.id):
            told["proposed_label"] = {"by": self.beside.by(Outside.LABEL), "text": label}
        return told

    def _continued(self, keys: list[int]) -> int | None:
        votes: dict[int, int] = {}
        for key in keys:
            if problem := self.problem_of.get(key):
                votes[problem] = votes.get(problem, 0) + 1
        return min(votes, key=lambda p: (-votes[p], p)) if votes else None


def _free(campaign: int) -> set[int]:
    rows = Statement.objects.filter(campaign=campaign, state=StatementState.ACCEPTED)
    linked = Link.objects.open().values("statement")
    return set(rows.exclude(pk__in=linked).values_list("pk", flat=True))


def difference(run: ConsolidationRun, before: ConsolidationRun | None) -> dict[str, Any]:
    """New, gone and changed groups against the run before, matched by what they share."""
    now = members_of(run)
    past = members_of(before) if before else {}
    labels = dict(ProposedProblem.objects.filter(run__in=[run, before]).values_list("pk", "label"))
    home = {statement: pk for pk, members in past.items() for statement in members}
    match = {pk: _ancestor(members, home) for pk, members in now.items()}
    moved = [
        {"statement": s, "from": labels[home[s]], "to": labels[pk]}
        for pk, members in now.items()
        for s in sorted(members)
        if s in home and home[s] != match[pk]
    ]
    new = [labels[pk] for pk, ancestor in match.items() if ancestor is None]
    gone = [labels[pk] for pk in past if pk not in match.values()]
    counts = {"new": len(new), "gone": len(gone), "moved": len(moved)}
    return {"against": before.pk if before else None, "counts": counts} | {
        "new": new[:_TOLD], "gone": gone[:_TOLD], "moved": moved[:_TOLD],
    }  # fmt: skip


_TOLD = 200
"""Lines of a difference that are kept; the counts are always whole."""


def _ancestor(members: set[int], home: Mapping[int, int]) -> int | None:
    votes: dict[int, int] = {}
    for statement in members:
        if (group := home.get(statement)) is not None:
            votes[group] = votes.get(group, 0) + 1
    return min(votes, key=lambda g: (-votes[g], g)) if votes else None
