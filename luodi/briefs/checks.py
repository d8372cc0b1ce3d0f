"""Templates that come with the product are checked when the system starts: each compiles, and the figures it
cites are there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, register
from jinja2 import nodes

from luodi.briefs.actions.builtin import FOLDER, read_template
from luodi.briefs.choices import BriefKind
from luodi.briefs.language import Faults, lint
from luodi.briefs.language.sandbox import new_environment, parsed
from luodi.kernel.declared import ROOT, TAG, TEMPLATE, fault
from luodi.kernel.figures import FIGURES

HEAD = ("name", "kind", "masthead", "note")
FIRST_ARGUMENT = ("fig", "yoy", "_records")
"""Calls whose first argument is the key of a figure."""


@register(TAG)
def check_templates(**_: Any) -> list[CheckMessage]:
    """Every fault of every built-in template, with its line."""
    return [
        fault(TEMPLATE, path.stem, sentence, str(path.relative_to(ROOT)))
        for path in sorted(FOLDER.glob("*.md"))
        for sentence in template_faults(path)
    ]


def template_faults(path: Path) -> Iterator[str]:
    """Sentences about one file: its head, its text, the figures it cites."""
    told = read_template(path)
    for name in HEAD:
        if not told.get(name, "").strip():
            yield f"开头没有写 {name}"
    if told.get("kind") not in BriefKind.values:
        yield f"文种“{told.get('kind', '')}”不存在"
    source = told.get("source", "")
    if found := lint(source):
        yield from (f"正文{one}" for one in found)
        return
    for line, key in cited(source):
        if key not in FIGURES:
            yield f"正文第 {line} 行：没有数字“{key}”"


def cited(source: str) -> Iterator[tuple[int, str]]:
    """(line, key) of every figure a text names; keys that are computed are not followed."""
    try:
        tree = parsed(new_environment(), source)
    except Faults:
        return
    for call in tree.find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        given = list(call.args[:1]) if name in FIRST_ARGUMENT else []
        named = [k.value for k in call.kwargs if k.key in ("figure", "figures")]
        for value in (*given, *named):
            items = value.items if isinstance(value, nodes.List) else [value]
            for item in items:
                if isinstance(item, nodes.Const):
                    yield call.lineno, str(item.value)
