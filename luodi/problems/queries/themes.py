"""Themes above problems: the engine's proposal, under the names the office gave."""

from dataclasses import dataclass

from django.db.models import Count

from luodi.problems.models import ProposedProblem, ThemeName
from luodi.problems.queries.runs import latest_run


@dataclass(frozen=True)
class Theme:
    """A theme of the latest run. `path` is the engine's name, upper level first."""

    path: str
    label: str
    named: bool
    groups: int


def theme_labels(campaign: int) -> dict[str, str]:
    """Engine's theme → what the office calls it, where it does."""
    return dict(ThemeName.objects.filter(campaign=campaign).values_list("theme", "label"))


def themes_of(campaign: int) -> list[Theme]:
    """Themes with groups in the latest run, the largest first, and those named before."""
    named = theme_labels(campaign)
    run = latest_run(campaign)
    rows = ProposedProblem.objects.filter(run=run).exclude(theme="") if run else []
    counted = dict(rows.values_list("theme").annotate(n=Count("pk")).order_by()) if run else {}
    paths = sorted(counted.keys() | named.keys(), key=lambda path: (-counted.get(path, 0), path))
    return [
        Theme(path, named.get(path, path), path in named, counted.get(path, 0)) for path in paths
    ]
