"""Long work of this room: grouping a campaign's statements."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

from luodi.engines.consolidation import (
    ENGINE_VERSION,
    Decision,
    Item,
    Options,
    Scheme,
    consolidate,
)
from luodi.kernel import clock
from luodi.kernel.jobs import Progress, job
from luodi.kernel.models import Job
from luodi.problems.actions import assist, store_groups
from luodi.problems.choices import RunState
from luodi.problems.models import ConsolidationRun
from luodi.problems.queries import constraints_of, items_of, latest_run, options_in_use, scheme_of


def mark_failed(job: Job, *, campaign: int) -> None:
    """A stopped or broken run says so; nothing of it was kept."""
    ConsolidationRun.objects.filter(job=job).exclude(state=RunState.DONE).update(
        state=RunState.FAILED, ended_at=clock.now()
    )


@job("problems.consolidate", on_failure=mark_failed)
def run_consolidation(progress: Progress, *, campaign: int) -> str:
    """Read the statements and what people decided, group them, keep the proposals.

    Repeatable: everything is kept in one transaction at the end, and a run that is kept is left
    alone.
    """
    run, _made = ConsolidationRun.objects.get_or_create(
        job=progress.job, defaults={"campaign_id": campaign, "by": progress.job.by}
    )
    if run.state == RunState.DONE:
        return run.get_absolute_url()
    options = options_in_use()
    run.state = RunState.RUNNING
    run.parameters = asdict(options) | {"outside": []}
    run.save(update_fields=["state", "parameters"])
    items, decisions = items_of(campaign), constraints_of(campaign).for_engine()
    found = consolidate(
        items, decisions=decisions, options=options, previous=_groups_before(campaign),
        scheme=scheme_of(campaign), progress=progress,
    )  # fmt: skip
    beside = assist(run, found, items, decisions, progress)
    run.parameters |= {"outside": beside.used, "outside_said": beside.said}
    input_hash = _hash(items, decisions, options, scheme_of(campaign), beside.used)
    store_groups(run, found, input_hash=input_hash, beside=beside)
    return run.get_absolute_url()


def _groups_before(campaign: int) -> dict[str, list[str]] | None:
    """The groups of the last run by the engine's own ids, so that ids go on meaning the same."""
    before = latest_run(campaign)
    if before is None:
        return None
    groups = before.groups.prefetch_related("proposals")
    return {
        g.engine_id: [str(k) for k in [*g.known, *(p.statement_id for p in g.proposals.all())]]
        for g in groups
    }


def _hash(
    items: Sequence[Item], decisions: Sequence[Decision], options: Options,
    scheme: Scheme | None, used: Sequence[dict[str, str]],
) -> str:  # fmt: skip
    """SHA-256 over everything the result depends on; `used` are the extras that proposed."""
    digest = hashlib.sha256(f"{ENGINE_VERSION} {options} {scheme}".encode())
    for part in (*items, *decisions, *used):
        digest.update(repr(part).encode())
    return digest.hexdigest()
