"""The loop of a campaign: its stations as figures, and as a picture of where every sentence went."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import clock
from luodi.kernel.figures import Context
from luodi.kernel.totals import Total, totals_of
from luodi.measures.choices import MeasureState
from luodi.measures.models import Measure
from luodi.problems.models import Problem
from luodi.problems.queries import volumes_of

LOOP = (
    ("meeting.special.count", "issue.collected.count", "listening.statements_covered"),
    ("issue.consolidated.count", "issue.category.count"),
    ("measures.all", "measures.overdue", "measures.waiting_signature"),
    ("measures.closed", "measures.sustained", "outcomes.all"),
)
"""The figures of the loop, by station: said, problems, measures, outcomes."""

OUTLINE = tuple(station[:2] for station in LOOP)
"""What the first screen says of each station."""
STATIONS = (
    gettext_lazy("广开言路"),
    gettext_lazy("查摆问题"),
    gettext_lazy("一抓到底"),
    gettext_lazy("成效"),
)


def loop_of(
    reader: Any, context: Context, loop: Sequence[Sequence[str]] = LOOP
) -> list[tuple[Any, list[Total]]]:
    """The loop as stations of totals: one query for all of them, one for what the reader may open."""
    found = totals_of([key for station in loop for key in station], reader, context)
    return [
        (label, [found[key] for key in station if key in found])
        for label, station in zip(STATIONS, loop, strict=True)
    ]


DRAWN = 20
"""Problems in the picture."""
DONE = (MeasureState.CLOSED, MeasureState.SUSTAINED)
NOT_BEGUN = (MeasureState.DRAFT, MeasureState.ASSIGNED)


def flow_of(reader: Any, campaign: int) -> dict[str, Any]:
    """Statements → problems → how far their measures are (`kernel/charts.js`, kind flow).

    Widths are statements throughout: a problem's statements are shared out over the states of its
    measures in proportion.
    """
    problems = _problems(reader, campaign)
    states = _measure_states(reader, [problem.pk for problem in problems])
    nodes: dict[str, dict[str, Any]] = {}
    links: list[dict[str, Any]] = []
    source = _node(
        nodes, _("意见"), sum(p.said for p in problems), _listed("listening:statements", campaign)
    )
    for problem in problems:
        name = f"{problem.code} {problem.title[:12]}"
        middle = _node(nodes, name, problem.said, problem.get_absolute_url(), short=problem.code)
        links.append({"source": source, "target": middle, "value": problem.said})
        links += _onward(nodes, middle, problem.said, states.get(problem.pk, Counter()), campaign)
    return {"kind": "flow", "nodes": list(nodes.values()), "links": links}


def _problems(reader: Any, campaign: int) -> list[Any]:
    """Those of which most was said, each with `said`."""
    volumes = volumes_of(campaign).problems
    seen = Problem.objects.visible_to(reader).filter(campaign=campaign).on_the_list()
    spoken = [pk for pk in seen.order_by().values_list("pk", flat=True) if pk in volumes]
    largest = sorted(spoken, key=lambda pk: (-volumes[pk].n, pk))[:DRAWN]
    found = Problem.objects.in_bulk(largest)
    for pk in largest:
        found[pk].said = volumes[pk].n
    return [found[pk] for pk in largest]


def _measure_states(reader: Any, problems: list[int]) -> dict[int, Counter[str]]:
    today = clock.today()
    seen = Measure.objects.visible_to(reader).filter(problem__in=problems).order_by()
    late = set(seen.overdue_on(today).values_list("pk", flat=True))
    found: dict[int, Counter[str]] = {}
    rows = seen.exclude(state=MeasureState.CANCELLED).values_list("pk", "problem", "state")
    for pk, problem, state in rows:
        found.setdefault(problem, Counter())[_stage(pk in late, state)] += 1
    return found


def _stage(late: bool, state: str) -> str:
    if state in DONE:
        return "done"
    if late:
        return "late"
    return "not_begun" if state in NOT_BEGUN else "doing"


def _onward(
    nodes: dict[str, dict[str, Any]], middle: str, said: int, stages: Counter[str], campaign: int
) -> list[dict[str, Any]]:
    shown = {
        "done": (_("已办结"), "good", "state=closed&state=sustained"),
        "doing": (_("推进中"), "doing", "state=in_progress"),
        "late": (_("逾期"), "bad", "late=overdue"),
        "not_begun": (_("尚未启动"), "quiet", "state=draft&state=assigned"),
    }
    links = []
    for stage, count in stages.items():
        label, tone, query = shown[stage]
        url = f"{_listed('measures:measures', campaign)}&{query}"
        target = _node(nodes, label, count, url, tone=tone)
        links.append(
            {"source": middle, "target": target, "value": round(said * count / stages.total(), 2)}
        )
    return links


def _node(nodes: dict[str, dict[str, Any]], name: str, count: int, url: str, **look: str) -> str:
    node = nodes.setdefault(name, {"name": name, "count": 0, "url": url, **look})
    node["count"] += count
    return name


def _listed(url_name: str, campaign: int) -> str:
    return f"{reverse(url_name)}?campaign={campaign}"
