"""The cage: what a template may use at all. Everything else is refused before it runs."""

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from luodi.briefs.language.faults import Fault, Faults
from luodi.briefs.language.tags import Blocks
from luodi.briefs.language.traced import Traced
from luodi.briefs.language.words import FILTERS

ALLOWED_TESTS = ("defined", "undefined", "none", "in", "odd", "even")
ALLOWED_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign, nodes.Name,
    nodes.Const, nodes.Call, nodes.CallBlock, nodes.ExtensionAttribute, nodes.Keyword, nodes.Pair,
    nodes.List, nodes.Tuple, nodes.Filter, nodes.Test, nodes.Getattr, nodes.CondExpr, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Concat, nodes.Scope,
)  # fmt: skip
NAMES = {
    nodes.Macro: "macro", nodes.Include: "include", nodes.Extends: "extends", nodes.Import: "import",
    nodes.FromImport: "from", nodes.Block: "block", nodes.FilterBlock: "filter", nodes.With: "with",
    nodes.AssignBlock: "set 块", nodes.Mul: "*", nodes.Pow: "**", nodes.Add: "+", nodes.Sub: "-",
    nodes.Div: "/", nodes.FloorDiv: "//", nodes.Mod: "%", nodes.Getitem: "[ ]", nodes.Slice: "[ : ]",
    nodes.Dict: "{ }",
}  # fmt: skip
DEEPEST_LOOP = 2


class Cage(ImmutableSandboxedEnvironment):
    """Our calls, our filters, five tests, no attributes but a figure's own."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return (isinstance(obj, Traced) and attr in Traced.allowed) or attr in getattr(
            obj, "offers", ()
        )

    def is_safe_callable(self, obj: Any) -> bool:
        return bool(getattr(obj, "template_call", False))


def new_environment(finalize: Any = None) -> Cage:
    """An environment without anything of Jinja's own."""
    cage = Cage(
        extensions=[Blocks], finalize=finalize, autoescape=False, keep_trailing_newline=True
    )
    cage.globals.clear()
    cage.filters.clear()
    cage.filters.update(FILTERS)
    cage.tests = {name: cage.tests[name] for name in ALLOWED_TESTS}
    return cage


def parsed(cage: Cage, source: str) -> nodes.Template:
    """The tree of a template that uses nothing forbidden. Raises `Faults`."""
    try:
        tree = cage.parse(source)
    except TemplateSyntaxError as error:
        raise Faults([Fault(error.lineno or 0, 0, f"写法不对（{error.message}）")]) from None
    found = list(_forbidden(tree, 0))
    if found:
        raise Faults(found)
    return tree


def _forbidden(node: nodes.Node, depth: int) -> Iterator[Fault]:
    if not isinstance(node, ALLOWED_NODES):
        yield Fault(node.lineno, 0, f"模板中不能使用 {NAMES.get(type(node), type(node).__name__)}")
        return
    if isinstance(node, nodes.For):
        depth += 1
        if node.recursive or depth > DEEPEST_LOOP:
            yield Fault(node.lineno, 0, "循环最多两层")
    for child in node.iter_child_nodes():
        yield from _forbidden(child, depth)
