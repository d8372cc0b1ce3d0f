"""Asking the optional extras after a run: proposals beside the engine's, never instead of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from luodi.engines.consolidation import Consolidation, Decision, Item, extras
from luodi.kernel import trail
from luodi.problems.choices import Outside
from luodi.problems.models import ConsolidationRun
from luodi.problems.queries import Extra, may_send, planned_for

Progress = Callable[[int, int, str], None]


@dataclass
class Beside:
    """What the extras propose for a run, which ones did, and what is to be said of the others."""

    near: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    used: list[dict[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def by(self, kind: str) -> str:
        """The name of the model that did this."""
        return next((used["name"] for used in self.used if used["kind"] == kind), "")


@dataclass
class _Gate:
    """Asked before every request: is the consent still in force? The first yes is in the trail."""

    run: ConsolidationRun
    extra: Extra
    opened: bool = False

    def __call__(self) -> bool:
        if not may_send(self.run.campaign_id, self.extra):
            return False
        if not self.opened:
            told = {"kind": str(self.extra.kind), "address": self.extra.address, "name": self.extra.name}  # fmt: skip
            trail.record("problems.consolidationrun.send", self.run, by=self.run.by, after=told)
            self.opened = True
        return True


def assist(
    run: ConsolidationRun, found: Consolidation, items: Sequence[Item],
    decisions: Sequence[Decision], progress: Progress,
) -> Beside:  # fmt: skip
    """Ask every extra that is configured and allowed; one that fails is a sentence on the run."""
    beside = Beside()
    for planned in planned_for(run.campaign_id):
        extra = planned.extra
        if not planned.allowed:
            beside.said.append(_("%(use)s：没有有效的同意，没有对外调用。") % {"use": extra.label})
            continue
        _ask(run, extra, beside, found, items, decisions, progress)
    return beside


def _ask(
    run: ConsolidationRun, extra: Extra, beside: Beside, found: Consolidation,
    items: Sequence[Item], decisions: Sequence[Decision], progress: Progress,
) -> None:  # fmt: skip
    try:
        if extra.kind == Outside.EMBEDDING:
            version = _compare(run, extra, beside, found, items, progress)
        else:
            named = {item for d in decisions if d.kind == "name" for item in d.items}
            version = _word(run, extra, beside, found, items, named, progress)
    except extras.Unavailable as why:
        beside.said.append(_("%(use)s没有用上：%(why)s") % {"use": extra.label, "why": why})
        return
    beside.used.append({
        "kind": str(extra.kind), "name": extra.name, "version": version, "address": extra.address,
    })  # fmt: skip


def _compare(
    run: ConsolidationRun, extra: Extra, beside: Beside, found: Consolidation,
    items: Sequence[Item], progress: Progress,
) -> str:  # fmt: skip
    """Near misses by meaning; returns the model's version."""
    if extra.address:
        endpoint = _endpoint(run, extra, settings.EMBEDDING_KEY)
        embedder: extras.Embedder = extras.RemoteEmbedder(endpoint, extra.name)
    else:
        embedder = extras.open_folder(Path(settings.EMBEDDING_MODEL))
    most = extras.MOST_OUTSIDE if extra.address else extras.MOST_HERE
    beside.near = extras.near_by_meaning(found, items, embedder, most=most, progress=progress)
    return embedder.version


def _word(
    run: ConsolidationRun, extra: Extra, beside: Beside, found: Consolidation,
    items: Sequence[Item], named: Collection[str], progress: Progress,
) -> str:  # fmt: skip
    """Labels where no person gave one; returns the model's version."""
    namer = extras.RemoteNamer(_endpoint(run, extra, settings.LABEL_KEY), extra.name)
    proposed = extras.propose_labels(found, items, namer, named=named, progress=progress)
    beside.labels = proposed.labels
    if proposed.refused:
        told = {"use": extra.label, "n": proposed.refused}
        beside.said.append(_("%(use)s：%(n)s 个名称说了意见里没有的话，没有采用。") % told)
    return namer.version


def _endpoint(run: ConsolidationRun, extra: Extra, key: str) -> extras.Endpoint:
    return extras.Endpoint(
        extra.address, may_send=_Gate(run, extra), key=key, timeout_s=settings.EXTRAS_TIMEOUT_S
    )
