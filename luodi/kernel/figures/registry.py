"""Every figure of every room by key, how rooms declare them, and many values at once."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from luodi.kernel.declared import FIGURE, declare, refuse
from luodi.kernel.figures.composed import Composed
from luodi.kernel.figures.computing import compute
from luodi.kernel.figures.context import WITHOUT_LIMIT, Context
from luodi.kernel.figures.figure import BUSINESS, Audience, Edition, Figure, Records
from luodi.kernel.figures.measures import COUNT, Measure
from luodi.kernel.figures.parameters import Param
from luodi.kernel.figures.rollup import ROLLED_UP
from luodi.kernel.figures.values import Kind, Text, Value

FIGURES: dict[str, Figure] = {}
"""Every figure of every room, by key."""

Asked = TypeVar("Asked", str, tuple[str, Context])
_REFERENCE = re.compile(r"^(?P<key>[\w.]+)(?:\[(?P<params>[^\[\]]*)\])?$")


def figure(
    key: str,
    *,
    label: Text,
    unit: Text,
    measure: Measure = COUNT,
    time: str = "",
    until: str = "",
    campaign: str = "",
    unit_path: str = "",
    columns: Sequence[str] = ("__str__",),
    owner: Text = "",
    aliases: Sequence[str] = (),
    params: Sequence[Param] = (),
    editions: Sequence[Edition] = (),
    kind: Kind | None = None,
    decimals: int | None = None,
    good: str = "",
    evidence: Sequence[str] = (),
    audience: Audience = BUSINESS,
    rolled_up: bool = False,
) -> Callable[[Records], Records]:
    """Declare a figure on the function that returns its records; the docstring is the 口径.

    A stock names `time` (since when a record holds) and `until`; without `time` it is what is so
    today. `editions` tells each version of the definition with the day from which it counts.
    """

    def declared(source: Records) -> Records:
        paths = {"campaign": campaign, "unit": unit_path}
        _add(Figure(
            key, label, unit, (source.__doc__ or "").strip(), source, measure, time,
            {k: v for k, v in paths.items() if v}, columns, owner, aliases, params,
            max((e.version for e in editions), default=1), editions, until, kind, decimals,
            good, evidence, audience, rolled_up,
        ))  # fmt: skip
        return source

    return declared


def ratio(
    key: str, *, of: str, over: str, label: Text, rule: Text, unit: Text = "%", **more: Any
) -> None:
    """Declare the share of figure `of` in figure `over`; both are declared already."""
    _compose(Kind.RATIO, key, of, over, label=label, rule=rule, unit=unit, **more)


def difference(
    key: str, *, of: str, minus: str, label: Text, rule: Text, unit: Text, **more: Any
) -> None:
    """Declare figure `of` less figure `minus`; both are declared already."""
    _compose(Kind.DIFF, key, of, minus, label=label, rule=rule, unit=unit, **more)


def _compose(kind: Kind, key: str, of: str, other: str, **more: Any) -> None:
    if missing := [name for name in (of, other) if name not in FIGURES]:
        refuse(FIGURE, key, f"没有数字“{missing[0]}”，要先声明它")
        return
    first, second = FIGURES[of], FIGURES[other]
    more.setdefault("decimals", 1 if kind == Kind.RATIO else first.decimals)
    more.setdefault("params", first.params)
    more.setdefault("owner", first.owner)
    editions = more.setdefault("editions", ())
    version = max((e.version for e in editions), default=1)
    _add(Composed(
        key=key, source=first.source, measure=first.measure, columns=first.columns,
        declared_kind=kind, version=version, of=first, other=second, **more,
    ))  # fmt: skip


def _add(found: Figure) -> None:
    if not declare(FIGURE, found.key, known=found.key in FIGURES):
        return
    FIGURES[found.key] = found
    if found.rolled_up:
        ROLLED_UP.append(found)


def get(key: str) -> Figure:
    """The figure of this key; KeyError when there is none."""
    return FIGURES[key]


def reference(text: str) -> tuple[Figure, Context]:
    """What `invest.project.landed.count[min=1亿元]` names; KeyError when there is none."""
    found = _REFERENCE.match(text)
    if found is None:
        raise KeyError(text)
    pairs = (p.partition("=") for p in (found["params"] or "").split(",") if p)
    context = Context(params={name.strip(): value.strip() for name, _is, value in pairs})  # type: ignore[arg-type]
    return FIGURES[found["key"]], context


def values_of(
    asked: Iterable[Asked], reader: Any, context: Context = WITHOUT_LIMIT
) -> dict[Asked, Value]:
    """Many figures with one query: keys, all in `context`, or pairs of key and context."""
    wanted = list(dict.fromkeys(asked))
    pairs = [(one, context) if isinstance(one, str) else one for one in wanted]
    found = compute([(FIGURES[key], its) for key, its in pairs], reader)
    return dict(zip(wanted, found, strict=True))
