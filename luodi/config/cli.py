"""`luodi`: the one entry point. Engines run without Django; the rest sets it up first.

Exit codes: 0 done; 1 the check found something; 2 bad input (one clear line).
"""

import ast
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

ENGINES = {
    "consolidate": "luodi.engines.consolidation.command",
    "claims": "luodi.engines.claims.command",
}
COMMANDS = {
    "demo": "luodi.config.commands.demo",
    "serve": "luodi.config.commands.serve",
    "worker": "luodi.config.commands.worker",
    "doctor": "luodi.config.commands.doctor",
    "migrate": "luodi.config.commands.migrate",
    "init": "luodi.config.commands.init",
    "import": "luodi.config.commands.import_sheet",
    "export": "luodi.config.commands.export_sheet",
    "figures": "luodi.config.commands.figures",
    "check": "luodi.config.commands.check",
    "backup": "luodi.config.commands.backup",
    "restore": "luodi.config.commands.restore",
    "trail": "luodi.config.commands.trail",
    "brief": "luodi.config.commands.brief",
    "verify": "luodi.config.commands.verify",
    "move": "luodi.config.commands.move",
    "docs": "luodi.config.commands.docs",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if words else 2
    name, rest = words[0], words[1:]
    if name in ENGINES:
        return _run(ENGINES[name], rest)
    if name not in COMMANDS:
        print(f"没有“{name}”这个命令。运行 luodi help 查看全部命令。", file=sys.stderr)
        return 2
    if faults := _set_up():
        print("\n".join(faults), file=sys.stderr)
        return 2
    return _run(COMMANDS[name], rest)


def usage() -> str:
    """The list of commands with the first line of each one's docstring."""
    lines = ["luodi 落地", ""]
    for name, module in sorted({**ENGINES, **COMMANDS}.items()):
        doc = (import_module_doc(module) or "").strip().splitlines()
        lines.append(f"  luodi {name:<12} {doc[0] if doc else ''}")
    return "\n".join(lines)


def import_module_doc(module: str) -> str | None:
    """A module's docstring, read without running the module."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return None
    with open(spec.origin, encoding="utf-8") as source:
        return ast.get_docstring(ast.parse(source.read()))


def _run(module: str, words: list[str]) -> int:
    command: Callable[[list[str]], int] = import_module(module).main
    return command(words)


def _set_up() -> Sequence[str]:
    """Start the rooms; what is wrong with their declarations stops every command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    import django  # app ready

    django.setup()
    from luodi.kernel.checks import declaration_faults  # app ready

    return declaration_faults()


if __name__ == "__main__":
    sys.exit(main())
